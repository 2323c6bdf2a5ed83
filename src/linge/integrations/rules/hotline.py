"""Sheets of the 12345 hotline (热线工单): reading one, row by row, without guessing.

Headings differ from city to city; the names known for each column are listed here. All faults of a
file are told at once by their cell, and none of them repeats what a caller said.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linge.kernel.zone import SHANGHAI

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "outer_no": ("工单编号", "工单号", "受理编号", "outer_no"),
    "words": ("诉求内容", "问题描述", "工单内容", "words"),
    "place": ("诉求地址", "事发地点", "发生地址", "地址", "place"),
    "called_at": ("来电时间", "受理时间", "诉求时间", "called_at"),
    "name": ("来电人", "诉求人", "联系人", "name"),
    "phone": ("联系电话", "来电号码", "手机号", "phone"),
    "category": ("诉求类别", "问题类别", "小类", "小类编码", "category"),
    "urgent": ("紧急程度", "是否紧急", "urgent"),
}
NEEDED = ("outer_no", "words")
TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d")
URGENT = ("紧急", "特急", "是", "1", "urgent")
LONGEST_NUMBER = 60
LONGEST_WORDS = 1000
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, and what to do."""

    cell: str
    problem: str

    def __str__(self) -> str:
        return f"{self.cell} {self.problem}"


@dataclass(frozen=True, slots=True)
class HotlineSheet:
    """One sheet as it was written down at the hotline; ``row`` is its line in the file."""

    row: int
    outer_no: str
    words: str
    place: str
    called_at: datetime | None
    name: str
    phone: str
    category: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A file read: its sheets, or what is wrong with it."""

    sheets: tuple[HotlineSheet, ...]
    faults: tuple[Fault, ...]


def read(body: bytes) -> Read:
    """Read a CSV in UTF-8 or GB18030, with one row of headings."""
    lines = list(csv.reader(io.StringIO(_decoded(body))))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    if not lines:
        return Read((), (Fault("A1", _("文件是空的，请重新导出。")),))
    places = _places(lines[0])
    missing = [COLUMNS[name][0] for name in NEEDED if name not in places]
    if missing:
        told = _("缺少“%(column)s”这一列，请在第一行写列名。")
        return Read((), tuple(Fault("A1", told % {"column": name}) for name in missing))
    if len(lines) - 1 > MOST_ROWS:
        told = _("一次最多%(most)s行，请分成几个文件。")
        return Read((), (Fault(f"A{MOST_ROWS + 2}", told % {"most": MOST_ROWS}),))
    return _rows(lines[1:], places)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _places(headings: Sequence[str]) -> dict[str, int]:
    """At which place each column stands; the first of several names counts."""
    plain = [heading.strip() for heading in headings]
    found = {
        name: next((plain.index(word) for word in words if word in plain), -1)
        for name, words in COLUMNS.items()
    }
    return {name: place for name, place in found.items() if place >= 0}


def _rows(lines: Sequence[Sequence[str]], places: Mapping[str, int]) -> Read:
    sheets, faults, seen = [], [], dict[str, int]()
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        cells = {name: _cell(line, place) for name, place in places.items()}
        wrong = [*_faults(cells, number, places)]
        first = seen.setdefault(cells["outer_no"], number)
        if cells["outer_no"] and first != number:
            told = _("工单编号与第%(row)s行重复，请删去一行。") % {"row": first}
            wrong.append(Fault(_name(places["outer_no"], number), told))
        faults.extend(wrong)
        if not wrong:
            sheets.append(_sheet(cells, number))
    return Read(tuple(sheets), tuple(faults))


def _cell(line: Sequence[str], place: int) -> str:
    return line[place].strip() if place < len(line) else ""


def _faults(cells: Mapping[str, str], row: int, places: Mapping[str, int]) -> Iterator[Fault]:
    number, words = cells["outer_no"], cells["words"]
    if not number:
        yield Fault(_name(places["outer_no"], row), _("没有工单编号，请补上。"))
    elif len(number) > LONGEST_NUMBER:
        told = _("工单编号太长，最多%(most)s个字符。") % {"most": LONGEST_NUMBER}
        yield Fault(_name(places["outer_no"], row), told)
    elif _looks_rounded(number):
        told = _("工单编号被表格软件改成了科学计数，请把这一列设为文本后重新导出。")
        yield Fault(_name(places["outer_no"], row), told)
    if not words:
        yield Fault(_name(places["words"], row), _("没有诉求内容，请补上。"))
    elif len(words) > LONGEST_WORDS:
        told = _("诉求内容最多%(most)s字，请删减。") % {"most": LONGEST_WORDS}
        yield Fault(_name(places["words"], row), told)
    if cells.get("called_at") and moment(cells["called_at"]) is None:
        told = _("时间看不懂，请写成2026-06-15 09:00。")
        yield Fault(_name(places["called_at"], row), told)


def _looks_rounded(number: str) -> bool:
    head, sign, tail = number.upper().partition("E+")
    return bool(sign) and tail.isdecimal() and head.replace(".", "", 1).isdecimal()


def moment(text: str) -> datetime | None:
    """A time as hotlines write it, of Shanghai."""
    for form in TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    return None


def _sheet(cells: Mapping[str, str], row: int) -> HotlineSheet:
    return HotlineSheet(
        row=row,
        outer_no=cells["outer_no"],
        words=cells["words"],
        place=cells.get("place", "")[:200],
        called_at=moment(cells.get("called_at", "")),
        name=cells.get("name", "")[:50],
        phone=cells.get("phone", "")[:20],
        category=cells.get("category", ""),
        urgent=cells.get("urgent", "") in URGENT,
    )


def _name(place: int, row: int) -> str:
    """A cell's name as spreadsheets say it."""
    letters, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def cell_of(sheet: HotlineSheet, column: str, body: bytes) -> str:
    """The cell of a column in a sheet's row, to name it once more after it was read."""
    headings = next(csv.reader(io.StringIO(_decoded(body))))
    return _name(_places(headings)[column], sheet.row)
