"""A catalogue as other people's spreadsheets hold it: the heading found, merged cells filled down,
line breaks in names taken out, and every cell known by its address. Source: cases §3."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from linge.files.sheets import CellError, Merge, Sheet, Value, address

from .catalogue import COLUMNS, ENGLISH, canonical, check_rows

LAST_HEADING = 20  # the heading stands within the first rows, if there is one


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell, and how to put it right."""

    cell: str
    words: str

    def __str__(self) -> str:
        return f"{self.cell} {self.words}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as read: its rows by column, what is wrong, and what was tidied on the way."""

    rows: tuple[Mapping[str, str], ...]
    faults: tuple[CellFault, ...]
    remarks: tuple[CellFault, ...]


def read_sheet(sheet: Sheet) -> Reading:
    """Read a catalogue sheet; with faults nothing of it may be written."""
    heading = _heading(sheet)
    if heading is None:
        words = _("没有找到表头；第一行要有 large_code、small_code 等列名，请对照导出的表补上")
        return Reading((), (CellFault(f"{sheet.name}!A1", words),), ())
    top, places = heading
    if missing := [name for name in COLUMNS if name not in places]:
        words = _("缺少列：%(names)s，请补上") % {"names": "、".join(missing)}
        return Reading((), (CellFault(f"{sheet.name}!{address(top, 0)}", words),), ())
    remarks: list[CellFault] = []
    lines = list(_lines(sheet, top, places, remarks))
    faults = check_rows(row for _number, row in lines)
    numbers = [number for number, _row in lines]
    told = [
        CellFault(
            f"{sheet.name}!{address(numbers[fault.row - 2], places[fault.column])}", fault.words
        )
        for fault in faults
    ]
    rows = tuple(row if told else canonical(row) for _number, row in lines)
    return Reading(rows, tuple(told), tuple(remarks))


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for number, values in sheet:
        names = {_text(value): place for place, value in enumerate(values)}
        if "small_code" in names:
            return number, names
        if number > LAST_HEADING:
            break
    return None


def _lines(
    sheet: Sheet, top: int, places: Mapping[str, int], remarks: list[CellFault]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows below the heading that hold something, by their number in the sheet."""
    filled = {cell: value for merge in sheet.merges for cell, value in _spread(sheet, merge)}
    for number, _values in sheet:
        if number <= top:
            continue
        row = {}
        for name in (*COLUMNS, *ENGLISH):
            place = places.get(name)
            row[name] = "" if place is None else _cell(sheet, number, place, filled, remarks)
        if any(row.values()):
            yield number, row


def _cell(
    sheet: Sheet,
    row: int,
    column: int,
    filled: Mapping[tuple[int, int], Value],
    remarks: list[CellFault],
) -> str:
    where = f"{sheet.name}!{address(row, column)}"
    value = sheet.cell(row, column)
    if value in (None, "") and (row, column) in filled:
        value = filled[row, column]
        remarks.append(CellFault(where, _("合并单元格，按“%(v)s”补齐") % {"v": _text(value)}))
    text = _text(value)
    if "\n" in text or "\r" in text:
        text = "".join(text.split())
        remarks.append(CellFault(where, _("去掉了换行，读作“%(v)s”") % {"v": text}))
    return text


def _spread(sheet: Sheet, merge: Merge) -> Iterable[tuple[tuple[int, int], Value]]:
    value = sheet.cell(merge.top, merge.left)
    for row in range(merge.top, merge.bottom + 1):
        for column in range(merge.left, merge.right + 1):
            yield (row, column), value


def _text(value: Value) -> str:
    """A cell as text; whole numbers without a point, days as 2026-01-01, yes as 1."""
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).strip()
