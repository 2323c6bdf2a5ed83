"""Tables declared by their columns; one template renders the rows (no component per cell).

A column's ``value`` is an attribute path (``"building.name"``) or a function of the row. What it
gives decides how the cell looks: a plain value, or a `Badge`, `Due`, `Masked` or `Person`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from linge.kernel.clock import SHANGHAI
from linge.ui import words

Getter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words and colour: ``kind`` is ok, warn, danger, info or muted."""

    kind: str
    words: str

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Due:
    """Time left in words; ``kind`` is ok, warn (soon), danger (over), muted (stopped) or done."""

    kind: str
    words: str
    at: datetime | None = None

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked value; with ``subject`` (``registry.resident:<uuid>``) and ``field`` it offers 查看."""

    words: str
    subject: str = ""
    field: str = ""

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name, with a post or place under it."""

    name: str
    note: str = ""

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``sort`` is what the query is ordered by (one field or several); without it the header is
    plain. ``link`` makes the cell open the row, ``long`` keeps room for a sentence. ``hidden``
    columns wait under 列设置. ``export``
    gives the value for a spreadsheet where the shown one won't do; False leaves the column out.
    """

    name: str
    label: str
    value: str | Getter | None = None
    sort: str | Sequence[str] = ()
    link: bool = False
    number: bool = False
    long: bool = False
    hidden: bool = False
    export: Getter | bool = True

    def of(self, row: Any) -> Any:
        return _getter(self.value or self.name)(row)

    @property
    def order(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)

    def sheet_value(self, row: Any) -> Any:
        """For a spreadsheet: real numbers and days, everything else as the words on the page."""
        value = self.export(row) if callable(self.export) else self.of(row)
        if isinstance(value, datetime):
            return value.astimezone(SHANGHAI).replace(tzinfo=None)
        if value is None or isinstance(value, (int, float, date)):
            return value
        return str(value)


def _getter(value: str | Getter) -> Getter:
    return value if callable(value) else attrgetter(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value ready for the template; ``look`` names the branch that draws it."""

    column: Column
    look: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A record's cells, its own address and the key its tick box sends."""

    record: Any
    key: str
    href: str
    cells: list[Cell]
    links: list["RowLink"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowLink:
    """A link in the 操作 column; at most three, the rest goes under 更多. ``key`` opens it too."""

    label: str
    href: str
    drawer: bool = False
    key: str = ""


LOOKS = {
    Badge: "badge",
    Due: "due",
    Masked: "masked",
    Person: "person",
    date: "time",
    datetime: "time",
}


def _cell(column: Column, row: Any) -> Cell:
    value = column.of(row)
    look = LOOKS.get(type(value), "text")
    return Cell(column, look, value, _text(value))


def _text(value: Any) -> str:
    """The words of a value; what is missing is a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int):
        return words.grouped(value)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return words.day(value)
    return str(value)


class Table:
    """Subclass and declare: ``columns``, ``order`` (the default), ``href`` and ``links`` of a row.

    ``links_ask`` is the capability the links ask for: who lacks it gets a table without them.
    """

    columns: Sequence[Column] = ()
    order: Sequence[str] = ("pk",)
    drawer = True
    caption = ""
    links_ask = ""
    bare = False

    def href(self, row: Any) -> str:
        """Where a row opens; "" for rows that don't."""
        return ""

    def links(self, row: Any) -> list[RowLink]:
        """What can be done with a row from the list."""
        return []

    def key(self, row: Any) -> str:
        return str(getattr(row, "uuid", row.pk))

    def rows(self, records: Iterable[Any]) -> list[Row]:
        return [
            Row(
                record=record,
                key=self.key(record),
                href=self.href(record),
                cells=[_cell(column, record) for column in self.columns],
                links=self.links(record) if self.has_links else [],
            )
            for record in records
        ]

    @property
    def has_links(self) -> bool:
        return not self.bare and type(self).links is not Table.links

    def ordering(self, asked: str) -> tuple[str, ...]:
        """The order for ``?sort=due`` or ``?sort=-due``; unknown names give the default one.

        The primary key always comes last, so that pages never repeat or skip a row.
        """
        column = next((c for c in self.columns if c.sort and c.name == asked.lstrip("-")), None)
        chosen = column.order if column else tuple(self.order)
        if column and asked.startswith("-"):
            chosen = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in chosen)
        return chosen if chosen and chosen[-1].lstrip("-") == "pk" else (*chosen, "pk")

    def sheet_columns(self) -> list[Column]:
        return [column for column in self.columns if column.export is not False]

    def sheet_rows(self, records: Iterable[Any]) -> Iterator[list[Any]]:
        columns = self.sheet_columns()
        return ([column.sheet_value(record) for column in columns] for record in records)
