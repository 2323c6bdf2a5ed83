"""What people do for a living (就业): told at the doors where somebody was met, not by everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from linge.registry.actions.pouring import pour_rows
from linge.registry.models import Employment, Residency, ResidentScope
from linge.registry.rules.kinds import Outcome, ScopeReason, Source

from .places import Community
from .register import Round
from .words import ENTERPRISES, PART_NAMES

TOLD = 0.86
SCHOOL, GROWN, PENSION = 6, 22, 60
AT_WORK = ("24", "17", "13", "21", "54", "51", "70", "11", "27", "90")
WEIGHTS = (26, 21, 14, 8, 11, 7, 6, 4, 1, 2)
PUPIL, PENSIONER = "31", "80"
HIRED = frozenset({"24", "17", "13", "21"})
NEXT_DOOR = 0.12
OCCUPATIONS = {
    "24": ("电工", "装配工", "司机", "保洁员", "厨师"),
    "17": ("行政文员", "会计", "客服", "仓库管理员"),
    "13": ("教师", "护士", "软件工程师", "药剂师"),
    "21": ("部门经理", "店长"),
    "54": ("开小吃店", "开水果店", "跑货运"),
    "51": ("自由撰稿", "家教", "主播"),
}


@dataclass(frozen=True, slots=True)
class Lodger:
    """Somebody at home behind a door, when the worker called."""

    pk: int
    born: date
    at: datetime


def employ(community: Community, round_: Round, today: date, rng: Random) -> None:
    """Work and standing of most people met at home; some work in the community itself."""
    rows: list[Employment] = []
    seen: list[ResidentScope] = []
    for one in _at_home(community, round_):
        age = (today - one.born).days // 365
        if age < SCHOOL or rng.random() >= TOLD:
            continue
        row = _standing(one, age, rng)
        if row.status in HIRED:
            _hire(row, community, rng, seen)
        rows.append(row)
    pour_rows(Employment, rows)
    pour_rows(ResidentScope, seen)


def _at_home(community: Community, round_: Round) -> Iterator[Lodger]:
    called = {door.pk: door.at for door in round_.found(Outcome.MET)}
    homes = Residency.objects.filter(
        person__community=community.region, main=True, until=None, person__birth_date__isnull=False
    )
    columns = ("person_id", "person__birth_date", "dwelling_id")
    for pk, born, home in homes.order_by("dwelling__path", "person").values_list(*columns):
        if home in called:
            yield Lodger(pk, born, called[home])


def _standing(one: Lodger, age: int, rng: Random) -> Employment:
    if age < GROWN:
        status = PUPIL if age < 16 or rng.random() < 0.8 else "24"
    else:
        status = PENSIONER if age >= PENSION else rng.choices(AT_WORK, WEIGHTS)[0]
    first = one.born + timedelta(days=365 * (PENSION if status == PENSIONER else SCHOOL))
    day = one.at.date()
    since = max(first, day - timedelta(days=rng.randint(30, 3_600)))
    return Employment(
        person_id=one.pk,
        status=status,
        occupation=rng.choice(OCCUPATIONS.get(status, ("",))),
        since=min(since, day),
        source=Source.VISIT,
        recorded_at=one.at,
        confirmed_at=one.at,
    )


def _hire(row: Employment, community: Community, rng: Random, seen: list[ResidentScope]) -> None:
    """An employer by name, or an organisation of the community that then sees its people."""
    if rng.random() >= NEXT_DOOR:
        form, _industry = rng.choice(ENTERPRISES)
        row.employer = form.format(n=rng.choice(PART_NAMES))
        return
    at = rng.choice(community.organisations)
    row.organisation_id = at.pk
    seen.append(
        ResidentScope(
            person_id=row.person_id,
            community_id=community.region.pk,
            path=at.path,
            grid_id=at.grid_id,
            reason=ScopeReason.EMPLOYMENT,
            since=row.since,
        )
    )
