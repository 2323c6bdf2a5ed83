"""Materialised paths: one four-character base-36 segment for each level, root first.

Paths compare byte by byte, so a subtree is a range and a parent is a prefix. Codes and names are
never in a path; both may change while a path stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTH = 4
CAPACITY = len(DIGITS) ** WIDTH - 1  # 0000 is kept for “no unit”
NO_UNIT = "0000"
COMMUNITY_DEPTH = 5
AFTER_Z = "["  # the character after Z: no segment starts with it


def segment(count: int) -> str:
    """The ``count``-th segment of a parent, from 1: ``0001`` … ``ZZZZ``."""
    if not 1 <= count <= CAPACITY:
        raise ValueError(f"a parent holds 1 to {CAPACITY} children, not {count}")
    signs = ""
    for _ in range(WIDTH):
        count, digit = divmod(count, len(DIGITS))
        signs = DIGITS[digit] + signs
    return signs


def count_of(text: str) -> int:
    """Which child a segment belongs to: the inverse of ``segment``."""
    return int(text, len(DIGITS))


def next_segment(last: str) -> str:
    """The segment after ``last``; after nothing comes ``0001``."""
    return segment(count_of(last) + 1 if last else 1)


def child(parent: str, count: int) -> str:
    """The path of a parent's ``count``-th child."""
    return parent + segment(count)


def parent(path: str) -> str:
    """The path one level up; the root's is empty."""
    return path[:-WIDTH]


def depth(path: str) -> int:
    """How many levels deep a path lies: a province 1, a community 5."""
    return len(path) // WIDTH


def bounds(path: str) -> tuple[str, str]:
    """The half-open range ``[low, high)`` in which a node and everything below it lies."""
    return path, path + AFTER_Z


def lies_under(path: str, ancestor: str) -> bool:
    """Whether the node is the ancestor itself or lies below it."""
    return path.startswith(ancestor)


def ancestors(path: str) -> tuple[str, ...]:
    """The paths from the root down to the node itself."""
    return tuple(path[: end + WIDTH] for end in range(0, len(path), WIDTH))


def community_path(path: str) -> str:
    """The community a path lies in; empty when the path is above a community."""
    return path[: COMMUNITY_DEPTH * WIDTH] if depth(path) >= COMMUNITY_DEPTH else ""


def transplant(path: str, old: str, new: str) -> str:
    """The path after the subtree ``old`` became ``new``."""
    return new + path[len(old) :] if lies_under(path, old) else path


@dataclass(frozen=True, slots=True)
class Moved:
    """A subtree that went from one path to another, for good: old paths are never given again."""

    old: str
    new: str


def path_then(path: str, since: Iterable[Moved]) -> str:
    """Where a node lay before the moves made since, given in the order they happened."""
    for moved in reversed(list(since)):
        path = transplant(path, moved.new, moved.old)
    return path


def spans_of(node: str, since: Iterable[Moved]) -> list[tuple[str, str]]:
    """Where everything that lay under a node then lies now, as half-open ranges of paths.

    What has left the node since is followed, what has come to it since is left out.
    """
    belongs = {"": False, node: True}
    for moved in since:
        carried = {
            transplant(prefix, moved.old, moved.new): inside
            for prefix, inside in belongs.items()
            if lies_under(prefix, moved.old)
        }
        belongs = belongs | {moved.new: _inside(belongs, moved.old)} | carried
    return _ranges(belongs)


def _inside(belongs: Mapping[str, bool], path: str) -> bool:
    """What the longest known prefix of a path says."""
    return belongs[max((known for known in belongs if lies_under(path, known)), key=len)]


def _ranges(belongs: Mapping[str, bool]) -> list[tuple[str, str]]:
    """The ranges in which the longest prefix says yes, neighbours joined."""
    edges = sorted({edge for prefix in belongs if prefix for edge in bounds(prefix)})
    ranges: list[tuple[str, str]] = []
    for low, high in pairwise(edges):
        around = (prefix for prefix in belongs if prefix <= low < prefix + AFTER_Z)
        if not belongs[max(around, key=len)]:
            continue
        if ranges and ranges[-1][1] == low:
            ranges[-1] = (ranges[-1][0], high)
        else:
            ranges.append((low, high))
    return ranges
