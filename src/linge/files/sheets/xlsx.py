"""Read xlsx part by part, without building a tree.

Our own reader, because fast ones lose what an importer must tell: error values come back as blanks
there, 29 February 1900 and negative days as real dates, hidden rows as if they were shown.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, Any

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .cells import CellError, Merge, Sheet, Value, column_number, from_serial, number_of, time_of
from .limits import MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows
from .safety import damage_told, open_archive, refused, safe_parser

_PART = 2**18
_LETTERS = re.compile(r"[A-Z]+")
_DIGITS = "0123456789"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_LONGEST_TAG = 300
_REPEATED = 256
"""How many values of a column are remembered, so that equal ones are kept once."""
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_DAY_FORMATS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_TIME_FORMATS = {*range(18, 22), *range(32, 36), *range(45, 48)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


class _EnoughError(Exception):
    """Enough rows were read."""


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1]


class _Names(dict[str, str]):
    """Tags without their namespace, each worked out once."""

    def __missing__(self, tag: str) -> str:
        self[tag] = local = _local(tag)
        return local


class _Columns(dict[str, int]):
    """Column letters as numbers; -1 for what is no column."""

    def __missing__(self, letters: str) -> int:
        found = column_number(letters) if _LETTERS.fullmatch(letters) else -1
        self[letters] = found
        return found


class XlsxBook:
    """A workbook of the Office Open XML kind."""

    kind = "xlsx"

    def __init__(self, data: bytes) -> None:
        self.archive = open_archive(data)
        if "xl/workbook.xml" not in self.archive.namelist():
            raise refused("not_a_workbook", _("这不是Excel工作簿，请上传.xlsx、.xls或.csv文件。"))
        with damage_told():
            self._book = self._tree("xl/workbook.xml")
            self.sheets = self._shown_sheets()
        self.date1904 = any(
            _local(node.tag) == "workbookPr" and node.get("date1904") in ("1", "true")
            for node in self._book
        )

    def _tree(self, part: str) -> Any:
        return fromstring(self.archive.read(part), forbid_dtd=True)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Relation id → part name."""
        relations = self._tree("xl/_rels/workbook.xml.rels")
        return {node.get("Id"): _part_name(node.get("Target")) for node in relations}

    def _shown_sheets(self) -> dict[str, str]:
        """Name → part of the sheets people see."""
        shown = {}
        for node in self._book.iter():
            if _local(node.tag) == "sheet" and node.get("state") in (None, "visible"):
                relation = next((v for k, v in node.items() if k.endswith("}id")), "")
                if self._parts.get(relation) in self.archive.namelist():
                    shown[node.get("name", "")] = self._parts[relation]
        return shown

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings, without the readings printed above Han characters."""
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return []
        reader = _Strings()
        with self.archive.open("xl/sharedStrings.xml") as part:
            _feed(part, reader.start, reader.end, reader.text)
        return reader.strings

    @cached_property
    def formats(self) -> list[str]:
        """For each cell style: ``day``, ``time`` or nothing."""
        if "xl/styles.xml" not in self.archive.namelist():
            return []
        own: dict[str, str] = {}
        kinds: list[str] = []
        for node in self._tree("xl/styles.xml"):
            for child in node:
                if _local(node.tag) == "numFmts":
                    own[child.get("numFmtId", "")] = child.get("formatCode", "")
                elif _local(node.tag) == "cellXfs":
                    kinds.append(format_kind(child.get("numFmtId", "0"), own))
        return kinds

    def read(self, name: str, *, rows: int | None = None) -> Sheet:
        """One sheet, or its first rows with all merged ranges."""
        with damage_told():
            reader = _Cells(self.strings, self.formats, self.date1904, rows)
            with self.archive.open(self.sheets[name]) as part:
                try:
                    _feed(part, reader.start, reader.end, reader.text)
                except _EnoughError:
                    reader.merges.extend(_merges_below(part))
        width = max((len(row) for row in reader.rows.values()), default=0)
        merges, hidden = tuple(reader.merges), frozenset(reader.hidden)
        return Sheet(name, reader.rows, merges, hidden, self.date1904, width)


def _part_name(target: str | None) -> str:
    name = (target or "").lstrip("/")
    return name if name.startswith("xl/") else f"xl/{name}"


def format_kind(number: str, own: dict[str, str]) -> str:
    """Whether a number format shows a day or a time, from its number or its code."""
    if number not in own:
        known = int(number) if number.isdigit() else 0
        return "day" if known in _DAY_FORMATS else "time" if known in _TIME_FORMATS else ""
    code = _NOT_FORMAT.sub("", own[number].split(";")[0]).lower()
    if re.search(r"[yd]|e(?![+-])|年|日", code):
        return "day"
    return "time" if re.search("[hs]", code) else "day" if "m" in code else ""


def _feed(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = safe_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    for piece in _pieces(part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(_PART):
        yield piece


def _merges_below(part: IO[bytes]) -> Iterator[Merge]:
    """The merged ranges, which stand below all rows, without looking at the cells."""
    rest = b""
    for piece in _pieces(part):
        whole = rest + piece
        for found in _MERGED.finditer(whole):
            yield from merge_of(found[1].decode())
        rest = whole[-_LONGEST_TAG:].rpartition(b">")[2]


def merge_of(ref: str) -> Iterator[Merge]:
    """The range ``A1:B3``; nothing when it is none."""
    if ends := _RANGE.fullmatch(ref):
        left, top, right, bottom = ends.groups()
        yield Merge(int(top), column_number(left), int(bottom), column_number(right))


class _Strings:
    def __init__(self) -> None:
        self.strings: list[str] = []
        self._texts: list[str] = []
        self._reading = self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "t":
            self._reading = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True

    def end(self, tag: str) -> None:
        tag = _local(tag)
        if tag == "t":
            self._reading = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self.strings.append("".join(self._texts))
            self._texts = []

    def text(self, data: str) -> None:
        if self._reading:
            self._texts.append(data)


@dataclass
class _Cells:
    """Collects the cells of a sheet as the parser meets them."""

    strings: list[str]
    formats: list[str]
    date1904: bool
    most: int | None = None
    rows: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    _row: int = 0
    _column: int = -1
    _kind: str = ""
    _style: str = ""
    _values: list[Value] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _reading: bool = False
    _names: _Names = field(default_factory=_Names)
    _columns: _Columns = field(default_factory=_Columns)
    _seen: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = self._names[tag]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._reading = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._kind = "phonetic"
        elif tag == "mergeCell":
            self.merges.extend(merge_of(attributes.get("ref", "")))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        self._column = -1
        self._values = []
        if attributes.get("hidden") in ("1", "true"):
            self.hidden.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = self._columns[attributes.get("r", "").rstrip(_DIGITS)]
        self._column = place if place >= 0 else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._texts = []

    def text(self, data: str) -> None:
        if self._reading:
            self._texts.append(data)

    def end(self, tag: str) -> None:
        tag = self._names[tag]
        if tag == "c":
            if self._texts:
                self._keep(self._value("".join(self._texts)))
        elif tag in ("v", "t"):
            self._reading = False
        elif tag == "row":
            self._end_row()

    def _keep(self, value: Value) -> None:
        if value is None or value == "":
            return
        if self._column >= MOST_COLUMNS:
            raise too_many_columns()
        if self._column > len(self._values):
            self._values.extend([None] * (self._column - len(self._values)))
        self._values.append(value)

    def _once(self, text: str) -> str:
        """The same object for equal words of a column: a register says 汉族 in every row."""
        seen = self._seen[self._column]
        if (known := seen.get(text)) is not None:
            return known
        if len(seen) < _REPEATED:
            seen[text] = text
        return text

    def _end_row(self) -> None:
        if self._values:
            if len(self.rows) >= MOST_ROWS:
                raise too_many_rows()
            self.rows[self._row] = tuple(self._values)
        if self.most is not None and self._row >= self.most:
            raise _EnoughError

    def _value(self, raw: str) -> Value:
        match self._kind:
            case "s":
                position = int(raw) if raw.isdigit() else -1
                return self.strings[position] if 0 <= position < len(self.strings) else None
            case "str" | "inlineStr":
                return self._once(raw)
            case "b":
                return raw == "1"
            case "e":
                return CellError(raw)
            case "d":
                return raw
        return self._number(raw)

    def _number(self, raw: str) -> Value:
        try:
            value = number_of(raw)
        except (ValueError, OverflowError):
            return CellError(raw)
        style = int(self._style) if self._style.isdigit() else -1
        shown_as = self.formats[style] if 0 <= style < len(self.formats) else ""
        if shown_as == "day":
            return from_serial(value, date1904=self.date1904)
        return time_of(value) if shown_as == "time" else value
