"""Where the table is in a sheet: header rows, what each column means, and what is no data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from linge.files.sheets import Merge, Sheet, Value

from . import sniffing
from .cells import read_date, text_of
from .fields import Column, Fields, header_key

HEADER_AMONG = 20
FEWEST_HEADERS = 3
SAMPLE = 60
TELLING = ("name", "id_number", "sex", "relation", "room", "address")


@dataclass(frozen=True, slots=True)
class Layout:
    first_row: int
    header_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, int]:
        """Field → column index."""
        return {column.field: column.index for column in self.columns if column.field}

    def chosen(self, choices: Mapping[int, str], how: str = "chosen") -> "Layout":
        """The layout after a person, or a remembered profile, said what columns mean."""
        columns = tuple(
            Column(c.index, c.header, choices[c.index], how if choices[c.index] else "")
            if c.index in choices
            else c
            for c in self.columns
        )
        return Layout(self.first_row, self.header_row, columns)


@dataclass(frozen=True, slots=True)
class Header:
    rows: tuple[int, ...]
    labels: tuple[tuple[str, str], ...]
    score: int


def find_layout(
    sheet: Sheet, fields: Fields, *, today: date, header_row: int | None = None
) -> Layout | None:
    """The header among the first rows that names most fields; None when no row names three.

    ``header_row`` is what a person pointed at instead.
    """
    if header_row is not None:
        header = _header(sheet, fields, (header_row,))
    else:
        best = max(_candidates(sheet, fields), key=lambda found: found.score, default=None)
        if best is None or best.score < FEWEST_HEADERS:
            return None
        header = best
    columns = _columns(header, fields)
    sample = [row for number, row in sheet if number > header.rows[-1]][:SAMPLE]
    return Layout(header.rows[0], header.rows[-1], sniffing.complete(columns, sample, today))


def _candidates(sheet: Sheet, fields: Fields) -> Iterable[Header]:
    """Every row near the top as a header, alone first, then with the row below."""
    near = [number for number in sheet.rows if number <= HEADER_AMONG]
    for number in near:
        yield _header(sheet, fields, (number,))
    for number in near:
        yield _header(sheet, fields, (number, number + 1))


def _header(sheet: Sheet, fields: Fields, rows: tuple[int, ...]) -> Header:
    spread = _spread(sheet, rows)
    upper = [spread.get((rows[0], c), "") for c in range(sheet.width)]
    lower = [spread.get((rows[-1], c), "") for c in range(sheet.width)] if rows[1:] else upper
    for column in range(1, sheet.width):
        if rows[1:] and not upper[column] and lower[column] and lower[column - 1]:
            upper[column] = upper[column - 1]
    labels = tuple(zip(upper, lower, strict=True))
    meant = {fields.meant_by(*label) for label in labels} - {""}
    return Header(rows, labels, len(meant))


def _spread(sheet: Sheet, rows: tuple[int, ...]) -> dict[tuple[int, int], str]:
    """The header texts, each merged one repeated over its whole range."""
    texts = {
        (row, column): _label(value)
        for row in rows
        for column, value in enumerate(sheet.rows.get(row, ()))
    }
    for merge in sheet.merges:
        if merge.bottom >= rows[0] and merge.top <= rows[-1]:
            text = _label(sheet.cell(merge.top, merge.left))
            for row in range(max(merge.top, rows[0]), min(merge.bottom, rows[-1]) + 1):
                for column in range(merge.left, min(merge.right, sheet.width) + 1):
                    texts[row, column] = text
    return texts


def _label(value: Value) -> str:
    return "".join(text_of(value).split()) if isinstance(value, str) else ""


def _columns(header: Header, fields: Fields) -> list[Column]:
    columns: list[Column] = []
    taken: set[str] = set()
    for index, (upper, lower) in enumerate(header.labels):
        text = upper if upper == lower or not lower else f"{upper}/{lower}" if upper else lower
        meant = fields.meant_by(upper, lower)
        if meant and meant in taken:
            columns.append(Column(index, text, "", "double"))
        else:
            columns.append(Column(index, text, meant, "header" if meant else ""))
            taken.add(meant)
    return columns


def fingerprint_text(layout: Layout) -> str:
    """The headers as one text, by which a mapping is remembered."""
    return "|".join(header_key(column.header) for column in layout.columns)


@dataclass(slots=True)
class Entry:
    """A row of data: the cells of mapped fields, and for filled-down ones the row they stand in."""

    row: int
    values: dict[str, Value]
    origins: dict[str, int] = field(default_factory=dict)
    hidden: bool = False
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is no data: title, note, example, numbering, repeated header, footer."""

    row: int
    kind: str
    text: str


HOUSEHOLD = ("household_no", "address", "estate", "building", "unit", "room")
HEAD_WORDS = ("户主", "户长", "本户", "02", "2")
_FOOTER = re.compile(
    r"[(（]?(合计|小计|总计|累计|本页|共\d+|制表|填表|填报|审核|负责人|经办人|统计员|盖章|单位[:：(（]"
    r"|日期[:：]|联系人[:：])"
)
_NOTE = re.compile(r"[(（]?(注[:：意]|说明|备注[:：]|填写说明|提示[:：]|要求[:：]|\*+)")
_EXAMPLE = re.compile(r"(示例|样例|例如|例[:：(（])")
_TOLD_ON = re.compile(
    r"(?:填报|填表|制表|统计|截止|采集)(?:日期|时间)?[:：]?\s*([\d年月日.\-/]{6,})"
)
_NUMBER = re.compile(r"[0-9a-fA-F-]{32,36}")
_LONG = 24


@dataclass(slots=True)
class Reading:
    """The data below the header, row by row, apart from what is none; merged blocks filled down.

    ``dropped`` is complete when all rows were taken.
    """

    sheet: Sheet
    layout: Layout
    dropped: list[Dropped] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        sheet, layout = self.sheet, self.layout
        self.dropped[:] = _above(sheet, layout)
        columns = layout.fields
        tops = _tops(sheet.merges, layout)
        wide = {merge.top for merge in sheet.merges if merge.right - merge.left >= 2}
        labels = {c.index: header_key(c.header.split("/")[-1]) for c in layout.columns if c.header}
        above: Entry | None = None
        for number, row in sheet:
            if number <= layout.header_row:
                continue
            if kind := _not_data(number, row, columns, labels, number in wide, layout):
                if kind != "blank":
                    self.dropped.append(Dropped(number, kind, _words(row)))
                continue
            entry = _entry(sheet, number, row, columns, tops)
            if above is not None:
                _inherit(entry, above)
            yield entry
            above = entry

    def told_on(self, today: date) -> date | None:
        """The day the sheet says it was filled in."""
        return _told_on((row.text for row in self.dropped), today)


def _above(sheet: Sheet, layout: Layout) -> list[Dropped]:
    return [
        Dropped(number, "title", _words(row)) for number, row in sheet if number < layout.first_row
    ]


def _words(row: Iterable[Value]) -> str:
    return " ".join(text for value in row if (text := text_of(value)))[:120]


def _tops(merges: Iterable[Merge], layout: Layout) -> dict[tuple[int, int], int]:
    """Cells below the top of a merged block → the row of its top."""
    return {
        (row, merge.left): merge.top
        for merge in merges
        if merge.top > layout.header_row and merge.bottom > merge.top
        for row in range(merge.top + 1, merge.bottom + 1)
    }


def _entry(
    sheet: Sheet,
    number: int,
    row: tuple[Value, ...],
    columns: Mapping[str, int],
    tops: Mapping[tuple[int, int], int],
) -> Entry:
    values: dict[str, Value] = {}
    origins: dict[str, int] = {}
    for name, index in columns.items():
        value = row[index] if index < len(row) else None
        top = tops.get((number, index)) if tops else None
        if top is not None and value is None:
            value = sheet.cell(top, index)
            if value is not None:
                origins[name] = top
        if value is not None:
            values[name] = value
    return Entry(number, values, origins, hidden=number in sheet.hidden)


def _inherit(entry: Entry, above: Entry) -> None:
    """A member written below its head without an address lives where the row above does."""
    relation = text_of(entry.values.get("relation"))
    told = any(name in entry.values for name in (*HOUSEHOLD, "record"))
    if told or not relation or relation in HEAD_WORDS or entry.row != above.row + 1:
        return
    entry.inherited = tuple(name for name in HOUSEHOLD if name in above.values)
    for name in entry.inherited:
        entry.values[name] = above.values[name]
        entry.origins[name] = above.origins.get(name, above.row)


def _not_data(
    number: int,
    row: tuple[Value, ...],
    columns: Mapping[str, int],
    labels: Mapping[int, str],
    wide: bool,
    layout: Layout,
) -> str:
    """Why a row is no data; nothing when it is."""
    filled = [(i, text) for i, value in enumerate(row) if (text := text_of(value))]
    if not filled:
        return "blank"
    first = unicodedata.normalize("NFKC", "".join(filled[0][1].split()))
    if _EXAMPLE.match(first):
        return "example"
    if _repeats_header(filled, labels):
        return "header"
    if number <= layout.header_row + 2 and _is_numbering(filled):
        return "numbering"
    if _below_ours(filled, columns) or (
        _FOOTER.match(first) and _names_nobody(row, columns, filled[0][0])
    ):
        return "footer"
    if len(filled) == 1 and (_NOTE.match(first) or wide or len(first) > _LONG):
        return "note"
    skipped = {columns.get("seq"), columns.get("_result"), columns.get("_reason")}
    return "blank" if all(i in skipped for i, _ in filled) else ""


def _below_ours(filled: list[tuple[int, str]], columns: Mapping[str, int]) -> bool:
    """The sum and the signatures under our own export: words where rows have their number."""
    at, text = filled[0]
    return at == columns.get("record") and len(filled) <= 2 and not _NUMBER.fullmatch(text)


def _repeats_header(filled: list[tuple[int, str]], labels: Mapping[int, str]) -> bool:
    """Whether at least three cells, one of them among the first three, say what stands above."""
    said = (labels.get(i) == header_key(text) for i, text in filled)
    return any(islice(said, FEWEST_HEADERS)) and (
        sum(labels.get(i) == header_key(text) for i, text in filled) >= FEWEST_HEADERS
    )


def _is_numbering(filled: list[tuple[int, str]]) -> bool:
    digits = [re.sub(r"\D", "", text) for _, text in filled]
    bare = all(len(text) <= 4 for _, text in filled)
    steps = [int(d) for d in digits if d]
    return (
        bare
        and len(steps) == len(filled) >= 4
        and steps == list(range(steps[0], steps[0] + len(steps)))
        and steps[0] <= 1
    )


def _names_nobody(row: tuple[Value, ...], columns: Mapping[str, int], first: int) -> bool:
    """A footer has nothing of a person or a home beside the word it begins with, only sums."""
    keys = [columns[name] for name in TELLING if name in columns]
    return all(i == first or i >= len(row) or not isinstance(row[i], str) for i in keys)


def _told_on(texts: Iterable[str], today: date) -> date | None:
    for text in texts:
        if found := _TOLD_ON.search(unicodedata.normalize("NFKC", text)):
            read = read_date(found[1], today=today)
            if read.value and read.value <= today:
                return read.value
    return None
