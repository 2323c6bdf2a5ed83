"""Likely duplicates among the people on record, and the rows a merge would move."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.territory.models import Region

from .. import numbers
from ..models import (
    HouseholdMember,
    IdentityDocument,
    MatchCandidate,
    MatchSearch,
    MergeEvent,
    NameKey,
    Phone,
    Residency,
    Resident,
    UnclaimedRow,
)
from ..rules.kinds import DocumentState, NameKeyKind
from ..rules.matching.points import Profile, Tier
from ..rules.merging import ASKED
from .imports.register import in_parts
from .scope import seen

FINGERPRINT = "registry.match"
_SHOWN = {"day": 10, "month": 7, "year": 4, "unknown": 0}


def candidates(actor: Actor) -> QuerySet[MatchCandidate]:
    """Pairs of which the actor may see both people, the strongest first."""
    return MatchCandidate.objects.filter(
        seen(actor, "first"), seen(actor, "second")
    ).select_related("first", "second", "community")


def waiting(actor: Actor) -> QuerySet[MatchCandidate]:
    """Pairs somebody should look at: parked, and not decided yet."""
    return candidates(actor).filter(state__in=ASKED).exclude(tier=Tier.AUDIT)


def parked(community: Region) -> QuerySet[MatchCandidate]:
    """Every pair of a community that waits for somebody."""
    rows = MatchCandidate.objects.filter(community=community, state__in=ASKED)
    return rows.exclude(tier=Tier.AUDIT)


def last_searches(communities: Iterable[Region]) -> list[MatchSearch]:
    """The newest search of each community that somebody asked for."""
    rows = (
        MatchSearch.objects.filter(community=each).order_by("-asked_at") for each in communities
    )
    return [row for one in rows if (row := one.select_related("community").first())]


def merges(actor: Actor) -> QuerySet[MergeEvent]:
    """Merges into people the actor may see."""
    rows = MergeEvent.objects.filter(seen(actor, "survivor"))
    return rows.select_related("survivor", "absorbed")


def unclaimed(actor: Actor) -> QuerySet[UnclaimedRow]:
    """Rows of undone merges that nobody has claimed for either person."""
    return UnclaimedRow.objects.filter(merge__in=merges(actor), settled_at=None).select_related(
        "merge__survivor", "merge__absorbed"
    )


def absorbed(uuid: UUID | str) -> Resident | None:
    """A record that was taken into another, for ever known by its old number."""
    return Resident.objects.filter(uuid=uuid, merged_into__isnull=False).first()


def survivor_of(person: Resident) -> Resident:
    """The record that holds this person now; the person's own unless it was taken into another."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def profiles(people: Iterable[int]) -> dict[int, Profile]:
    """What is compared of each person. Phones stand for themselves by their index."""
    found: dict[int, Profile] = {}
    for part in in_parts(people):
        documents, valid = _documents(part)
        phones = _sets(Phone.objects.filter(person__in=part), "number_index")
        homes = _sets(Residency.objects.filter(person__in=part, until=None), "dwelling_id")
        companions = _companions(part)
        for person in Resident.objects.filter(pk__in=part, merged_into=None):
            pk, born = person.pk, person.birth_date.isoformat() if person.birth_date else ""
            found[pk] = Profile(
                name=person.name,
                birth_date=born[: _SHOWN[person.birth_precision]],
                sex=person.sex,
                documents=documents.get(pk, {}),
                valid=frozenset(valid.get(pk, ())),
                phones=frozenset(phones.get(pk, ())),
                dwellings=frozenset(homes.get(pk, ())),
                companions=frozenset(companions.get(pk, ())),
            )
    return found


def _sets(rows: QuerySet[Any], column: str) -> dict[int, set[Any]]:
    held: dict[int, set[Any]] = defaultdict(set)
    for person, value in rows.values_list("person_id", column):
        held[person].add(value)
    return held


def _documents(people: list[int]) -> tuple[dict[int, dict[str, str]], dict[int, set[str]]]:
    """The numbers each person holds by kind, valid ones before doubtful ones."""
    held: dict[int, dict[str, str]] = defaultdict(dict)
    valid: dict[int, set[str]] = defaultdict(set)
    rows = IdentityDocument.objects.filter(person__in=people).exclude(state=DocumentState.RETIRED)
    for row in rows.order_by("-state"):
        held[row.person_id].setdefault(row.kind, numbers.clear(row))
        if row.state == DocumentState.VALID:
            valid[row.person_id].add(row.kind)
    return held, valid


def _companions(people: list[int]) -> dict[int, set[int]]:
    """The other people of the households each person belongs to."""
    own = HouseholdMember.objects.filter(person__in=people, until=None)
    households: dict[int, set[int]] = defaultdict(set)
    for household, person in own.values_list("household_id", "person_id"):
        households[household].add(person)
    found: dict[int, set[int]] = defaultdict(set)
    for part in in_parts(households):
        members = HouseholdMember.objects.filter(household__in=part, until=None)
        for household, member in members.values_list("household_id", "person_id"):
            for person in households[household] - {member}:
                found[person].add(member)
    return found


def fingerprint(one: Profile, two: Profile) -> str:
    """Stands for the compared values of a pair; it changes when one of them does."""
    return crypto.keyed_hash(FINGERPRINT, f"{_told(one)}|{_told(two)}")


def _told(person: Profile) -> str:
    plain = replace(person, companions=frozenset())
    facts = (
        plain.name, plain.birth_date, plain.sex, sorted(plain.documents.items()),
        sorted(plain.valid), sorted(plain.phones), sorted(plain.dwellings),
    )  # fmt: skip
    return repr(facts)


def neighbours(person: Resident) -> set[int]:
    """People of the community who share a block with one person, and the person."""
    mine = Resident.objects.filter(community=person.community_id, merged_into=None)
    alike = set(mine.filter(name=person.name).values_list("pk", flat=True))
    if person.birth_date:
        alike |= set(mine.filter(birth_date=person.birth_date).values_list("pk", flat=True))
    for part in in_parts(_sharing(person)):
        alike |= set(mine.filter(pk__in=part).values_list("pk", flat=True))
    return {person.pk, *alike}


def _sharing(person: Resident) -> set[int]:
    """Who sounds like a person, lives there now, or holds a number of theirs, in any community.

    What the person has is asked first and looked up then: one statement with an OR over all of it
    would read every resident.
    """
    sounds = set(person.name_keys.filter(kind=NameKeyKind.SOUND).values_list("key", flat=True))
    homes = set(person.residencies.filter(until=None).values_list("dwelling", flat=True))
    phones = set(person.phones.values_list("number_index", flat=True))
    tails = set(person.documents.values_list("tail_index", flat=True))
    sharing = NameKey.objects.filter(kind=NameKeyKind.SOUND, key__in=sounds).values("person")
    return set(
        sharing.union(
            Residency.objects.filter(dwelling__in=homes, until=None).values("person"),
            Phone.objects.filter(number_index__in=phones).exclude(person=None).values("person"),
            IdentityDocument.objects.filter(tail_index__in=tails).values("person"),
        ).values_list("person", flat=True)
    )


@dataclass(frozen=True, slots=True)
class Side:
    """A fact of a pair as the page compares it."""

    label: str
    first: str
    second: str
    differs: bool


def namesakes(people: Mapping[int, Profile], community: int) -> dict[str, int]:
    """How many people of the community bear each name."""
    counts: dict[str, int] = defaultdict(int)
    for part in in_parts({person.name for person in people.values()}):
        rows = Resident.objects.filter(community=community, merged_into=None, name__in=part)
        for name in rows.values_list("name", flat=True):
            counts[name] += 1
    return counts
