"""Many households in one stroke, for imports, exchange and the demonstration community.

The rows are made by the same `Entries` as a single registration, and checked by the same rules;
only the questions to the database are asked once for all instead of once for each.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling, Region

from .. import permissions
from ..models import Household, HouseholdMember, Resident, Visit
from ..rules import checking
from ..rules.drafts import NewHome, NewHousehold
from ..rules.kinds import HouseholdKind, Source
from .entries import Entries, Spot
from .saving import known, refuse_first

CHUNK = 1_000


@transaction.atomic
def register_households(
    households: Iterable[NewHousehold],
    *,
    by: Actor,
    community: Region,
    source: Source = Source.IMPORT,
    batch: UUID | None = None,
    at: datetime | None = None,
) -> list[int]:
    """Put whole households with their people on record; all or none; gives their ids.

    ``at`` is when it was recorded. Refuses with the first fault of any person, with
    ``registry.outside_community`` for a dwelling elsewhere, and with ``registry.clash`` when a
    document, a head or a family is on record already.
    """
    permissions.require(by, permissions.REGISTER, community)
    world, spots = known(), _spots(community)
    people: list[int] = []
    waiting = iter(households)
    while chunk := list(islice(waiting, CHUNK)):
        entries = Entries(by, world, source, batch, at or clock.now())
        for household in chunk:
            for member in household.members:
                refuse_first(checking.errors(member.person, world))
            _draft(household, entries, spots, community)
        entries.write()
        people += [person.pk for person in entries.rows[Resident]]
    record(by, "registry.register_many", community, people=len(people))
    return people


def _spots(community: Region) -> dict[int, Spot]:
    rows = Dwelling.objects.filter(community=community).values_list(
        "pk", "community_id", "path", "grid_id"
    )
    return {row[0]: Spot(*row) for row in rows}


def _draft(told: NewHousehold, entries: Entries, spots: dict[int, Spot], community: Region) -> None:
    spot = spots.get(told.dwelling)
    if spot is None:
        raise Refused("registry.outside_community", str(_("有房屋不在本社区，请核对。")))
    household = entries.add(
        Household(
            community_id=community.pk,
            kind=HouseholdKind.LIVING,
            living_kind=told.living_kind,
            dwelling_id=spot.pk,
            shared=told.shared,
            since=told.since,
        )
    )
    for member in told.members:
        person = entries.person(member.person, community=community.pk)
        born = person.birth_date or told.since
        since = max(told.since, born)
        entries.home(NewHome(spot.pk, since, member.role), person, spot)
        entries.add(
            HouseholdMember(
                household=household,
                person=person,
                relation=member.relation,
                main=True,
                since=since,
            )
        )


@transaction.atomic
def record_visits(visits: Sequence[Visit], *, by: Actor, community: Region) -> int:
    """Put visits of a past round on record, as another system or a paper round kept them."""
    permissions.require(by, permissions.VISIT, community)
    Visit.objects.bulk_create(visits, batch_size=1_000)
    record(by, "registry.visit_many", community, visits=len(visits))
    return len(visits)
