"""The demonstration communities 幸福里 and 桂子山: invented people on real streets.

Places, people and cases are made from a seed, written through the actions of their contexts where
those take many rows at once, and otherwise inserted here: beside the actions, this is the one
place that writes. It runs on an empty installation only, so it overwrites nobody's work.
"""
