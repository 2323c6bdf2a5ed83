"""Sixty searches a minute by one account, then a wait until the minute is over.

Nobody types faster; a program that reads the register out by searching does.
"""

from django.core.cache import cache

from linge.kernel import clock

MOST = 60
MINUTE = 60


def count_search(account: str) -> int:
    """How many searches the account has made in this minute, with this one."""
    counter = f"registry.searches:{account}:{clock.now():%d%H%M}"
    cache.add(counter, 0, 2 * MINUTE)
    return cache.incr(counter)


def seconds_left() -> int:
    """How long this minute still lasts."""
    return MINUTE - clock.now().second
