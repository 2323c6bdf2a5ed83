"""Materialised paths: one four-character base-36 segment for each level, root first.

Paths compare byte by byte, so a subtree is a range and a parent is a prefix. Codes and names are
never in a path; both may change while a path stays.
"""

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
