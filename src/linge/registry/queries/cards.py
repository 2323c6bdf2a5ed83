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
from linge.territory.queries import address_text, building_text
from linge.territory.rules.kinds import DwellingUseKind

from .. import codes
from ..models import HouseholdMember, HukouRecord, IdentityDocument, Phone, Residency, Resident
from ..rules.identity import CITIZEN
from ..rules.items import ITEMS_OF, Clear, Item
from ..rules.kinds import DocumentState, HouseholdKind, HukouState, Outcome, ResidencyRole
from .homes import dwellings
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
    rows = list(dwellings(actor).filter(pk__in=homes))
    living = _living(homes)
    members = _members(homes)
    lacking_homes, lacking_people = _missing(actor, community, homes)
    made = [_door(home, living[home.pk], members, lacking_homes, lacking_people) for home in rows]
    return sorted(made, key=lambda card: card.order)


def card(actor: Actor, home: Dwelling) -> DoorCard:
    """The card of one home."""
    return cards(actor, home.community, [home.pk])[0]


def _living(homes: Collection[int]) -> dict[int, list[Residency]]:
    """Who has an open tie to each home, with what a card shows of a person."""
    valid = IdentityDocument.objects.filter(state=DocumentState.VALID, kind=CITIZEN)
    people = Resident.objects.prefetch_related(
        Prefetch("documents", valid, to_attr="citizen"),
        Prefetch("phones", Phone.objects.filter(is_main=True), to_attr="main_phone"),
        Prefetch("hukou_records", HukouRecord.objects.filter(until=None), to_attr="hukou_now"),
    )
    ties = Residency.objects.filter(dwelling__in=homes, until=None)
    ties = ties.exclude(role=ResidencyRole.REGISTERED_ONLY)
    found: dict[int, list[Residency]] = defaultdict(list)
    for tie in ties.prefetch_related(Prefetch("person", people)).order_by("pk"):
        if all(tie.person_id != other.person_id for other in found[tie.dwelling_id]):
            found[tie.dwelling_id].append(tie)
    return found


Members = dict[tuple[int, int], HouseholdMember]


def _members(homes: Collection[int]) -> Members:
    """The open memberships of living households there, by home and person."""
    rows = HouseholdMember.objects.filter(
        household__dwelling__in=homes, household__kind=HouseholdKind.LIVING, until=None
    ).select_related("household")
    return {(row.household.dwelling_id, row.person_id): row for row in rows}  # type: ignore[misc]  # a living household has a dwelling


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


def _door(
    home: Any, ties: list[Residency], members: Members, of_homes: Missing, of_people: Missing
) -> DoorCard:
    unit = home.unit.number if home.unit else ""
    people = [
        _person(tie, members.get((home.pk, tie.person_id)), of_people.get(tie.pk, ()))
        for tie in ties
    ]
    family = next((row for (place, _who), row in members.items() if place == home.pk), None)
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
        last_outcome=home.last_outcome or "",
        last_words=str(Outcome(home.last_outcome).label) if home.last_outcome else "",
        last_day=home.last_day,
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
