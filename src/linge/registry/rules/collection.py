"""How far the register is collected, how complete and how fresh it is; which door comes next.

Three numbers, never blended. Rates come from integers and round half up; 0 ÷ 0 is “—”.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from .kinds import DayPart, Outcome

NONE = "—"
CONCLUSIVE = (Outcome.MET, Outcome.CONFIRMED, Outcome.NONRESIDENTIAL)
CONCLUSIVE_WHEN_APPROVED = (Outcome.VACANT,)
NEEDS_EVIDENCE = (Outcome.VACANT, Outcome.NONRESIDENTIAL)
SOURCES_NEEDED = 2
NEXT_AFTER = MappingProxyType(
    {
        Outcome.VACANT: timedelta(days=180),
        Outcome.NONRESIDENTIAL: timedelta(days=180),
        Outcome.PHONE: timedelta(days=90),
        Outcome.NOBODY: timedelta(days=1),
        Outcome.NO_ACCESS: timedelta(days=1),
        Outcome.REFUSED: timedelta(days=30),
    }
)
VAIN = (Outcome.NOBODY, Outcome.NO_ACCESS)
CARD_AFTER_TRIES, CARD_SPAN = 3, timedelta(days=14)
NOON, DUSK = 12, 18
CONTACTS = (Outcome.MET, Outcome.CONFIRMED, Outcome.PHONE, Outcome.REFUSED)
MOST_CONTACTS, CONTACT_SPAN = 1, timedelta(days=14)
BURST_DOORS, BURST_MINUTES, SAMPLED = 10, 10, 3
PRIORITY = MappingProxyType(
    {
        "uncollected": (10, 1),
        "care_visit_due": (8, 1),
        "open_correction": (5, 1),
        "unknown_facts": (3, 5),
        "parked_pairs": (3, 3),
        "stale_groups": (2, 6),
    }
)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with both terms, as every figure shows it."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Two places, half up; None when there is no whole."""
        if self.whole == 0:
            return None
        exact = Decimal(self.part * 100) / Decimal(self.whole)
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def rest(self) -> int:
        return self.whole - self.part

    def __str__(self) -> str:
        return NONE if self.percent is None else f"{self.percent}%"


def expected(surveyed: int, rows: int) -> int:
    """Dwellings a building should have: the survey, or the rows when they exceed it."""
    return max(surveyed, rows)


def is_conclusive(outcome: str, *, approved: bool = False, phone_counts: bool = False) -> bool:
    """Whether a visit settles a dwelling for the round."""
    if outcome == Outcome.PHONE:
        return phone_counts
    return outcome in CONCLUSIVE or (outcome in CONCLUSIVE_WHEN_APPROVED and approved)


def has_evidence(outcome: str, evidence: Sequence[Mapping[str, str]]) -> bool:
    """Vacant and non-residential need a photo or two sources with different names."""
    if outcome not in NEEDS_EVIDENCE:
        return True
    names = {item.get("name", "").strip() for item in evidence if item.get("kind") == "source"}
    return any(item.get("kind") == "photo" for item in evidence) or (
        len(names - {""}) >= SOURCES_NEEDED
    )


def counts_from(round_since: date, household_ended: date | None) -> date:
    """The first day whose conclusive visits count: a new household has to be met anew."""
    return max(round_since, household_ended or round_since)


def leaves_card(tries: Iterable[date], today: date) -> bool:
    """Whether enough vain visits happened lately to leave a card."""
    return sum(today - day < CARD_SPAN for day in tries) >= CARD_AFTER_TRIES


def next_on(outcome: str, on: date) -> date | None:
    """The day a dwelling should be tried again; None: when its facts grow old."""
    after = NEXT_AFTER.get(Outcome(outcome))
    return on + after if after else None


def day_part(hour: int) -> DayPart:
    """The part of the day an hour belongs to."""
    if hour < NOON:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < DUSK else DayPart.EVENING


@dataclass(frozen=True, slots=True)
class NextCall:
    """When to call again, and what to do otherwise than before.

    ``not_in`` is the part of the day somebody was out in; ``other_worker`` after a refusal;
    ``card`` when enough vain visits happened to leave one.
    """

    on: date
    not_in: DayPart | None = None
    other_worker: bool = False
    card: bool = False


def next_call(outcome: str, at: datetime, tries: Iterable[date] = ()) -> NextCall | None:
    """What follows a visit at a local time; None: when its facts grow old.

    ``tries`` are the days of the vain visits of late, this one among them.
    """
    on = next_on(outcome, at.date())
    if on is None:
        return None
    if outcome in VAIN:
        card = leaves_card(tries, at.date())
        return NextCall(on, not_in=day_part(at.hour), card=card)
    return NextCall(on, other_worker=outcome == Outcome.REFUSED)


def is_quiet(now: time, opens: time | None, closes: time | None) -> bool:
    """Whether a household does not want to be called on now; without hours: not at all."""
    if opens is None or closes is None:
        return True
    if opens <= closes:
        return opens <= now < closes
    return now >= opens or now < closes


def rests(visits: Iterable[tuple[str, date]], today: date) -> bool:
    """Whether a door is left alone: visited today, refused within 30 days, or spoken to more than
    once in 14 days. ``visits`` are outcomes with their days, of the last month."""
    paid = list(visits)
    spoken = sum(outcome in CONTACTS and today - day < CONTACT_SPAN for outcome, day in paid)
    refused = any(
        outcome == Outcome.REFUSED and today < day + NEXT_AFTER[Outcome.REFUSED]
        for outcome, day in paid
    )
    return refused or spoken > MOST_CONTACTS or any(day == today for _outcome, day in paid)


def burst(moments: Sequence[datetime], *, doors: int, span: timedelta) -> tuple[datetime, ...]:
    """The latest run of confirmations within the span, if it has as many doors; else nothing."""
    if not moments:
        return ()
    ordered = sorted(moments)
    run = tuple(moment for moment in ordered if ordered[-1] - moment <= span)
    return run if len(run) >= doors else ()


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A group of items of a record: filled or not, last confirmed when, good for how long."""

    code: str
    filled: bool
    confirmed_on: date | None
    limit: timedelta

    def is_fresh(self, today: date) -> bool:
        return (
            self.filled
            and self.confirmed_on is not None
            and today - self.confirmed_on <= self.limit
        )


def completeness(groups: Sequence[ItemGroup]) -> Share:
    """完整率: filled groups among the applicable ones."""
    return Share(sum(group.filled for group in groups), len(groups))


def freshness(groups: Sequence[ItemGroup], today: date) -> Share:
    """鲜活度: groups confirmed within their limit among the applicable ones."""
    return Share(sum(group.is_fresh(today) for group in groups), len(groups))


def priority(counts: Mapping[str, int]) -> int:
    """The rank of a door, from what waits behind it; it ranks doors, never people."""
    return sum(
        weight * min(counts.get(reason, 0), most) for reason, (weight, most) in PRIORITY.items()
    )
