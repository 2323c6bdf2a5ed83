"""A workbook read and judged against the register; nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
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
from ...rules.importing.homes import HomesJudge, judge_doors
from ...rules.importing.households import judge_households, judge_repeats
from ...rules.importing.judging import Judged, World
from ...rules.importing.layout import Layout, Reading, find_layout, read_rows
from ...rules.importing.matching import Decision, Matcher, decide_home
from ...rules.importing.people import PeopleJudge
from ...rules.importing.places import Homes
from ...rules.importing.states import RowOutcome
from .register import dwellings_held, homes_of, register_for

PREVIEW_ROWS = 40


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook whose table was found, or not: then ``layout`` is None and a person is asked."""

    sheet: Sheet
    layout: Layout | None
    kind: str


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """Every row with what there is to say about it and what it would do."""

    sheet: Sheet
    layout: Layout
    reading: Reading
    rows: tuple[tuple[Judged, Decision], ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(str(decision.outcome) for _row, decision in self.rows)
        return {str(outcome): found[str(outcome)] for outcome in RowOutcome} | {
            "total": len(self.rows)
        }


def read_workbook(
    data: bytes,
    filename: str,
    subject: str,
    *,
    sheet: str = "",
    header_row: int | None = None,
) -> ReadWorkbook:
    """Open a file and find its table: in the sheet named, else in the one that fits best."""
    book = open_book(data, filename)
    if not book.sheets:
        raise Refused("files.empty", str(_("这个文件里没有可见的工作表，请检查后重新上传。")))
    name = sheet if sheet in book.sheets else _best_sheet(book, subject)
    read = book.read(name)
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
    """Judge every row, alone and together, and say what each would do to the register."""
    reading = read_rows(sheet, layout, today=clock.today())
    homes = homes_of(community)
    check = _check_people if subject == "residents" else _check_homes
    rows = check(sheet, layout, reading, community, homes)
    return CheckedSheet(sheet, layout, reading, tuple(rows))


def world(sheet: Sheet | None = None) -> World:
    """What judging needs to know of today."""
    return World(
        today=clock.today(),
        areas=codes.areas(),
        codebooks=columns.codebooks(),
        demo=settings.DEMO_IDENTITIES,
        date1904=sheet.date1904 if sheet else False,
    )


def _check_people(
    sheet: Sheet, layout: Layout, reading: Reading, community: Region, homes: Homes
) -> list[tuple[Judged, Decision]]:
    judge = PeopleJudge(columns.fields("residents"), layout.fields, world(sheet), homes=homes)
    rows = [judge.judge(entry) for entry in reading.entries]
    judge_repeats(rows, layout.fields)
    register = register_for(rows, community)
    judge_households(rows, layout.fields, headed=frozenset(register.heads), today=clock.today())
    told_on = reading.told_on.isoformat() if reading.told_on else ""
    matcher = Matcher(register, layout.fields, codes.match_scale(), told_on)
    return [(row, matcher.decide(row)) for row in rows]


def _check_homes(
    sheet: Sheet, layout: Layout, reading: Reading, community: Region, homes: Homes
) -> list[tuple[Judged, Decision]]:
    judge = HomesJudge(columns.fields("dwellings"), layout.fields, world(sheet), homes=homes)
    rows = [judge.judge(entry) for entry in reading.entries]
    judge_doors(rows, layout.fields.get("room", layout.fields.get("address")))
    for row in rows:
        _plate(row, homes, layout.fields)
    held = dwellings_held({row.values["dwelling"] for row in rows if "dwelling" in row.values})
    return [
        (row, decide_home(row, held.get(row.values.get("dwelling", 0)), layout.fields))
        for row in rows
    ]


def _plate(row: Judged, homes: Homes, fields: Mapping[str, int]) -> None:
    """A second spelling that means another home already is wrong."""
    plate = row.values.get("plate", "")
    meant = homes.named(plate) if plate else None
    if meant is not None and meant != row.values.get("dwelling"):
        row.findings.append(Finding("plate_taken", row.row, fields.get("plate"), "plate"))


def finding_json(finding: Finding) -> dict[str, str]:
    return {"cell": finding.cell, "code": finding.code, "message": finding.message}


def to_json(checked: CheckedSheet) -> dict[str, Any]:
    """The answer of the command line: rows with spreadsheet numbers, outcomes, values, counts."""
    return {
        "sheet": checked.sheet.name,
        "header_row": checked.layout.header_row,
        "columns": [
            {"index": c.index, "header": c.header, "field": c.field, "how": c.how}
            for c in checked.layout.columns
        ],
        "rows": [row_json(row, str(decision.outcome)) for row, decision in checked.rows],
        "dropped": [
            {"row": d.row, "kind": d.kind, "text": d.text} for d in checked.reading.dropped
        ],
        "counts": checked.counts,
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
        if name not in ("dwelling", "new_door", "shared", "id_written") and value != ""
    }
