"""Open a file by what it contains, not by what it is called."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Protocol

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .cells import Merge, Row, Sheet, Value, from_serial, number_of, trimmed
from .limits import MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows
from .markup import HtmlBook, looks_like_html
from .safety import broken, check_size, locked, refused
from .text import TextBook
from .xlsx import XlsxBook

__all__ = ["ACCEPTED", "MOST_COLUMNS", "MOST_ROWS", "Book", "from_serial", "open_book"]

ACCEPTED = (".xlsx", ".xls", ".csv")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Book(Protocol):
    """An opened file: the sheets people see, and how to read one."""

    kind: str
    date1904: bool

    @property
    def sheets(self) -> dict[str, str]: ...

    def read(self, name: str, *, rows: int | None = None) -> Sheet: ...


def open_book(data: bytes, filename: str) -> Book:
    """Open xlsx, xls, csv, or HTML saved as xls; refuse anything else in one sentence."""
    check_size(data)
    ending = PurePath(filename).suffix.lower()
    if ending not in (*ACCEPTED, ".txt", ".tsv"):
        raise refused("kind", _("请上传.xlsx、.xls或.csv文件。"))
    if data.startswith(_OLE):
        return _old_excel(data, ending)
    if data.startswith(_ZIP):
        if ending != ".xlsx":
            raise _wrong_name(ending, ".xlsx")
        return XlsxBook(data)
    if ending == ".xlsx":
        raise broken()
    if looks_like_html(data):
        return HtmlBook(data)
    return TextBook(data)


def _old_excel(data: bytes, ending: str) -> Book:
    if _LOCKED in data:
        raise locked()
    if ending != ".xls":
        raise _wrong_name(ending, ".xls")
    return XlsBook(data)


def _wrong_name(ending: str, content: str) -> Exception:
    return refused(
        "wrong_name",
        _("文件名是%(name)s，内容却是%(content)s格式，请在Excel中另存为.xlsx后再上传。"),
        name=ending,
        content=content,
    )


@contextmanager
def _calamine_answers() -> Iterator[None]:
    """Its faults, and its panics over damaged files, as one sentence."""
    try:
        yield
    except PasswordError as fault:
        raise locked() from fault
    except BaseException as fault:
        if not isinstance(fault, CalamineError) and type(fault).__name__ != "PanicException":
            raise
        raise broken() from fault


class XlsBook:
    """A workbook of the old binary kind, read by calamine. Error values read as blanks there."""

    kind = "xls"
    date1904 = False

    def __init__(self, data: bytes) -> None:
        with _calamine_answers():
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = SheetVisibleEnum.Visible
        shown = [sheet.name for sheet in self._book.sheets_metadata if sheet.visible == visible]
        self.sheets = {name: name for name in shown}

    def read(self, name: str, *, rows: int | None = None) -> Sheet:
        with _calamine_answers():
            sheet = self._book.get_sheet_by_name(name)
        if sheet.total_width > MOST_COLUMNS:
            raise too_many_columns()
        if sheet.total_height > MOST_ROWS:
            raise too_many_rows()
        kept: dict[int, Row] = {}
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False, nrows=rows), start=1):
            if values := trimmed([_value(cell) for cell in cells]):
                kept[number] = values
        merges = tuple(
            Merge(top + 1, left, bottom + 1, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        width = max((len(row) for row in kept.values()), default=0)
        return Sheet(name, kept, merges, width=width)


def _value(cell: object) -> Value:
    if cell == "":
        return None
    if isinstance(cell, float):
        return number_of(repr(cell))
    return cell  # type: ignore[return-value]  # calamine's values are ours, but for durations
