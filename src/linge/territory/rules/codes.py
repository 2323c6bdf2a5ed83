"""Codes of divisions (统计用区划代码) and of organisations (统一社会信用代码, GB 32100)."""

import unicodedata
from dataclasses import dataclass

from .kinds import CODE_DIGITS, Level

LEVELS = tuple(Level)
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_AUTHORITIES = "123456789ANY"
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


def holder_code(parent: str) -> str:
    """The code of the 待归属 node under a city or district, for rows whose own parent is lost."""
    level = Level.DISTRICT if len(parent) == CODE_DIGITS[Level.CITY] else Level.STREET
    return parent + HOLDER_TAIL[level]


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """A credit code as read: its value, the error that stops it, the doubts that do not."""

    value: str
    error: str = ""
    warnings: tuple[str, ...] = ()


def uscc_tail(body: str) -> str:
    """The check character of the first 17: (31 − Σ value · 3^(i−1) mod 31) mod 31."""
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return USCC_SIGNS[-total % 31]


def check_uscc(raw: str) -> CheckedCode:
    """Read a unified social credit code. Lower case is raised; no sign is ever guessed."""
    value = "".join(unicodedata.normalize("NFKC", raw).upper().replace("-", "").split())
    if len(value) != 18:
        return CheckedCode(value, "length")
    if any(sign not in USCC_SIGNS for sign in value):
        return CheckedCode(value, "characters")
    if uscc_tail(value[:17]) != value[17]:
        return CheckedCode(value, "checksum")
    return CheckedCode(value, warnings=tuple(_uscc_doubts(value)))


def _uscc_doubts(value: str) -> list[str]:
    doubts = [] if value[0] in USCC_AUTHORITIES else ["authority_unknown"]
    return doubts if _body_checks(value[8:17]) else [*doubts, "body_check"]


def _body_checks(body: str) -> bool:
    """The organisation code inside (GB 11714): weights 3 7 9 10 5 8 4 2, modulus 11."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(sign) for sign in body[:8])
    tail = 11 - sum(map(lambda weight, value: weight * value, weights, values)) % 11
    return body[8] == {10: "X", 11: "0"}.get(tail, str(tail))
