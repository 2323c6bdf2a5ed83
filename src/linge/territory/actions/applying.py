"""Spreading a division over the rows: who lies in which grid today, a few statements in all."""

from typing import TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Building, Division, Dwelling, GridMember, Organisation, Place, Shop, Unit

Row = TypeVar("Row", bound=Model)

LONE_KINDS: dict[str, type[Model]] = {
    "building": Building,
    "shop": Shop,
    "organisation": Organisation,
    "place": Place,
}


def spread_grids(division: Division) -> None:
    """Set the grid of every row of the community from the division's members.

    A unit follows its own row or its building's; a dwelling its unit's or its building's.
    """
    for kind, model in LONE_KINDS.items():
        _rows(model, division).update(grid=_member(division, **{kind: OuterRef("pk")}))
    _rows(Unit, division).update(
        grid=Coalesce(
            _member(division, unit=OuterRef("pk")),
            _member(division, building=OuterRef("building")),
        )
    )
    _rows(Dwelling, division).update(
        grid=Coalesce(
            _member(division, unit=OuterRef("unit")),
            _member(division, building=OuterRef("building")),
        )
    )


def _rows(model: type[Row], division: Division) -> QuerySet[Row]:
    return model._default_manager.filter(community=division.community_id)


def _member(division: Division, **of: object) -> Subquery:
    return Subquery(GridMember.objects.filter(division=division, **of).values("grid")[:1])
