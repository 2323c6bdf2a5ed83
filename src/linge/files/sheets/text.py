"""Delimited text: its encoding, its separator, its rows."""

import csv
import io
import re

from django.utils.translation import gettext as _

from .cells import Row, Sheet, Value, trimmed
from .limits import MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows
from .safety import refused

SEPARATORS = ",\t;|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_LONGEST_CELL = 131_072


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, with or without a mark in front."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if encoding := _wide_without_mark(data):
        return _decode(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "gb18030")


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 shows itself by zeros at every second place of its Latin signs."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise refused(
            "encoding",
            _("无法识别文件的文字编码（第%(line)s行附近），请在Excel中另存为“CSV UTF-8”后再上传。"),
            line=line,
        ) from fault


def separator_of(text: str) -> str:
    """The separator that splits the first lines most evenly; a comma when none does."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:30]]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign])


class TextBook:
    """A file of separated values: one sheet, every cell text."""

    kind = "csv"
    date1904 = False

    def __init__(self, data: bytes, name: str = "CSV") -> None:
        text = decoded(data).lstrip("\ufeff")
        if "\0" in text:
            raise refused("binary", _("这不是表格文件，请上传.xlsx、.xls或.csv文件。"))
        told = _SEPARATOR_LINE.match(text)
        self._text = text[told.end() :] if told else text
        self._separator = told[1] if told else separator_of(text)
        self.sheets = {name: name}

    def read(self, name: str, *, rows: int | None = None) -> Sheet:
        kept: dict[int, Row] = {}
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._separator)
        try:
            for number, cells in enumerate(reader, start=1):
                if rows is not None and number > rows:
                    break
                if values := trimmed([_unwrapped(cell) for cell in cells]):
                    kept[number] = values
                    _measure(values, kept)
        except csv.Error as fault:
            raise refused("broken", _("CSV文件的引号不成对，请用Excel另存后再上传。")) from fault
        return Sheet(name, kept, width=max((len(row) for row in kept.values()), default=0))


def _measure(values: Row, kept: dict[int, Row]) -> None:
    if len(values) > MOST_COLUMNS:
        raise too_many_columns()
    if len(kept) > MOST_ROWS:
        raise too_many_rows()


def _unwrapped(cell: str) -> Value:
    """The text of ``="0012"``, by which exports keep a number's zeros."""
    wrapped = _FORMULA_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return (wrapped[1] if wrapped else cell) or None
