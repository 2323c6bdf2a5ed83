"""Dwellings as the register knows them: who lives there, who called last, is it collected."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Building, Dwelling
from linge.territory.queries import WITH_ADDRESS, dwellings_on
from linge.territory.rules.kinds import DwellingUseKind
from linge.territory.rules.moments import Moment

from ..models import (
    HEAD,
    CollectionRound,
    CollectionRule,
    Household,
    HouseholdMember,
    Ownership,
    Phone,
    Residency,
    Resident,
    Tenancy,
    Visit,
)
from ..rules.collection import CONCLUSIVE, CONCLUSIVE_WHEN_APPROVED, ItemGroup
from ..rules.kinds import HouseholdKind, LivingKind, Outcome, Usable
from ..rules.relations import Doubt, Member, doubts
from .scope import gathered_households, visible_households, visible_visits

LIMIT = timedelta(days=180)
SETTLING = (
    Q(outcome__in=CONCLUSIVE)
    | Q(outcome__in=CONCLUSIVE_WHEN_APPROVED, approved_at__isnull=False)
    | Q(outcome=Outcome.PHONE)
    & Exists(CollectionRule.objects.filter(community=OuterRef("community"), phone_counts=True))
)


def round_on(community: int, day: date) -> CollectionRound | None:
    """The collection round of a community on a day."""
    return CollectionRound.objects.on(day).filter(community=community).first()


def counted(
    actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Dwelling]:
    """The dwellings of a figure, each with ``collected``: settled in the round, as of a day.

    A conclusive visit counts from the round's start on and, where a household ended, from the
    day it ended; ``known_at`` leaves out what was recorded later.
    """
    day = as_of or clock.today()
    rounds = CollectionRound.objects.on(day).filter(community=OuterRef("community"))
    ended_later = Household.objects.filter(
        dwelling=OuterRef("dwelling"),
        kind=HouseholdKind.LIVING,
        until__gt=OuterRef("day"),
        until__lte=day,
    )
    visits = Visit.objects.filter(
        SETTLING,
        ~Exists(ended_later),
        _known(known_at),
        dwelling=OuterRef("pk"),
        day__lte=day,
        day__gte=OuterRef("round_since"),
    )
    return dwellings_on(actor, Moment(day, known_at)).annotate(
        round_since=Subquery(rounds.values("since")[:1]), collected=Exists(visits)
    )


def _known(known_at: datetime | None) -> Q:
    """Visits that stood at a moment: paid by then, not voided, a vacancy approved."""
    if known_at is None:
        return Q(voided_at=None)
    stood = Q(voided_at=None) | Q(voided_at__gt=known_at)
    approved = ~Q(outcome__in=CONCLUSIVE_WHEN_APPROVED) | Q(approved_at__lte=known_at)
    return stood & approved & Q(at__lte=known_at)


def dwellings(
    actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Dwelling]:
    """The dwellings of a list, with address, people, the last visit. One query."""
    people = (
        Residency.objects.filter(dwelling=OuterRef("pk"), until=None)
        .order_by()
        .values("dwelling")
        .annotate(n=Count("person", distinct=True))
    )
    last = Visit.objects.filter(dwelling=OuterRef("pk"), voided_at=None).order_by("-day", "-pk")
    return (
        counted(actor, as_of, known_at)
        .select_related(*WITH_ADDRESS, "grid")
        .annotate(
            people=Subquery(people.values("n")),
            last_outcome=Subquery(last.values("outcome")[:1]),
            last_day=Subquery(last.values("day")[:1]),
        )
    )


def missing(
    actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> QuerySet[Dwelling]:
    """The dwellings still to be collected."""
    return dwellings(actor, as_of, known_at).filter(Q(collected=False))


def long_unseen(actor: Actor, days: int) -> QuerySet[Dwelling]:
    """The dwellings nobody has called on for longer than so many days."""
    return dwellings(actor).filter(Q(last_day__lt=clock.today() - timedelta(days=days)))


SHOWN_AS = {
    "residencies": "open_residencies",
    "households": "open_households",
    "ownerships": "held",
    "tenancys": "leases",
    "visits": "calls",
}


def dwelling_record(actor: Actor) -> QuerySet[Dwelling]:
    """Dwellings in scope with everything a dwelling's page shows."""
    living = Residency.objects.filter(until=None).select_related("person").order_by("-main", "pk")
    families = _with_members(Household.objects.filter(until=None))
    shares = Ownership.objects.select_related("person", "organisation").order_by("-since", "pk")
    leases = Tenancy.objects.select_related(
        "landlord", "landlord_organisation", "tenant", "tenant_organisation", "agent"
    ).order_by("-since", "pk")
    calls = Visit.objects.select_related("worker", "slip").order_by("-at")
    shown: dict[str, QuerySet[Any, Any]] = {
        "residencies": living,
        "households": families,
        "ownerships": shares,
        "tenancys": leases,
        "visits": calls,
    }
    return dwellings(actor).prefetch_related(
        *(Prefetch(name, rows, to_attr=SHOWN_AS[name]) for name, rows in shown.items())
    )


def _with_members(households: QuerySet[Household]) -> QuerySet[Household]:
    """The households with their open members, the head first."""
    members = HouseholdMember.objects.filter(until=None).select_related("person")
    return households.prefetch_related(
        Prefetch("members", members.order_by("relation", "pk"), to_attr="open_members")
    )


def households(actor: Actor) -> QuerySet[Household]:
    """Households in scope with dwelling and open members. Two queries a page."""
    return _whole(gathered_households(actor))


def household_record(actor: Actor) -> QuerySet[Household]:
    """The same of one household, for its page."""
    return _whole(visible_households(actor))


def _whole(households: QuerySet[Household]) -> QuerySet[Household]:
    rows = households.select_related(
        *(f"dwelling__{name}" for name in WITH_ADDRESS), "dwelling__grid"
    )
    return _with_members(rows)


def sized(households: QuerySet[Household]) -> QuerySet[Household]:
    """The households with ``size``, their open members counted, to order a list by."""
    open_members = HouseholdMember.objects.filter(household=OuterRef("pk"), until=None)
    counts = open_members.order_by().values("household").annotate(n=Count("pk")).values("n")
    return households.annotate(size=Coalesce(Subquery(counts), 0))


def household_doubts(household: Any) -> list[Doubt]:
    """What looks wrong between the members of a household fetched with `households`."""
    if household.living_kind == LivingKind.COLLECTIVE:
        return []
    return relation_doubts((row.person, row.relation) for row in household.open_members)


def relation_doubts(related: Iterable[tuple[Resident, str]]) -> list[Doubt]:
    """What would look wrong if these people were one household, each with a relation."""
    members = [Member(person.name, relation, person.birth_date) for person, relation in related]
    return list(doubts(members, clock.today()))


def related(household: Household) -> dict[int, tuple[Resident, str]]:
    """The open members of a household by their person's id, each with the relation."""
    rows = HouseholdMember.objects.filter(household=household, until=None).select_related("person")
    return {row.person_id: (row.person, row.relation) for row in rows}


def people_without_household(dwelling: Dwelling) -> list[Resident]:
    """People whose main home is the dwelling and who belong to no living household."""
    settled = HouseholdMember.objects.filter(person=OuterRef("pk"), main=True, until=None)
    return list(
        Resident.objects.filter(
            ~Exists(settled),
            residencies__dwelling=dwelling,
            residencies__main=True,
            residencies__until=None,
        ).order_by("birth_date", "pk")
    )


def visits(actor: Actor) -> QuerySet[Visit]:
    """Home visits in scope, with address and worker."""
    return visible_visits(actor).select_related(
        "worker", "grid", *(f"dwelling__{name}" for name in WITH_ADDRESS)
    )


def item_groups(home: Any) -> list[ItemGroup]:
    """The item groups of “家庭情况清” for a dwelling fetched with `dwelling_record`."""
    households = home.open_households
    confirmed = min((row.confirmed_at.date() for row in households), default=None)
    members = [member for row in households for member in row.open_members]
    heads = sum(member.relation == HEAD for member in members)
    phones = Phone.objects.filter(
        person__in=[member.person_id for member in members], usable=Usable.YES
    )
    groups = [
        ItemGroup("F1", bool(home.use), home.last_day, LIMIT),
        ItemGroup("F2", bool(households) and heads == len(households), confirmed, LIMIT),
        ItemGroup("F3", phones.exists(), confirmed, LIMIT),
    ]
    if home.use == DwellingUseKind.LET:
        leases = [lease for lease in home.leases if lease.until]
        newest = max((lease.confirmed_at.date() for lease in leases), default=None)
        groups.append(ItemGroup("F4", bool(leases), newest, LIMIT))
    return groups


COLLECTED, VACANT, NONE = "collected", "vacant", "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """One home of the wall of a building: its dwelling, its state and the people in it."""

    dwelling: Dwelling
    state: str


@dataclass(frozen=True, slots=True)
class Storey:
    """One floor of the wall: for each unit the homes, in order."""

    floor: int
    units: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The wall of a building (一房一图): floors from the top, a column for each unit."""

    units: tuple[str, ...]
    storeys: tuple[Storey, ...]
    counts: dict[str, int]


def stack(actor: Actor, building: Building) -> Stack:
    """The homes of a building by floor and unit. One query."""
    homes = list(dwellings(actor).filter(building=building).annotate(stair=F("unit__number")))
    units = sorted({home.stair or "" for home in homes})
    cells: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for home in sorted(homes, key=lambda home: home.room):
        cells[home.floor, home.stair or ""].append(Cell(home, _state(home)))
    floors = sorted({home.floor for home in homes}, reverse=True)
    storeys = tuple(
        Storey(floor, tuple(tuple(cells.get((floor, unit), ())) for unit in units))
        for floor in floors
    )
    states = [_state(home) for home in homes]
    counts = {state: states.count(state) for state in (COLLECTED, VACANT, NONE)}
    return Stack(tuple(units), storeys, counts)


def _state(home: Any) -> str:
    if not home.collected:
        return NONE
    return VACANT if home.last_outcome == Outcome.VACANT else COLLECTED
