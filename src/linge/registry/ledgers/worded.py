"""Values in the words an import reads back: codes by their label, days as precise as they are."""

from functools import cache
from typing import Any

from .. import columns
from ..rules.kinds import Left, Precision
from .declared import Getter

DIGITS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4, Precision.UNKNOWN: 0}


def coded(table: str, value: Getter) -> Getter:
    """A code in its word; the code itself where the word may mean another one too."""
    return lambda row: _word(table, str(value(row) or ""))


@cache
def _word(table: str, code: str) -> str:
    book = columns.codebooks()[table]
    label = book.label(code) if code else ""
    return next((text for text in (label, code) if text and book.find(text) == (code,)), "")


def dated(name: str, precision: str) -> Getter:
    """A day that may be known to the month or the year only."""

    def value(row: Any) -> str:
        day = getattr(row, name)
        return day.isoformat()[: DIGITS[Precision(getattr(row, precision))]] if day else ""

    return value


def yes_no(told: Any) -> str:
    """是 or 否, nothing where it is not known."""
    return {True: "是", False: "否", Left.YES: "是", Left.NO: "否"}.get(told, "")
