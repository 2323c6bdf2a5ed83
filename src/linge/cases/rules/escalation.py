"""The ladder a late case climbs (督办升级): by the share of its clock, never by its last change.

Source: cases §5. The holder stays; each level adds people and duties.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from linge.kernel.worktime import Workdays, due_after, elapsed

from .states import Stage


class Level(TextChoices):
    """How high a case has climbed."""

    REMIND = "0", _("提醒承办人")
    LEAD = "1", _("告知其负责人")
    LEADER = "2", _("社区督办")
    STREET = "3", _("街道督办")
    DISTRICT = "4", _("区级督办")
    EMERGENCY = "E", _("紧急")


class Cause(TextChoices):
    """Why a level was reached."""

    SHARE = "share", _("用时比例")
    SEND_BACKS = "send_backs", _("两次退回返工")
    DECLINES = "declines", _("三次退单")
    WHISTLE = "whistle", _("吹哨报到")
    UNKEPT = "unkept", _("报到时限未兑现")
    PERSON = "person", _("人工上报")


@dataclass(frozen=True, slots=True)
class Run:
    """A clock since it began: the stretches it ran, what it allows, how it counts."""

    stage: str
    origin: int
    began_at: datetime
    stretches: Sequence[tuple[datetime, datetime | None]]
    allowed: timedelta
    round_the_clock: bool
    calendar: Workdays


@dataclass(frozen=True, slots=True)
class Reached:
    """A level, the true moment it was reached, and why."""

    level: Level
    at: datetime
    cause: Cause


SHARES = (
    (Level.REMIND, Fraction(4, 5)),
    (Level.LEAD, Fraction(1)),
    (Level.LEADER, Fraction(3, 2)),
    (Level.STREET, Fraction(2)),
)
HIGHEST_OF_SIGNING = Level.LEAD  # it runs beside handling, which counts for the rest
SEND_BACKS, DECLINES = 2, 3
HOLDERS = {
    Stage.ACCEPT: ("intake_clerk",),
    Stage.CONFIRM: ("grid_worker",),
    Stage.DISPATCH: ("dispatcher",),
    Stage.SIGN: ("agency_handler", "agency_head"),
    Stage.HANDLE: ("agency_handler", "agency_head"),
    Stage.VERIFY: ("grid_worker", "verifier"),
    Stage.CLOSE: ("intake_clerk",),
}
LEADS = {
    Stage.ACCEPT: "community_leader",
    Stage.CONFIRM: "grid_lead",
    Stage.DISPATCH: "community_leader",
    Stage.SIGN: "agency_head",
    Stage.HANDLE: "agency_head",
    Stage.VERIFY: "grid_lead",
    Stage.CLOSE: "community_leader",
}
PUBLIC_SAFETY = frozenset({"fire", "gas", "police"})
RUNGS = {"grid_worker": Level.LEAD, "grid_lead": Level.LEADER, "community_leader": Level.STREET}


def climbed(run: Run, now: datetime) -> list[Reached]:
    """The levels a clock has reached by ``now``, the lowest first, each at its true moment."""
    return [reached for reached in _ladder(run) if reached.at <= now]


def next_rung(run: Run, done: Iterable[str]) -> datetime | None:
    """When the next level that isn't ``done`` is reached, if the clock runs on as it does."""
    known = set(done)
    return min((each.at for each in _ladder(run) if each.level not in known), default=None)


def told(level: Level, stage: str, line: str) -> tuple[str, ...]:
    """The posts a level speaks to; the leader's level on public safety tells the police too."""
    match level:
        case Level.REMIND:
            return HOLDERS[Stage(stage)]
        case Level.LEAD:
            return (LEADS[Stage(stage)],)
        case Level.LEADER:
            police = ("police_liaison",) if line in PUBLIC_SAFETY else ()
            return ("community_leader", *police)
        case Level.STREET:
            return ("street_officer",)
        case Level.DISTRICT:
            return ("district_officer",)
        case _:
            return ("grid_lead", "community_leader", "police_liaison", "street_officer")


NEXT_UP = {
    "agency_head": "dispatcher",
    "grid_lead": "community_leader",
    "dispatcher": "community_leader",
    "community_leader": "street_officer",
    "street_officer": "district_officer",
}


def turned_back(begun_by: str, *, rework: int, declines: int) -> Cause | None:
    """Why a case climbs at once to the leader: sent back twice, or declined three times.

    ``begun_by`` is the move that began the run.
    """
    if begun_by == "send_back" and rework >= SEND_BACKS:
        return Cause.SEND_BACKS
    if begun_by == "decline" and declines >= DECLINES:
        return Cause.DECLINES
    return None


def _ladder(run: Run) -> list[Reached]:
    rungs = []
    for level, share in SHARES:
        if run.stage == Stage.SIGN and level > HIGHEST_OF_SIGNING:
            break
        at = _moment(run, run.allowed * share.numerator / share.denominator)
        if at is not None:
            rungs.append(Reached(level, at, Cause.SHARE))
    return rungs


def _moment(run: Run, amount: timedelta) -> datetime | None:
    """When ``amount`` of the clock was used; none while it stands still before that."""
    left = amount
    for start, end in run.stretches:
        if end is None:
            due = due_after(start, left, run.calendar, round_the_clock=run.round_the_clock)
            return due.at
        ran = elapsed(start, end, run.calendar, round_the_clock=run.round_the_clock)
        if ran >= left:
            return due_after(start, left, run.calendar, round_the_clock=run.round_the_clock).at
        left -= ran
    return None
