"""What was told at the doors beside who lives there: words, hours of quiet, care, quick runs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from linge.accounts.actors import actor_of
from linge.accounts.models import User
from linge.kernel.access import Actor
from linge.registry import actions
from linge.registry.actions.pouring import pour_rows
from linge.registry.actions.sampling import watch
from linge.registry.models import (
    CareAnswer,
    CareKind,
    Heard,
    QuietDoor,
    Residency,
    SampleCheck,
    Visit,
)
from linge.registry.rules.collection import BURST_DOORS, SAMPLED
from linge.registry.rules.items import REQUIRED_PLACES
from linge.registry.rules.kinds import HeardKind, Outcome, SampleResult
from linge.territory.models import Place

from .places import Community
from .register import Door, Round

SAID = (
    (HeardKind.OPINION, "楼道灯坏了好几天，晚上看不清台阶"),
    (HeardKind.OPINION, "垃圾桶清得太晚，中午味道大"),
    (HeardKind.SUGGESTION, "希望大门口装一排晾衣架"),
    (HeardKind.SUGGESTION, "电动车充电棚再添几个插口"),
    (HeardKind.WISH, "想学用手机挂号，盼着有人教"),
    (HeardKind.WISH, "孩子想参加暑期托管班"),
    (HeardKind.NEED, "老人出院后需要上门换药"),
    (HeardKind.NEED, "想借一把轮椅用两周"),
    (HeardKind.JOB_WISH, "想在附近找一份保洁的活"),
    (HeardKind.JOB_WISH, "会做面点，想找早餐店的工作"),
)
QUIET = (
    (time(12, 30), time(14, 30), "午睡"),
    (time(8), time(15), "夜班后休息"),
    (time(20), time(7, 30), "家有婴儿"),
    (None, None, "请先电话联系"),
)
HEARD_SHARE, QUIET_SHARE, COUNTED_SHARE = 0.02, 0.004, 0.7
ANSWERS, ANSWER_WEIGHTS = ("no", "yes", "declined"), (90, 7, 3)
ASKED_SHARE = 0.85
ASKED_GRID = 3
"""The grid of 王芳, where people were asked about care kind by kind."""
RUNS = ((5, timedelta(minutes=0)), (2, timedelta(minutes=50)))
"""How many days ago a worker confirmed homes in a hurry, and how long after two o'clock."""


def tell(community: Community, round_: Round, today: date, rng: Random, *, by: Actor) -> None:
    """Everything of this page, for one community."""
    met = round_.found(Outcome.MET)
    _hear(community, met, rng)
    _keep_quiet(met, today, rng)
    _count_places(community, rng, by=by)
    _ask_about_care(community, round_, rng)
    _hurry(community, round_, today, by=by)


def _hear(community: Community, met: list[Door], rng: Random) -> None:
    """What people had on their minds, at one door in fifty."""
    visits = Visit.objects.filter(community=community.region, outcome=Outcome.MET)
    chosen = {door.pk for door in met if rng.random() < HEARD_SHARE}
    rows = []
    for visit in visits.order_by("path"):
        if visit.dwelling_id in chosen:
            kind, words = rng.choice(SAID)
            rows.append(
                Heard(
                    visit=visit,
                    community_id=visit.community_id,
                    path=visit.path,
                    grid_id=visit.grid_id,
                    by_id=visit.worker_id,
                    at=visit.at,
                    kind=kind,
                    words=words,
                )
            )
    pour_rows(Heard, rows)


def _keep_quiet(met: list[Door], today: date, rng: Random) -> None:
    rows = []
    for door in met:
        if rng.random() < QUIET_SHARE:
            opens, closes, note = rng.choice(QUIET)
            since = today - timedelta(days=rng.randint(1, 200))
            rows.append(
                QuietDoor(dwelling_id=door.pk, opens=opens, closes=closes, note=note, since=since)
            )
    pour_rows(QuietDoor, rows)


def _count_places(community: Community, rng: Random, *, by: Actor) -> None:
    """Two grids in three counted their places: those on record, and parking nobody drew."""
    for grid in community.grids.values():
        if rng.random() >= COUNTED_SHARE:
            continue
        counts = dict.fromkeys(REQUIRED_PLACES, 0)
        for kind in Place.objects.filter(grid=grid).values_list("kind", flat=True):
            if kind in counts:
                counts[kind] += 1
        counts["parking"] += rng.randint(0, 3)
        actions.count_places(grid, by=by, counts=counts)


def _ask_about_care(community: Community, round_: Round, rng: Random) -> None:
    """In one grid people were asked about every kind of care; what they said is sealed."""
    grid = community.grids[ASKED_GRID].pk
    called = {door.pk: door for door in round_.found(Outcome.MET) if door.grid == grid}
    kinds = list(CareKind.objects.order_by("code"))
    homes = Residency.objects.filter(dwelling__grid=grid, main=True, until=None)
    rows = []
    for person, home in homes.order_by("dwelling__path", "person").values_list(
        "person_id", "dwelling_id"
    ):
        if home in called and rng.random() < ASKED_SHARE:
            door = called[home]
            rows += [
                CareAnswer(
                    person_id=person,
                    kind=kind,
                    answer=rng.choices(ANSWERS, ANSWER_WEIGHTS)[0],
                    asked_on=door.at.date(),
                    asked_by_id=round_.workers[grid][0],
                )
                for kind in kinds
            ]
    pour_rows(CareAnswer, rows)


def _hurry(community: Community, round_: Round, today: date, *, by: Actor) -> None:
    """Runs of confirmations too quick to be true: one was looked at again, one waits."""
    for grid, (days, later) in zip(community.grids.values(), RUNS, strict=False):
        homes = [door for door in round_.found(Outcome.MET) if door.grid == grid.pk][:BURST_DOORS]
        if len(homes) < BURST_DOORS:
            continue
        start = datetime.combine(today - timedelta(days=days), time(14), homes[0].at.tzinfo)
        visits = list(_confirmed(community, round_, homes, start + later))
        actions.record_visits(visits, by=by, community=community.region)
        check = watch(visits[-1])
        if check is not None and not later:
            _look_again(check, round_.leads[grid.pk])


def _confirmed(
    community: Community, round_: Round, homes: list[Door], start: datetime
) -> Iterator[Visit]:
    for place, door in enumerate(homes):
        at = start + timedelta(seconds=40 * place)
        yield Visit(
            dwelling_id=door.pk,
            community_id=community.region.pk,
            path=door.path,
            grid_id=door.grid,
            worker_id=round_.workers[door.grid][1],
            at=at,
            day=at.date(),
            device_at=at,
            outcome=Outcome.CONFIRMED,
        )


def _look_again(check: SampleCheck, lead: int) -> None:
    by = actor_of(User.objects.get(pk=lead))
    results = [SampleResult.WRONG, *[SampleResult.RIGHT] * (SAMPLED - 1)]
    for sampled, result in zip(check.sampled.order_by("pk"), results, strict=True):
        note = "家中三口，登记为两口" if result == SampleResult.WRONG else ""
        actions.look_again(sampled, by=by, result=result, note=note)
