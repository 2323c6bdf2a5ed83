"""Codes of divisions (统计用区划代码)."""

from collections.abc import Iterable

from .kinds import CODE_DIGITS, Level

LEVELS = tuple(Level)
HOLDER_TAIL = {Level.DISTRICT: "99", Level.STREET: "999"}


def level_of(code: str) -> Level | None:
    """The level a code's length says; nothing for a length no level has."""
    return next((level for level, digits in CODE_DIGITS.items() if len(code) == digits), None)


def parent_level(level: Level) -> Level | None:
    """The level above; nothing above a province."""
    place = LEVELS.index(level)
    return LEVELS[place - 1] if place else None


def code_fits(code: str, level: Level, parent: str) -> bool:
    """Whether a code has its level's digits and starts with its parent's code."""
    return code.isdecimal() and len(code) == CODE_DIGITS[level] and code.startswith(parent)


def next_code(taken: Iterable[str]) -> str:
    """The code after the largest of some, as long as it (``02`` after ``01``); ``01`` of none."""
    largest = max(taken, key=lambda code: (len(code), code), default="00")
    head = largest.rstrip("0123456789")
    tail = largest[len(head) :]
    return f"{head}{int(tail or 0) + 1:0{len(tail)}d}"


def holder_code(parent: str) -> str:
    """The code of the 待归属 node under a city or district, for rows whose own parent is lost."""
    level = Level.DISTRICT if len(parent) == CODE_DIGITS[Level.CITY] else Level.STREET
    return parent + HOLDER_TAIL[level]
