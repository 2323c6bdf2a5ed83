"""What a column holds when its header says nothing: judged by its values."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from linge.files.sheets import Value

from .. import identity, phones
from .cells import plain, text_of
from .fields import Column

ENOUGH = 0.6
FEWEST = 3


def complete(
    columns: Sequence[Column], sample: Sequence[Sequence[Value]], today: date
) -> tuple[Column, ...]:
    """Give columns without a known header the field their values show, if nothing else has it."""
    taken = {column.field for column in columns if column.field}
    completed = []
    for column in columns:
        if not column.field and column.how != "double":
            values = [row[column.index] for row in sample if column.index < len(row)]
            meant = shown_by(values, today)
            if meant and meant not in taken:
                taken.add(meant)
                column = replace(column, field=meant, how="content")
        completed.append(column)
    return tuple(completed)


def shown_by(values: Iterable[Value], today: date) -> str:
    """The field the values belong to: an ID number, a mobile or a sex; nothing when unsure."""
    texts = [plain(text_of(value)) for value in values if value is not None]
    if len(texts) < FEWEST:
        return ""
    for name, fits in _TESTS.items():
        if sum(fits(text, today) for text in texts) >= ENOUGH * len(texts):
            return name
    return ""


def _is_number(text: str, today: date) -> bool:
    return len(text) == 18 and identity.check_citizen(text, today=today, areas={}).ok


def _is_mobile(text: str, _today: date) -> bool:
    return bool(re.fullmatch(r"1\d{10}", text)) and phones.check_phone(text).ok


def _is_sex(text: str, _today: date) -> bool:
    return text in ("男", "女")


_TESTS: dict[str, Callable[[str, date], bool]] = {
    "id_number": _is_number,
    "phone": _is_mobile,
    "sex": _is_sex,
}
