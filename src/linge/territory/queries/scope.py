"""Which rows of the territory an actor may see. Out of scope is as if it were not there."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from linge.kernel.access import Actor
from linge.kernel.scope import within

from ..models import (
    Building,
    Division,
    Dwelling,
    Estate,
    Grid,
    Lane,
    Organisation,
    Place,
    Region,
    Shop,
    StreetFront,
    Unit,
)
from ..rules import paths

Row = TypeVar("Row", bound=Model)
Scope = Callable[[Actor], Q]


def visible_to(actor: Actor, model: type[Row]) -> QuerySet[Row]:
    """The rows of a table the actor may see.

    A grid's team sees what lies in its grid, and the estates and buildings that hold some of it.
    """
    return model._default_manager.filter(_SCOPES[model](actor))


def _in_grid(actor: Actor) -> Q:
    return within(actor)


def _of_community(actor: Actor) -> Q:
    return within(actor, path="community__path", grid=None)


def _grids(actor: Actor) -> Q:
    return within(actor, path="community__path", grid="pk")


def _buildings(actor: Actor) -> Q:
    """Buildings in scope, whole or by one of their units."""
    units = Unit.objects.filter(building=OuterRef("pk"), grid__in=actor.grids)
    return _in_grid(actor) | Q(Exists(units))


def _parents_of_buildings(parent: str) -> Scope:
    """Estates, lanes and fronts in scope, and those with a building, or a site, in own grids."""

    def scope(actor: Actor) -> Q:
        buildings = Building.objects.filter(_buildings(actor), **{parent: OuterRef("pk")})
        condition = within(actor, grid=None) | Q(Exists(buildings))
        if parent == "estate":
            sites = Place.objects.filter(_in_grid(actor), estate=OuterRef("pk"))
            condition |= Q(Exists(sites))
        return condition

    return scope


def _regions(actor: Actor) -> Q:
    """The nodes an actor works under, everything below them, and the way down to them."""
    condition = Q(pk__in=[])
    for node in {grant.node for grant in actor.grants}:
        low, high = paths.bounds(node)
        condition |= Q(path__gte=low, path__lt=high) | Q(path__in=paths.ancestors(node))
    return condition


_SCOPES: dict[type[Model], Scope] = {
    Region: _regions,
    Estate: _parents_of_buildings("estate"),
    Lane: _parents_of_buildings("lane"),
    StreetFront: _parents_of_buildings("street_front"),
    Building: _buildings,
    Unit: _in_grid,
    Dwelling: _in_grid,
    Organisation: _in_grid,
    Shop: _in_grid,
    Place: _in_grid,
    Grid: _grids,
    Division: _of_community,
}
