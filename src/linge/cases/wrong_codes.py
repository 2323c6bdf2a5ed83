"""Thirty wrong codes an hour from one address, then a pause: nobody finds a code by trying."""

from django.core.cache import cache

from linge.kernel import crypto

MOST = 30
HOUR = 3600
PAUSE = 15 * 60


def paused(address: str) -> bool:
    """Whether look-ups from this address wait, right codes too."""
    return bool(cache.get(_name("pause", address)))


def count_wrong(address: str) -> None:
    """Remember a wrong code; the address is kept only as a keyed hash, for an hour."""
    counter = _name("wrong", address)
    cache.add(counter, 0, HOUR)
    if cache.incr(counter) >= MOST:
        cache.set(_name("pause", address), True, PAUSE)
        cache.delete(counter)


def _name(kind: str, address: str) -> str:
    return f"cases.codes.{kind}:{crypto.keyed_hash('cases.wrong_codes', address)}"
