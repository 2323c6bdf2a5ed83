"""Deeds in a process of their own that is killed with ``kill -9`` at a chosen point.

A point is passed before every statement, before every commit and after it. The process is a fork,
so it works on the database of the test, whichever that is.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from itertools import count

from django.db import DEFAULT_DB_ALIAS, connection, connections

Say = Callable[[str], None]


def killed(
    deed: Callable[[Say], object], *, at: int | None = None, commit: str = ""
) -> tuple[list[str], bool]:
    """Run a deed; what it said before it died, and whether it died.

    ``at`` is the number of the point that kills; ``commit`` is ``before`` or ``after`` the first.
    """
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        _in_child(deed, writes, at, commit)
    os.close(writes)
    with os.fdopen(reads) as said:
        words = said.read().splitlines()
    _pid, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert died or status == 0, status
    return words, died


def _in_child(deed: Callable[[Say], object], writes: int, at: int | None, commit: str) -> None:
    """A thread of its own has a connection of its own; the parent's is left alone."""
    wrapper = type(connections[DEFAULT_DB_ALIAS])
    if hasattr(wrapper, "_connection_pools"):
        wrapper._connection_pools = {}
    status = [1]

    def run() -> None:
        _arm(at, commit)
        deed(lambda words: os.write(writes, f"{words}\n".encode()) and None)
        status[0] = 0

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    sys.stderr.flush()
    os._exit(status[0])


def _arm(at: int | None, commit: str) -> None:
    passed = count(1)

    def point() -> None:
        if next(passed) == at:
            _die()

    def watched(execute, sql, params, many, context):
        point()
        return execute(sql, params, many, context)

    connection.ensure_connection()
    connection.execute_wrappers.append(watched)
    commits = connection._commit

    def watched_commit() -> None:
        point()
        if commit == "before":
            _die()
        commits()
        if commit == "after":
            _die()
        point()

    connection._commit = watched_commit  # type: ignore[method-assign]  # the one place that commits


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
