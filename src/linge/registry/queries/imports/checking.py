"""A workbook read and judged against the register; nothing is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from linge.files.sheets import Book, Sheet, open_book
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from ... import codes, columns
from ...rules.importing.findings import Finding, Severity
from ...rules.importing.judging import Judged, World
from ...rules.importing.layout import Layout, Reading, find_layout
from ...rules.importing.matching import Decision
from ...rules.importing.states import RowOutcome
from .checks import Check, check_of
from .parties import COLUMNS as PARTIES

CHUNK = 1_000
OURS = {"held", "dwelling", "new_door", "id_written", "building_pk", *PARTIES}
PREVIEW_ROWS = 40


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook whose table was found, or not: then ``layout`` is None and a person is asked."""

    sheet: Sheet
    layout: Layout | None
    kind: str


class CheckedSheet:
    """Every row with what there is to say about it and what it would do; taken once, in chunks.

    Rows wait packed, so that a sheet of two hundred thousand rows needs little room. ``counts`` are
    complete when all rows were taken.
    """

    def __init__(self, sheet: Sheet, layout: Layout, check: Check) -> None:
        self.sheet_name, self.layout, self._check = sheet.name, layout, check
        reading = Reading(sheet, layout)
        self._waiting = [check.see(entry).packed for entry in reading]
        self.dropped, self.told_on = tuple(reading.dropped), reading.told_on(clock.today())
        self.total = len(self._waiting)
        self.found: Counter[str] = Counter()
        check.settle()

    def __iter__(self) -> Iterator[tuple[Judged, Decision]]:
        told_on = self.told_on.isoformat() if self.told_on else ""
        self._waiting.reverse()
        while self._waiting:
            part = self._waiting[: -CHUNK - 1 : -1]
            del self._waiting[-CHUNK:]
            rows = [Judged.unpacked(one) for one in part]
            for row, decision in self._check.decide(rows, told_on):
                self.found[decision.outcome] += 1
                yield row, decision

    @property
    def counts(self) -> dict[str, int]:
        return {str(outcome): self.found[outcome] for outcome in RowOutcome} | {"total": self.total}


def read_workbook(
    data: bytes,
    filename: str,
    subject: str,
    *,
    sheet: str = "",
    header_row: int | None = None,
    rows: int | None = None,
) -> ReadWorkbook:
    """Open a file and find its table: in the sheet named, else in the one that fits best.

    ``rows`` is how many of the first are wanted; all of them, when it is not told.
    """
    book = open_book(data, filename)
    if not book.sheets:
        raise Refused("files.empty", str(_("这个文件里没有可见的工作表，请检查后重新上传。")))
    name = sheet if sheet in book.sheets else _best_sheet(book, subject)
    read = book.read(name, rows=rows)
    if not read.rows:
        raise Refused("files.empty", str(_("这个文件是空的，请检查后重新上传。")))
    layout = find_layout(read, columns.fields(subject), today=clock.today(), header_row=header_row)
    return ReadWorkbook(read, layout, book.kind)


def _best_sheet(book: Book, subject: str) -> str:
    """The sheet whose top names most fields; the first when none does."""
    if len(book.sheets) == 1:
        return next(iter(book.sheets))

    def score(name: str) -> int:
        top = book.read(name, rows=PREVIEW_ROWS)
        layout = find_layout(top, columns.fields(subject), today=clock.today())
        return len(layout.fields) if layout else 0

    return max(book.sheets, key=score)


def check_sheet(sheet: Sheet, layout: Layout, community: Region, subject: str) -> CheckedSheet:
    """Judge every row, alone and together, ready to say what each would do to the register."""
    return CheckedSheet(sheet, layout, check_of(subject, layout.fields, community, world(sheet)))


def world(sheet: Sheet | None = None) -> World:
    """What judging needs to know of today."""
    return World(
        today=clock.today(),
        areas=codes.areas(),
        codebooks=columns.codebooks(),
        demo=settings.DEMO_IDENTITIES,
        date1904=sheet.date1904 if sheet else False,
    )


def finding_json(finding: Finding) -> dict[str, str]:
    return {"cell": finding.cell, "code": finding.code, "message": finding.message}


def head_json(checked: CheckedSheet) -> dict[str, Any]:
    """What the answer of the command line says before the rows."""
    return {
        "sheet": checked.sheet_name,
        "header_row": checked.layout.header_row,
        "columns": [
            {"index": c.index, "header": c.header, "field": c.field, "how": c.how}
            for c in checked.layout.columns
        ],
        "dropped": [{"row": d.row, "kind": d.kind, "text": d.text} for d in checked.dropped],
    }


def row_json(row: Judged, outcome: str) -> dict[str, Any]:
    said: Mapping[Severity, Sequence[Finding]] = {
        severity: [f for f in row.findings if f.severity is severity] for severity in Severity
    }
    return {
        "row": row.row,
        "outcome": outcome,
        "errors": [finding_json(f) for f in said[Severity.ERROR]],
        "warnings": [finding_json(f) for f in said[Severity.WARNING]],
        "notices": [finding_json(f) for f in said[Severity.NOTICE]],
        "values": told_values(row.values),
    }


def told_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values a row told, without our own row numbers."""
    return {
        name: value
        for name, value in values.items()
        if name not in OURS and not name.endswith("_id_kind") and value != ""
    }
