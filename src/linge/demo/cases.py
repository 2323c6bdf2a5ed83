"""A year of cases: who reported what and where, how it went, and what waits today.

Written straight into the tables of `cases`, by the same rules, clocks and calendar as its actions.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random
from uuid import NAMESPACE_URL, uuid5

from linge.accounts.models import User
from linge.cases import rules
from linge.cases.actions.reporting import CODE
from linge.cases.models import (
    Assignment,
    Case,
    CaseCounter,
    CaseStep,
    CaseWorkflow,
    ClockSegment,
    Contact,
    Due,
    Evaluation,
    Standard,
)
from linge.cases.rules import Source
from linge.kernel import crypto
from linge.kernel.clock import SHANGHAI
from linge.kernel.worktime import Workdays, work_before
from linge.registry.actions.pouring import pour_rows
from linge.territory import queries as territory
from linge.territory.models import Building

from . import lives
from .cast import Cast
from .lives import Life, Staff
from .people import Crowd
from .places import Community
from .words import case_words

MONTHS = timedelta(days=358)
SOURCES = {
    Source.PATROL: 38,
    Source.PORTAL: 27,
    Source.HOTLINE: 15,
    Source.DESK: 10,
    Source.VISIT: 10,
}
OFTEN = {"0101": 12, "0102": 7, "0602": 9, "0104": 6, "0201": 6, "0301": 7, "0302": 7, "0402": 6,
         "0601": 6, "0901": 6, "0501": 4, "0203": 4, "0702": 0.4, "0802": 0.5}  # fmt: skip
SELDOM = 2.0
FOR_POLICE = "0801"
LATE = 0.12
FIRST_CLERKS = {"xingfuli": "陈静", "guizishan": "秦芬"}
DISPATCHERS = {"xingfuli": ("孙悦", "钱进"), "guizishan": ("段鹏",)}
WAITING = (  # what lies in the queues today: the last move, small category, working hours ago
    ("report", "0201", 1), ("report", "0101", 1), ("report", "0602", 5), ("report", "0902", 2),
    ("ask_confirm", "0203", 2), ("ask_confirm", "0304", 9),
    ("accept", "0201", 1), ("accept", "0104", 1), ("accept", "0205", 6),
    ("dispatch", "0201", 1), ("dispatch", "0202", 7), ("dispatch", "0101", 2),
    ("sign", "0201", 9), ("sign", "0201", 24), ("sign", "0404", 20), ("sign", "0301", 6),
    ("handle", "0201", 2), ("handle", "0102", 2), ("handle", "0203", 11),
    ("verify", "0105", 1), ("verify", "0205", 1), ("verify", "0401", 8),
)  # fmt: skip


@dataclass
class Year:
    """What all cases of a community share."""

    community: Community
    cast: Cast
    crowd: Crowd
    standards: dict[str, list[Standard]]
    workflow_row: CaseWorkflow
    workflow: rules.Workflow
    calendar: Workdays
    workers: dict[int, list[User]]
    end: datetime
    rng: Random

    @property
    def buildings(self) -> list[Building]:
        return self.community.buildings


def live_a_year(
    community: Community,
    cast: Cast,
    crowd: Crowd,
    workers: dict[int, list[User]],
    end: datetime,
    rng: Random,
) -> list[Life]:
    """The cases of twelve months until ``end``, and those that wait in the queues today."""
    year = _year(community, cast, crowd, workers, end, rng)
    waiting, grids = (WAITING, (3, 4)) if community.slug == "xingfuli" else (WAITING[::3], (1, 1))
    count = community.size.cases - len(waiting)
    moments = sorted(_moments(count, end, rng))
    lived = [_past(year, at, place) for place, at in enumerate(moments)]
    for place, (last, category, hours) in enumerate(waiting):
        grid = grids[place % 3 == 0]
        lived.append(_waiting(year, last, category, hours, count + place, grid))
    _number(community, lived)
    _write(community, lived)
    return lived


def _year(
    community: Community,
    cast: Cast,
    crowd: Crowd,
    workers: dict[int, list[User]],
    end: datetime,
    rng: Random,
) -> Year:
    standards: dict[str, list[Standard]] = {}
    for standard in Standard.objects.filter(until__isnull=True).select_related("category"):
        standards.setdefault(standard.category.code, []).append(standard)
    row = CaseWorkflow.objects.get(number=1, region=None)
    calendar = territory.workdays(community.region)
    workflow = rules.read_workflow(row.moves)
    return Year(
        community, cast, crowd, standards, row, workflow, calendar, workers, end, rng
    )  # fmt: skip


def _moments(count: int, end: datetime, rng: Random) -> Iterable[datetime]:
    """When people report: mostly by day, on weekdays twice as often."""
    first = (end - MONTHS).date()
    days = [first + timedelta(days=place) for place in range((end.date() - first).days)]
    weights = [2 if day.weekday() < 5 else 1 for day in days]
    hours, often = range(6, 23), (1, 3, 6, 8, 8, 6, 4, 4, 6, 7, 7, 6, 5, 5, 4, 2, 1)
    for day in rng.choices(days, weights, k=count):
        at = time(rng.choices(hours, often)[0], rng.randrange(60), rng.randrange(60))
        yield datetime.combine(day, at, SHANGHAI)


def _past(year: Year, at: datetime, place: int) -> Life:
    codes = sorted(year.standards)
    code = year.rng.choices(codes, [OFTEN.get(code, SELDOM) for code in codes])[0]
    standard = year.rng.choice(year.standards[code])
    source = year.rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    life = _report(year, standard, source, at, place)
    return life.live(_course(life))


def _course(life: Life) -> Callable[[Life], None]:
    """How this case goes: some are settled at once, refused, taken back or handed on."""
    chance, category = life.rng.random(), life.standard.category
    if category.code == FOR_POLICE:
        return lives.for_the_police
    if category.self_handle and life.case.source == Source.PATROL and chance < 0.5:
        return lives.settled_on_the_spot
    if life.case.source in rules.FROM_RESIDENTS and chance < 0.07:
        return lives.refused
    if life.case.source == Source.PORTAL and chance < 0.11:
        return lives.taken_back
    return lives.ordinary


def _waiting(year: Year, last: str, category: str, hours: int, place: int, grid: int) -> Life:
    """A case that stands in a queue today: its last move lies some working hours back."""
    before = work_before(year.end, timedelta(hours=hours), year.calendar)
    standard = year.standards[category][0]
    source = Source.PATROL if last in ("accept", "verify") else Source.PORTAL
    life = _report(year, standard, source, before, place, grid=grid, hold=last)
    return life.live(lives.confirmed if last == "ask_confirm" else lives.ordinary)


def _report(
    year: Year,
    standard: Standard,
    source: str,
    at: datetime,
    place: int,
    *,
    grid: int = 0,
    hold: str = "",
) -> Life:
    """The report itself: the place, the words, the person."""
    rng = year.rng
    case = _case(year, source, at, place, _spot(year, grid))
    words, answer = rng.choice(case_words()[standard.category.code])
    case.words = words.format(place=case.place_text)
    grid_workers = year.workers[case.grid_id]
    workers = grid_workers if rng.random() < 0.7 else grid_workers[::-1]
    life = Life(
        case, standard, _staff(year, standard, workers), year.workflow, year.calendar,
        year.end, rng, answer, LATE, at, hold,
    )  # fmt: skip
    by = {
        Source.PATROL: workers[0],
        Source.VISIT: workers[0],
        Source.PORTAL: None,
        Source.HOTLINE: life.staff.clerk,
        Source.DESK: life.staff.clerk,
    }[Source(source)]
    if source in (Source.PATROL, Source.VISIT):
        case.reporter_user = by
    life.report(by, "staff" if by else "public")
    return life


def _spot(year: Year, grid: int) -> Building:
    """The building it happened at; in a named grid where one is asked for."""
    wanted = year.community.grids[grid].pk if grid else None
    near = [one for one in year.buildings if wanted in (None, one.grid_id)]
    return year.rng.choice(near or year.buildings)


def _case(year: Year, source: str, at: datetime, place: int, building: Building) -> Case:
    rng, community = year.rng, year.community
    lon, lat = building.point
    seed = uuid5(NAMESPACE_URL, f"linge:demo:{community.slug}:{place}")
    parent = building.estate or building.lane
    number = f"{building.number}号{'楼' if building.estate else ''}"
    code = rules.code_from(bytes.fromhex(crypto.keyed_hash(f"{CODE}.new", str(seed))))
    from_resident = source in rules.FROM_RESIDENTS
    named = from_resident and rng.random() < 0.75
    return Case(
        uuid=seed,
        community=community.region,
        path=building.path,
        grid_id=building.grid_id,
        building=building,
        lon=round(lon + rng.uniform(-2e-4, 2e-4), 6),
        lat=round(lat + rng.uniform(-1.5e-4, 1.5e-4), 6),
        place_text=f"{parent}{number}",
        source=source,
        client_id=seed,
        code_index=crypto.keyed_hash(CODE, code),
        workflow=year.workflow_row,
        reporter_name=year.crowd.names.name("2", 1975) if named else "",
        reporter_phone=year.crowd.numbers.mobile() if named else "",
        reported_at=at,
        moved_at=at,
    )


def _staff(year: Year, standard: Standard, workers: list[User]) -> Staff:
    agencies = year.cast.agencies
    line = standard.agency_post
    right = next((one for one in agencies if line in one.lines), agencies[-1])
    other = year.rng.choice([one for one in agencies if one is not right])
    people = year.cast.people
    return Staff(
        clerk=people[FIRST_CLERKS[year.community.slug]],
        dispatchers=[people[name] for name in DISPATCHERS[year.community.slug]],
        workers=workers,
        agency=right,
        other_agency=other,
        handlers=year.cast.handlers,
    )


def _number(community: Community, lived: list[Life]) -> None:
    """Case numbers in the order of reports, counted by day."""
    lived.sort(key=lambda life: (life.case.reported_at, str(life.case.uuid)))
    counts: Counter[date] = Counter()
    for life in lived:
        day = life.case.reported_at.astimezone(SHANGHAI).date()
        counts[day] += 1
        life.case.number = rules.case_number(community.region.code, day, counts[day])
    CaseCounter.objects.bulk_create(
        CaseCounter(community=community.region, day=day, last=last)
        for day, last in sorted(counts.items())
    )


def _write(community: Community, lived: list[Life]) -> None:
    """Parents first; a recharge names the segment it recharges, the rest nobody refers to."""
    Case.objects.bulk_create([life.case for life in lived], batch_size=500)
    CaseStep.objects.bulk_create(chain.from_iterable(life.steps for life in lived), 1_000)
    recharged = [again for life in lived for again in life.clocks.recharged]
    ClockSegment.objects.bulk_create([again.recharges for again in recharged])
    named = {id(again.recharges) for again in recharged}
    pour_rows(
        ClockSegment,
        [one for life in lived for one in life.clocks.segments if id(one) not in named] + recharged,
    )
    pour_rows(Due, [due for life in lived for due in life.clocks.dues])
    pour_rows(Assignment, [one for life in lived for one in life.assignments])
    pour_rows(Contact, [one for life in lived for one in life.contacts])
    pour_rows(Evaluation, [one for life in lived for one in life.evaluations])
