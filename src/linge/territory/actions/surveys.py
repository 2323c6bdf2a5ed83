"""Entering many organisations and shops at once, as a survey or an import brings them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from linge.audit.actions import record
from linge.kernel.access import Actor

from .. import permissions
from ..models import Building, Organisation, Place, Region, Shop
from .paths import take_paths
from .places import sound_uscc
from .rows import keep_all
from .seats import seat


@dataclass(frozen=True, slots=True)
class ShopFound:
    """A shop front as met: where it is, its number, and further columns of ``Shop``."""

    frontage: Building | Place
    front_no: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """An organisation as met: its name, its kind, and further columns of ``Organisation``."""

    name: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_shops(community: Region, found: Sequence[ShopFound], *, by: Actor) -> list[Shop]:
    """Add many shop fronts; each lies in the grid of its building or place."""
    permissions.require(by, permissions.SURVEY, community)
    segments = _paths_under(shop.frontage.path for shop in found)
    shops = keep_all(
        Shop,
        (
            Shop(
                community=community,
                grid_id=shop.frontage.grid_id,
                front_no=shop.front_no,
                path=segments[shop.frontage.path].pop(0),
                **{str(shop.frontage._meta.model_name): shop.frontage},
                **shop.facts,
            )
            for shop in found
        ),
    )
    seat(shops)
    record(by, "territory.open_shops", community, count=len(shops))
    return shops


@transaction.atomic
def register_organisations(
    community: Region, found: Sequence[OrganisationFound], *, by: Actor
) -> list[Organisation]:
    """Add many organisations; one in a building lies in the building's grid."""
    permissions.require(by, permissions.SURVEY, community)
    places = take_paths(community.path, len(found))
    organisations = keep_all(
        Organisation,
        (
            Organisation(community=community, name=one.name, kind=one.kind, path=path, **facts)
            for one, path, facts in zip(found, places, map(_seated, found), strict=True)
        ),
    )
    seat(organisations)
    record(by, "territory.register_organisations", community, count=len(organisations))
    return organisations


def _seated(found: OrganisationFound) -> dict[str, Any]:
    building = found.facts.get("building")
    grid_id = building.grid_id if building else None
    return {"grid_id": grid_id, **found.facts, "uscc": sound_uscc(found.facts.get("uscc"))}


def _paths_under(parents: Iterable[str]) -> dict[str, list[str]]:
    wanted: dict[str, int] = defaultdict(int)
    for parent in parents:
        wanted[parent] += 1
    return {parent: take_paths(parent, count) for parent, count in wanted.items()}
