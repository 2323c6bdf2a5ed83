"""A door as the phone holds it: the home, who lives there (masked), what is missing first.

One card is one row of `sync/changes`: whatever changes in it changes its digest, so that a phone
that holds the digests needs no log to learn what became of its grid. Never care needs, never a
clear number.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet

from linge.kernel import clock, masking
from linge.kernel.access import Actor
from linge.territory.models import Dwelling, Grid, Region
from linge.territory.queries import address_text, building_text, with_bare_address
from linge.territory.rules.kinds import DwellingUseKind

from .. import codes
from ..models import HouseholdMember, HukouRecord, IdentityDocument, Phone, Residency, Visit
from ..rules.identity import CITIZEN
from ..rules.items import ITEMS_OF, Clear, Item
from ..rules.kinds import DocumentState, HouseholdKind, HukouState, Outcome, ResidencyRole
from .homes import counted
from .items import asking
from .items.states import EMPTY, STALE, asked
from .people import shown_number, shown_phone
from .scope import visible_dwellings

DIGEST = 12
Missing = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody who lives behind a door, numbers masked, the birth date as an age.

    ``number_of`` and ``phone_of`` name the rows a reveal opens; ``member`` the membership that
    carries the relation; ``missing`` the item groups that are empty or too old.
    """

    uuid: str
    version: int
    name: str
    sex: str
    age: int | None
    role: str
    relation: str
    relation_words: str
    member: str
    member_version: int
    number: str
    number_of: str
    phone: str
    phone_of: str
    hukou: str
    hukou_words: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoorCard:
    """A home of a grid with the people who live there. ``order`` sorts doors as one walks."""

    uuid: str
    order: str
    address: str
    building: str
    unit: str
    room: str
    use: str
    use_words: str
    collected: bool
    last_outcome: str
    last_words: str
    last_day: date | None
    household: str
    people: tuple[PersonCard, ...]
    missing: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The same card has the same digest, and nothing else has."""
        text = json.dumps(asdict(self), cls=DjangoJSONEncoder, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def doors_of(actor: Actor, grid: Grid) -> QuerySet[Dwelling]:
    """The doors of a grid that stand, in the actor's scope."""
    return visible_dwellings(actor).filter(grid=grid).exclude(use=DwellingUseKind.DEMOLISHED)


def cards(actor: Actor, community: Region, homes: Collection[int]) -> list[DoorCard]:
    """The cards of some homes of a community, in walking order. Constant in queries."""
    rows = with_bare_address(counted(actor).filter(pk__in=homes))
    behind = _Behind(
        living=_living(homes),
        members=_members(homes),
        calls=_last_calls(homes),
        missing=_missing(actor, community, homes),
    )
    return sorted((_door(home, behind) for home in rows), key=lambda card: card.order)


def card(actor: Actor, home: Dwelling) -> DoorCard:
    """The card of one home."""
    return cards(actor, home.community, [home.pk])[0]


def _living(homes: Collection[int]) -> dict[int, list[Residency]]:
    """Who has an open tie to each home, with what a card shows of a person."""
    citizen = IdentityDocument.objects.filter(state=DocumentState.VALID, kind=CITIZEN)
    shown: dict[str, tuple[str, QuerySet[Any, Any]]] = {
        "documents": ("citizen", citizen),
        "phones": ("main_phone", Phone.objects.filter(is_main=True)),
        "hukou_records": ("hukou_now", HukouRecord.objects.filter(until=None)),
    }
    ties = (
        Residency.objects.filter(dwelling__in=homes, until=None)
        .exclude(role=ResidencyRole.REGISTERED_ONLY)
        .select_related("person")
        .prefetch_related(
            *(Prefetch(f"person__{name}", rows, to_attr=as_) for name, (as_, rows) in shown.items())
        )
    )
    found: dict[int, list[Residency]] = defaultdict(list)
    for tie in ties.order_by("pk"):
        if all(tie.person_id != other.person_id for other in found[tie.dwelling_id]):
            found[tie.dwelling_id].append(tie)
    return found


Members = Mapping[int, Mapping[int, HouseholdMember]]
Calls = Mapping[int, tuple[str, date]]


@dataclass(frozen=True, slots=True)
class _Behind:
    """What is known behind some doors: who lives there (by home), how they belong together (by home
    and person), the last call, what homes and ties lack."""

    living: Mapping[int, list[Residency]]
    members: Members
    calls: Calls
    missing: tuple[Missing, Missing]


def _members(homes: Collection[int]) -> Members:
    """The open memberships of the living households there."""
    rows = HouseholdMember.objects.filter(
        household__dwelling__in=homes, household__kind=HouseholdKind.LIVING, until=None
    )
    found: dict[int, dict[int, HouseholdMember]] = defaultdict(dict)
    for row in rows.select_related("household"):
        found[row.household.dwelling_id or 0][row.person_id] = row
    return found


def _last_calls(homes: Collection[int]) -> Calls:
    """What came of the last visit to each home, and when."""
    paid = Visit.objects.filter(dwelling__in=homes, voided_at=None).order_by("day", "pk")
    return {
        home: (outcome, day)
        for home, outcome, day in paid.values_list("dwelling", "outcome", "day")
    }


def _missing(actor: Actor, community: Region, homes: Collection[int]) -> tuple[Missing, Missing]:
    """The item groups that are empty or too old: of each home, and of each tie of a person."""
    asks = asked(actor, community)
    of_homes = asking.homes(asks).filter(pk__in=homes).order_by()
    of_people = asking.people(asks).filter(dwelling__in=homes).order_by()
    return (
        _lacking(of_homes, ITEMS_OF[Clear.HOUSEHOLD]),
        _lacking(of_people, ITEMS_OF[Clear.CATEGORIES]),
    )


def _lacking(rows: QuerySet[Any, Any], items: Iterable[Item]) -> Missing:
    names = [item.value for item in items]
    return {
        pk: tuple(
            name for name, state in zip(names, states, strict=True) if state in (EMPTY, STALE)
        )
        for pk, *states in rows.values_list("pk", *names)
    }


def _door(home: Any, behind: _Behind) -> DoorCard:
    unit = home.unit.number if home.unit else ""
    members = behind.members.get(home.pk, {})
    of_homes, of_people = behind.missing
    people = [
        _person(tie, members.get(tie.person_id), of_people.get(tie.pk, ()))
        for tie in behind.living.get(home.pk, ())
    ]
    family = next(iter(members.values()), None)
    outcome, day = behind.calls.get(home.pk, ("", None))
    return DoorCard(
        uuid=str(home.uuid),
        order=f"{home.building.path}.{unit:>6}.{999 - home.floor:04}.{home.room:>8}",
        address=address_text(home),
        building=building_text(home.building),
        unit=unit,
        room=home.room,
        use=home.use,
        use_words=str(home.get_use_display()),
        collected=home.collected,
        last_outcome=outcome,
        last_words=str(Outcome(outcome).label) if outcome else "",
        last_day=day,
        household=str(family.household.uuid) if family else "",
        people=tuple(sorted(people, key=lambda who: (who.relation or "99", who.name))),
        missing=of_homes.get(home.pk, ()),
    )


def _person(tie: Residency, member: HouseholdMember | None, missing: tuple[str, ...]) -> PersonCard:
    who: Any = tie.person
    document = next(iter(who.citizen), None)
    phone = next(iter(who.main_phone), None)
    hukou = next(iter(who.hukou_now), None)
    relation = member.relation if member else ""
    return PersonCard(
        uuid=str(who.uuid),
        version=who.version,
        name=who.name,
        sex=who.sex,
        age=masking.age_on(who.birth_date, clock.today()) if who.birth_date else None,
        role=tie.role,
        relation=relation,
        relation_words=codes.label("family_relation", relation),
        member=str(member.uuid) if member else "",
        member_version=member.version if member else 0,
        number=shown_number(document) if document else "",
        number_of=str(document.uuid) if document else "",
        phone=shown_phone(phone) if phone else "",
        phone_of=str(phone.uuid) if phone else "",
        hukou=hukou.state if hukou else "",
        hukou_words=str(HukouState(hukou.state).label) if hukou else "",
        missing=missing,
    )
