"""What is printed, before it has a form: the heads, the rows, the total line, the signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from linge.files import watermark

Value = str | int | date | None
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
RISKY = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Head:
    """A column as printed; ``width`` is in characters, a Chinese one counting two."""

    label: str
    width: int = 12
    number: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that stand on one page under the same facts; one group of all when nothing leads."""

    facts: tuple[Value, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Paper:
    """A ledger ready for any form.

    ``lead`` is how many first columns head a page of their own (户表: one page per household).
    ``mark`` is the visible watermark, ``number`` the export that the invisible one names.
    """

    title: str
    unit: str
    heads: Sequence[Head]
    rows: Sequence[tuple[Value, ...]]
    total: str
    notes: Sequence[str] = ()
    signatures: Sequence[str] = ()
    page_words: str = "{n} / {m}"
    mark: str = ""
    number: int = 0
    lead: int = 0
    language: str = "zh"
    sign: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "sign", watermark.sign(self.number) if self.number else "")

    def groups(self) -> Iterator[Group]:
        """The rows page by page, where the first columns lead; the order of the rows is kept."""
        lead = self.lead
        for facts, rows in groupby(self.rows, key=lambda row: row[:lead]):
            yield Group(facts, tuple(row[lead:] for row in rows))


def text_of(value: Value) -> str:
    """A value in words: days as 2026-11-24, nothing as an empty cell."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
