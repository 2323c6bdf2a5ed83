"""What a community asks for besides people, and what households told."""

from datetime import date
from unicodedata import normalize

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import numbers, permissions
from ..models import Household, HouseholdItem, OptionalItem
from ..rules.kinds import ItemKind, Source
from .entries import Entries
from .saving import change, known, sound


@transaction.atomic
def ask_for(community: Region, kind: ItemKind, *, by: Actor, wanted: bool) -> None:
    """Let a community ask its households for a kind of item from today, or stop asking."""
    permissions.require(by, permissions.ROUNDS, community)
    asked = OptionalItem.objects.filter(community=community, kind=kind, until=None)
    if wanted == asked.exists():
        return
    if wanted:
        row = OptionalItem(community=community, kind=kind, since=clock.today())
        sound(row)
        row.save()
    else:
        asked.update(until=clock.today())
    record(by, "registry.ask_for", community, kind=str(kind), wanted=wanted)


@transaction.atomic
def record_item(
    household: Household,
    *,
    by: Actor,
    kind: ItemKind,
    number: str,
    since: date,
    source: Source = Source.DESK,
) -> HouseholdItem:
    """Put a vehicle, an e-bike or a dog of a household on record.

    Refuses with ``registry.item_not_asked`` what the community does not ask for.
    """
    permissions.require(by, permissions.EDIT, household)
    asked = OptionalItem.objects.filter(community=household.community_id, kind=kind, until=None)
    if not asked.exists():
        message = _("本社区没有开启这一选采项，不能登记。")
        raise Refused("registry.item_not_asked", str(message), "kind")
    plate = normalize("NFKC", number).replace(" ", "").upper()
    row = HouseholdItem(
        household=household,
        kind=kind,
        number=plate,
        number_index=numbers.item_index(plate),
        since=since,
    )
    sound(row)
    entries = Entries(by, known(), source)
    entries.add(row)
    entries.write()
    record(by, "registry.record_item", household, kind=str(kind))
    return row


@transaction.atomic
def end_item(row: HouseholdItem, *, by: Actor, on: date) -> HouseholdItem:
    """The household no longer has it."""
    permissions.require(by, permissions.EDIT, row.household)
    change(row, {"until": on}, by=by, version=row.version, valid_from=on)
    record(by, "registry.end_item", row.household, kind=str(row.kind))
    return row
