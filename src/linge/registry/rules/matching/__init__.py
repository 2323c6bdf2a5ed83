"""Whether two records tell of one person: how alike two values are, and what that is worth.

``likeness`` says how alike two values of a declared kind are; ``repairs`` undoes one slip of a
number; ``points`` is the register's scale, and its rows of weights are data; ``evidence`` learns a
scale from any table by itself; ``tables`` reads such a table and ``verdicts`` counts hits and
misses. An empty value never blocks, never adds, never takes away.
"""
