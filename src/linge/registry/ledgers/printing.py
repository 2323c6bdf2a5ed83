"""A ledger as it is printed: the rows of the screen, whole, with total, day and signatures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linge.files.papers import Head, Paper
from linge.kernel import clock
from linge.ui import words

from .declared import Ledger, LedgerColumn


def paper(
    ledger: Ledger,
    rows: QuerySet[Any],
    *,
    unit: str,
    day: date,
    columns: Sequence[LedgerColumn] = (),
    clear: Sequence[str] = (),
    mark: str = "",
    number: int = 0,
) -> Paper:
    """The ledger on paper; ``clear`` names the columns somebody approved to stand unmasked."""
    shown = columns or ledger.columns
    values = [_value_of(column, clear) for column in shown]
    return Paper(
        title=str(ledger.title),
        unit=unit,
        heads=[Head(str(each.label), each.width, bool(each.sums)) for each in shown],
        rows=[tuple(plain(value(row)) for value in values) for row in rows],
        total=ledger.total(rows),
        notes=_notes(ledger, day),
        signatures=[_("制表人"), _("审核人"), _("日期")],
        page_words=_("第 {n} 页/共 {m} 页"),
        mark=mark,
        number=number,
        lead=ledger.lead if tuple(shown) == ledger.columns else 0,
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
    )


def _value_of(column: LedgerColumn, clear: Sequence[str]) -> Any:
    return column.clear if column.clear and column.name in clear else column.value


def _notes(ledger: Ledger, day: date) -> list[str]:
    made = _("打印于 %(day)s") % {"day": words.day(clock.today())}
    return [_("截至 %(day)s") % {"day": words.day(day)}, made] if ledger.dated else [made]


def plain(value: Any) -> Any:
    """A value for paper: numbers and days as they are, lazy words spoken."""
    return value if value is None or isinstance(value, int | date) else str(value)
