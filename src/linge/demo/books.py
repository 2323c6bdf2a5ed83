"""Hukou books (户口簿) of families registered here: the head first, each with the relation."""

from collections import defaultdict
from datetime import date, datetime
from random import Random

from linge.kernel.access import Actor
from linge.registry import numbers
from linge.registry.actions.entries import Entries
from linge.registry.actions.saving import known
from linge.registry.models import Household, HouseholdMember
from linge.registry.rules.kinds import HouseholdKind, HukouState, Source

from .people import HEAD
from .places import Community

SHOWN = 0.12
"""The share of families who had their book at hand."""
Members = list[tuple[int, str, date]]


def open_books(community: Community, rng: Random, *, by: Actor, at: datetime) -> None:
    """A book for some families whose head's hukou is here, with everybody who is in it."""
    entries = Entries(by, known(), Source.VISIT, None, at)
    for order, (since, members) in enumerate(_families(community)):
        if members[0][1] != HEAD or rng.random() >= SHOWN:
            continue
        number = f"{community.region.code[:9]}{order:06d}"
        book = entries.add(
            Household(
                community_id=community.region.pk,
                kind=HouseholdKind.HUKOU,
                book_no=number,
                book_index=numbers.book_index(number),
                since=since,
            )
        )
        for person, relation, born in members:
            entries.add(
                HouseholdMember(
                    household=book,
                    person_id=person,
                    relation=relation,
                    main=False,
                    since=max(since, born),
                )
            )
    entries.write()


def _families(community: Community) -> list[tuple[date, Members]]:
    """Living households as they would stand in a book: those whose hukou is in the street."""
    rows = HouseholdMember.objects.filter(
        household__community=community.region,
        household__kind=HouseholdKind.LIVING,
        until=None,
        person__hukou_records__state=HukouState.HERE,
        person__hukou_records__until=None,
        person__birth_date__isnull=False,
    ).order_by("household__dwelling__path", "household", "pk")
    found: dict[int, Members] = defaultdict(list)
    begun: dict[int, date] = {}
    columns = ("household_id", "household__since", "person_id", "relation", "person__birth_date")
    for household, since, person, relation, born in rows.values_list(*columns):
        found[household].append((person, relation, born))
        begun[household] = since
    return [(begun[household], members) for household, members in found.items()]
