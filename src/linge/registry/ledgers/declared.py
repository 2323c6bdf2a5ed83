"""How a ledger (台账) is declared: its query, its columns with their class, what it adds up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet, Sum
from django.utils.functional import Promise

from linge.kernel.access import Actor, DataClass
from linge.ui.tables import Column

Getter = Callable[[Any], Any]
Words = str | Promise
Query = Callable[[Actor, date], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. ``value`` is what a mask leaves; ``clear`` the value behind it, of ``klass``.

    ``sums`` names the number of the query that the total line adds up; ``width`` is in characters.
    """

    name: str
    label: Words
    value: Getter
    klass: DataClass = DataClass.C1
    clear: Getter | None = None
    sort: str | Sequence[str] = ()
    sums: str = ""
    width: int = 14

    @property
    def shown_class(self) -> DataClass:
        """The class of what the column shows: behind a mask, a number tells no more than a name."""
        return min(self.klass, DataClass.C2) if self.clear else self.klass

    @property
    def on_screen(self) -> Column:
        return Column(
            self.name, str(self.label), self.value, sort=self.sort, number=bool(self.sums)
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger, declared once: screen, workbook, text, pages and Word read the same rows.

    ``counted`` says the total in words (``合计 %(n)s 人``). ``lead`` first columns head a page of
    their own. ``floor`` is the class of being listed here at all.
    """

    code: str
    title: Words
    about: Words
    capability: str
    query: Query
    columns: tuple[LedgerColumn, ...]
    order: tuple[str, ...]
    filter: type[django_filters.FilterSet]
    counted: Words
    dated: bool = False
    lead: int = 0
    floor: DataClass = DataClass.C0

    def column(self, name: str) -> LedgerColumn | None:
        return next((column for column in self.columns if column.name == name), None)

    def klass(self, columns: Sequence[LedgerColumn], clear: Sequence[str] = ()) -> DataClass:
        """The highest class among the columns: masked ones as shown, opened ones as they are."""
        classes = (each.klass if each.name in clear else each.shown_class for each in columns)
        return max((*classes, self.floor))

    def total(self, rows: QuerySet[Any]) -> str:
        """The total line: how many rows, and the sums, counted by the database."""
        summed = [column for column in self.columns if column.sums]
        plain = rows.order_by()
        sums = plain.aggregate(**{f"sum_{c.name}": Sum(c.sums) for c in summed}) if summed else {}
        parts = [str(self.counted) % {"n": plain.count()}]
        parts += [f"{column.label} {sums[f'sum_{column.name}'] or 0}" for column in summed]
        return " · ".join(parts)
