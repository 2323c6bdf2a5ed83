"""Fill the register: who lives behind which door, who owns it, and how each visit ended."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI
from linge.registry import actions
from linge.registry.actions.pouring import pour_rows
from linge.registry.models import HouseholdMember, Visit
from linge.registry.rules.drafts import NewHousehold, NewMember
from linge.registry.rules.kinds import Outcome
from linge.staff.models import Post
from linge.territory.models import Dwelling, DwellingUse
from linge.territory.rules.kinds import DwellingUseKind

from .people import HEAD, Crowd
from .places import Community

ROUND_NAME = "2026年第一轮入户采集"
ROUND_SINCE = date(2026, 3, 1)
FIRST_VISIT = date(2026, 3, 2)
LET, HOME_TO_BUSINESS, DORMITORY = 0.22, 0.012, 0.004
CHUNK = 500
GUILAN_HOME = ("锦绣花园", "3-2-501")


@dataclass(frozen=True, slots=True)
class Door:
    """A dwelling as the round found it."""

    pk: int
    path: str
    grid: int
    building: int
    outcome: str  # empty: never tried
    use: str
    at: datetime


@dataclass
class Round:
    """One round of collection: every door, and the two workers of each grid."""

    doors: list[Door]
    workers: dict[int, list[int]]
    leads: dict[int, int]
    heads: dict[int, int] = field(default_factory=dict)  # dwelling → the head's person

    def found(self, outcome: str) -> list[Door]:
        """The doors found so."""
        return [door for door in self.doors if door.outcome == outcome]


def collect(community: Community, crowd: Crowd, today: date, rng: Random, *, by: Actor) -> Round:
    """A round of home visits with the people met, their homes' uses and the visits themselves."""
    actions.open_round(community.region, by=by, name=ROUND_NAME, since=ROUND_SINCE)
    round_ = Round(_doors(community, today, rng), *_teams(community))
    _set_uses(round_)
    _register(community, round_, crowd, by)
    visits = [_visit(community, round_, door, rng) for door in round_.doors if door.outcome]
    actions.record_visits(visits, by=by, community=community.region)
    return round_


def _doors(community: Community, today: date, rng: Random) -> list[Door]:
    """Every dwelling with how the round found it; grids are not all equally far."""
    rows = Dwelling.objects.filter(community=community.region).order_by("path")
    found = list(rows.values_list("pk", "path", "grid_id", "building_id", "key", "estate__name"))
    effort = {grid.pk: rng.uniform(0.94, 1.06) for grid in community.grids.values()}
    order = sorted(found, key=lambda row: (row[5], row[4]) != GUILAN_HOME and (
        rng.random() * effort[row[2]]
    ))  # fmt: skip
    outcomes = _outcomes(community)
    outcome_of = {row[0]: outcome for row, outcome in zip(order, outcomes, strict=False)}
    span = (today - FIRST_VISIT).days
    return [
        Door(
            pk,
            path,
            grid,
            building,
            outcome_of.get(pk, ""),
            _use(outcome_of.get(pk, ""), rng),
            _moment(FIRST_VISIT + timedelta(days=rng.randrange(span)), rng),
        )
        for pk, path, grid, building, *_ in found
    ]


def _outcomes(community: Community) -> list[str]:
    """Who was met comes first in the order of effort; vacancies lie among them."""
    visits = community.size.visits
    settled = [Outcome.MET] * visits["met"] + [Outcome.VACANT] * visits["vacant"]
    Random(len(settled)).shuffle(settled)
    settled.remove(Outcome.MET)
    rest = [Outcome.NOBODY] * visits["nobody"] + [Outcome.REFUSED] * visits["refused"]
    return [Outcome.MET, *settled, *rest]


def _use(outcome: str, rng: Random) -> str:
    if outcome == Outcome.VACANT:
        return DwellingUseKind.VACANT
    chance = rng.random()
    if outcome != Outcome.MET or chance >= LET + HOME_TO_BUSINESS + DORMITORY:
        return DwellingUseKind.OWN_USE
    if chance < DORMITORY:
        return DwellingUseKind.DORMITORY
    if chance < DORMITORY + HOME_TO_BUSINESS:
        return DwellingUseKind.HOME_TO_BUSINESS
    return DwellingUseKind.LET


def _moment(day: date, rng: Random) -> datetime:
    """A time of day at which people are visited."""
    at = time(rng.choice((9, 10, 11, 14, 15, 16, 17, 18, 19)), rng.randrange(60))
    return datetime.combine(day, at, SHANGHAI)


def _teams(community: Community) -> tuple[dict[int, list[int]], dict[int, int]]:
    """The workers and the lead of each grid, by grid id."""
    workers: dict[int, list[int]] = defaultdict(list)
    leads: dict[int, int] = {}
    for post in Post.objects.filter(grid__community=community.region).order_by("role"):
        if post.role in ("a", "b"):
            workers[post.grid_id].append(post.user_id)
        elif post.role == "lead":
            leads[post.grid_id] = post.user_id
    return workers, leads


def _set_uses(round_: Round) -> None:
    """What the homes that were seen are used for; a vacancy names two who know."""
    by_use: dict[str, list[int]] = defaultdict(list)
    for door in round_.doors:
        if door.use != DwellingUseKind.OWN_USE:
            by_use[door.use].append(door.pk)
    for use, pks in by_use.items():
        for start in range(0, len(pks), CHUNK):
            Dwelling.objects.filter(pk__in=pks[start : start + CHUNK]).update(use=use)
    seen = [door for door in round_.doors if door.outcome in (Outcome.MET, Outcome.VACANT)]
    pour_rows(
        DwellingUse,
        [
            DwellingUse(
                dwelling_id=door.pk,
                use=door.use,
                evidence=["物业管家", "对门邻居"] if door.use == DwellingUseKind.VACANT else [],
                seen_by_id=round_.workers[door.grid][0],
                since=door.at.date(),
            )
            for door in seen
        ],
    )


def _register(community: Community, round_: Round, crowd: Crowd, by: Actor) -> None:
    """Households month by month, so that records are as old as their visits."""
    months: dict[date, list[NewHousehold]] = defaultdict(list)
    latest: dict[date, datetime] = {}
    home = home_of_guilan(community)
    for door in round_.found(Outcome.MET):
        month = door.at.date().replace(day=1)
        latest[month] = max(latest.get(month, door.at), door.at)
        months[month].append(_household(door, crowd, home is not None and door.pk == home.pk))
    for month in sorted(months):
        actions.register_households(
            months[month], by=by, community=community.region, source="visit", at=latest[month]
        )
    heads = HouseholdMember.objects.filter(
        household__community=community.region, relation=HEAD, until__isnull=True
    )
    round_.heads = dict(heads.values_list("household__dwelling_id", "person_id"))


def home_of_guilan(community: Community) -> Dwelling | None:
    """张桂兰's home; only 幸福里 has it."""
    estate, key = GUILAN_HOME
    home = Dwelling.objects.filter(community=community.region, estate__name=estate, key=key)
    return home.first()


def _household(door: Door, crowd: Crowd, of_guilan: bool) -> NewHousehold:
    if of_guilan:
        return _guilan(door.pk, crowd)
    if door.use == DwellingUseKind.DORMITORY:
        return crowd.sharers(door.pk, crowd.rng.randint(4, 6))
    return crowd.family(door.pk, crowd.size(), let=door.use == DwellingUseKind.LET)


def _guilan(dwelling: int, crowd: Crowd) -> NewHousehold:
    """张桂兰, 73, who lives alone and has her say in every story."""
    return NewHousehold(dwelling, date(2004, 5, 1), (NewMember(crowd.guilan(), HEAD),))


def _visit(community: Community, round_: Round, door: Door, rng: Random) -> Visit:
    """One visit; a vacancy has its two sources and the lead's approval some days later."""
    vacant = door.outcome == Outcome.VACANT
    sources = ({"kind": "source", "name": name} for name in ("物业管家", "对门邻居"))
    return Visit(
        dwelling_id=door.pk,
        community_id=community.region.pk,
        path=door.path,
        grid_id=door.grid,
        worker_id=rng.choice(round_.workers[door.grid]),
        at=door.at,
        day=door.at.date(),
        device_at=door.at,
        outcome=door.outcome,
        evidence=list(sources) if vacant else [],
        approved_by_id=round_.leads[door.grid] if vacant else None,
        approved_at=door.at + timedelta(hours=rng.randint(1, 30)) if vacant else None,
    )
