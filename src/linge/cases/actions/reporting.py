"""Report (上报): the one move that has no case before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from linge.files.models import StoredFile
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.events import publish
from linge.kernel.idempotency import once
from linge.territory import queries as territory
from linge.territory.models import Building, Grid, Region

from .. import events, permissions, rules
from ..models import Case, CaseCounter, CaseStep, Category
from ..queries.workflows import workflow_now, workflow_of
from ..rules import PhotoPhase, State
from .clocks import travel, wind
from .moving import plain, write_step
from .photos import attach
from .segments import Winding

CODE = "cases.code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody reports: what, where, who. Only community, source, a place and one of words or
    photos are needed."""

    community: Region
    source: str
    words: str = ""
    photos: Sequence[StoredFile] = ()
    category: Category | None = None
    urgent: bool = False
    building: Building | None = None
    lon: float | None = None
    lat: float | None = None
    place_text: str = ""
    place_unknown: bool = False
    reporter_name: str = ""
    reporter_phone: str = ""
    anonymous: bool = False
    outer_no: str | None = None
    client_id: UUID | None = None
    device_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A case that was just reported, with the code that only the reporter gets to see."""

    case: Case
    code: str


@transaction.atomic
def report_case(report: Report, *, by: Actor, request_id: UUID | None = None) -> Reported:
    """Make a report into a case (上报), number it and start its clocks.

    Sent again under its ``request_id`` or ``client_id`` it answers with the same case and code.
    Refuses with ``cases.no_place``, ``cases.empty_report`` and ``cases.words_too_long``; keeps a
    report whose point lies in no grid or whose phone had the wrong time.
    """
    report = _readable(report)
    grid = _grid_of(report)
    permissions.require_any(
        by, (permissions.REPORT,), permissions.place_facts(report.community, grid, by)
    )
    _check(report)
    code = _code_of(report, request_id)
    payload = {name: plain(getattr(report, name)) for name in Report.__slots__}

    def deed() -> dict[str, Any]:
        return {"case": _case_of(report, grid, code, by).pk}

    answer, _replayed = once(by, request_id, payload, deed)
    return Reported(Case.objects.get(pk=answer["case"]), code)


def _readable(report: Report) -> Report:
    """The report with clean words and either a whole point or none."""
    spot = rules.point(report.lon, report.lat)
    return replace(
        report,
        words=rules.clean_words(report.words, report.source),
        place_text=report.place_text.strip(),
        lon=spot[0] if spot else None,
        lat=spot[1] if spot else None,
    )


def _check(report: Report) -> None:
    if not (report.building or report.place_text or report.place_unknown or report.lon is not None):
        raise rules.refusal("no_place", "place_text")
    if not (report.words or report.photos):
        raise rules.refusal("empty_report", "words")


def _grid_of(report: Report) -> Grid | None:
    """The grid of the building, else of the point; none where no grid lies."""
    if report.building is not None:
        return report.building.grid
    if report.lon is None or report.lat is None:
        return None
    return territory.grid_of_point(report.community, report.lon, report.lat)


def _code_of(report: Report, request_id: UUID | None) -> str:
    """The code of a report follows from its id and our key, so a retry shows the same one."""
    seed = report.client_id or request_id or uuid4()
    return rules.code_from(bytes.fromhex(crypto.keyed_hash(f"{CODE}.new", str(seed))))


def _case_of(report: Report, grid: Grid | None, code: str, by: Actor) -> Case:
    known = Case.objects.filter(client_id=report.client_id).first() if report.client_id else None
    if known is None:
        return _open_case(report, grid, code, by)
    if known.reporter_user_id != by.user_id:
        raise rules.refusal("request_reused")
    return known


def _open_case(report: Report, grid: Grid | None, code: str, by: Actor) -> Case:
    if report.outer_no and _known_sheet(report).exists():
        raise rules.refusal("already_here", "outer_no")
    at = now()
    time = rules.report_time(report.device_at, at)
    case = Case(
        number=_next_number(report.community),
        community=report.community,
        path=report.building.path if report.building else report.community.path,
        grid=grid,
        code_index=crypto.keyed_hash(CODE, code),
        workflow=workflow_now(report.community.path, at),
        state=State.REPORTED,
        seq=1,
        urgent=report.urgent and by.kind == "staff",
        reporter_user_id=_reporter(report, by),
        device_clock_off=time.clock_off,
        reported_at=time.began_at,
        moved_at=at,
        **{name: getattr(report, name) for name in SAME},
    )
    case.save(force_insert=True)
    step = write_step(case, "report", by=by, at=at, before="", device_at=report.device_at)
    attach(step, PhotoPhase.BEFORE, report.photos)
    _start_clocks(case, step, at)
    publish(events.CaseReported(case.pk, step.pk))
    return case


def _known_sheet(report: Report) -> QuerySet[Case]:
    return Case.objects.filter(source=report.source, outer_no=report.outer_no)


SAME = (
    "source",
    "words",
    "category",
    "building",
    "lon",
    "lat",
    "place_text",
    "place_unknown",
    "reporter_name",
    "reporter_phone",
    "anonymous",
    "outer_no",
    "client_id",
    "device_at",
)


def _start_clocks(case: Case, step: CaseStep, at: datetime) -> None:
    """The resident waits since the report was made, we work on it since it reached us."""
    workflow = workflow_of(case)
    calendar = territory.workdays(case.community)
    winding = Winding(case, step, workflow, calendar, at, began_at=case.reported_at)
    if case.reported_at < at:
        travel(winding, case.reported_at)
    wind(winding, workflow.moves["report"].clocks)


def _reporter(report: Report, by: Actor) -> int | None:
    """Whoever reports for themselves; a clerk who writes down a call is not the reporter."""
    for_another = report.reporter_name or report.reporter_phone
    return by.user_id if by.kind == "resident" or not for_another else None


def _next_number(community: Region) -> str:
    """The next number of the day; counted by the database, so two reports never share one."""
    day = today()
    counter, _new = CaseCounter.objects.get_or_create(community=community, day=day)
    CaseCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return rules.case_number(community.code, day, counter.last)
