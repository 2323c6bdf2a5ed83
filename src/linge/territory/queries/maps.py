"""What the map draws of a community: grids, buildings and estates as GeoJSON, WGS-84."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from linge.kernel.access import Actor
from linge.kernel.clock import today

from ..models import Building, Estate, Grid, GridShape, Region
from ..rules import geometry
from .addresses import building_text
from .divisions import division_on
from .scope import visible_to

Feature = dict[str, Any]
FeatureCollection = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MapLayers:
    """One FeatureCollection a layer; every feature has ``id``, ``name`` and ``centre``."""

    grids: FeatureCollection
    buildings: FeatureCollection
    estates: FeatureCollection


def map_layers(actor: Actor, community: Region, *, day: date | None = None) -> MapLayers:
    """What the actor may see of a community on the map, by the division of a day (today's)."""
    return MapLayers(
        grids=_collection(_grids(actor, community, day or today())),
        buildings=_collection(_buildings(actor, community)),
        estates=_collection(_estates(actor, community)),
    )


def base_map(community: Region) -> Path:
    """Where the map beneath a community lies, if there is one: gzipped GeoJSON."""
    return Path(settings.DATA_DIR) / "maps" / f"{community.code}.geojson.gz"


def extent(community: Region, *, day: date | None = None) -> tuple[float, ...] | None:
    """West, south, east and north of a community's grids; nothing before they are drawn."""
    shapes = GridShape.objects.filter(division=division_on(community, day or today()))
    return geometry.extent_of(list(shapes.values_list("polygon", flat=True)))


def _grids(actor: Actor, community: Region, day: date) -> Iterable[Feature]:
    """Outlines in seven colours; colours are reckoned over all grids, so they never change."""
    division = division_on(community, day)
    shapes = list(
        GridShape.objects.filter(division=division).select_related("grid").order_by("grid__code")
        if division
        else ()
    )
    seen = set(visible_to(actor, Grid).filter(community=community).values_list("pk", flat=True))
    colours = geometry.colours({shape.grid_id: shape.polygon for shape in shapes})
    for shape in shapes:
        if shape.grid_id in seen:
            yield _feature(
                shape.grid,
                shape.polygon,
                code=shape.grid.code,
                name=shape.grid.name,
                kind=shape.grid.kind,
                colour=colours.get(shape.grid_id, 0),
            )


def _buildings(actor: Actor, community: Region) -> Iterable[Feature]:
    rows = visible_to(actor, Building).filter(community=community)
    for row in rows.select_related("estate", "lane", "street_front").order_by("path"):
        if shape := row.footprint or _point(row.point):
            yield _feature(
                row,
                shape,
                name=building_text(row),
                number=row.number,
                use=row.use,
                floors=row.floors_up,
                homes=row.expected_dwellings,
                estate=row.estate_id,
                grid=row.grid_id,
            )


def _estates(actor: Actor, community: Region) -> Iterable[Feature]:
    rows = visible_to(actor, Estate).filter(community=community)
    for row in rows.order_by("path"):
        if shape := row.outline or _point(row.point):
            yield _feature(
                row,
                shape,
                name=row.name,
                state=row.state,
                planned_units=row.planned_units,
                handover_on=row.handover_on.isoformat() if row.handover_on else None,
            )


def _feature(row: Any, shape: dict[str, Any], **properties: Any) -> Feature:
    centre = row.point if getattr(row, "point", None) else geometry.centre_of(shape)
    return {
        "type": "Feature",
        "id": row.pk,
        "geometry": shape,
        "properties": {"id": row.pk, "uuid": str(row.uuid), "centre": centre, **properties},
    }


def _collection(features: Iterable[Feature]) -> FeatureCollection:
    return {"type": "FeatureCollection", "features": list(features)}


def _point(point: list[float] | None) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": point} if point else None
