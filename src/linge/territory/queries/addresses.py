"""Addresses as people write them, and the dwelling a written address means."""

from django.db.models import QuerySet

from linge.kernel.access import Actor

from ..models import AddressAlias, Building, Dwelling
from ..rules import addresses
from ..rules.kinds import DwellingUseKind
from .scope import visible_to

WITH_ADDRESS = (
    "unit",
    "building__estate",
    "building__lane",
    "building__street_front",
)


SHAPES = (
    "building__point",
    "building__footprint",
    "building__aliases",
    "building__estate__point",
    "building__estate__outline",
    "building__estate__aliases",
    "building__lane__centre_line",
    "building__lane__aliases",
    "building__street_front__centre_line",
    "building__street_front__aliases",
)


def building_text(building: Building) -> str:
    """A building in words: ``锦绣花园3号楼``, ``文庙巷12号``."""
    if building.estate_id:
        return addresses.building_text(str(building.estate), building.number)
    parent = building.lane or building.street_front
    return addresses.building_text(str(parent), building.number, suffix="号")


def address_text(dwelling: Dwelling) -> str:
    """The standard address in words: ``锦绣花园3号楼2单元501室``.

    Fetch with ``select_related(*WITH_ADDRESS)`` where many are written.
    """
    unit = dwelling.unit.number if dwelling.unit else ""
    return addresses.dwelling_text(building_text(dwelling.building), unit, dwelling.room)


def with_address(dwellings: QuerySet[Dwelling]) -> QuerySet[Dwelling]:
    """Dwellings with all that ``address_text`` reads, in the same query."""
    return dwellings.select_related(*WITH_ADDRESS)


def with_bare_address(dwellings: QuerySet[Dwelling]) -> QuerySet[Dwelling]:
    """The same without what an address is drawn or spelled by elsewhere, for thousands of homes."""
    return with_address(dwellings).defer(*SHAPES)


def dwelling_by_address(
    actor: Actor, *, community_id: int, key: str, estate: str = ""
) -> QuerySet[Dwelling]:
    """The open dwellings a short address (``3-2-501``) or a noted spelling means; two are a
    question to ask, never a guess."""
    rows = visible_to(actor, Dwelling).filter(community=community_id)
    rows = rows.exclude(use=DwellingUseKind.DEMOLISHED)
    if estate:
        rows = rows.filter(estate__name=estate)
    spelled = AddressAlias.objects.filter(
        community=community_id, text_key=addresses.text_key(f"{estate}{key}")
    ).values("dwelling")
    return with_address(rows.filter(key=key) | rows.filter(pk__in=spelled))
