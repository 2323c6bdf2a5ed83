"""The map under the community, thinned: water, green, streets and the other buildings."""

from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from .plane import Plane, Thing

GREEN = {"grass", "park", "forest", "natural_wood", "garden", "recreation_ground", "pitch"}
PAVED = {"pedestrian", "parking", "school", "hospital"}
SIZE_OF_ROAD = {
    "trunk": "major", "primary": "major", "secondary": "major", "trunk_link": "major",
    "primary_link": "major", "secondary_link": "major", "tertiary": "minor",
    "residential": "minor", "unclassified": "minor", "living_street": "minor",
    "tertiary_link": "minor", "pedestrian": "minor", "service": "path",
    "footway": "path", "path": "path", "steps": "path",
}  # fmt: skip
SMALLEST_M2 = 25.0
DETAIL_M = 0.4
COARSE_M = 1.5

Feature = dict[str, Any]


def base_map(
    plane: Plane,
    window: Polygon,
    layers: Mapping[str, Iterable[Thing]],
    names: Mapping[str, str],
    taken: BaseGeometry,
) -> list[Feature]:
    """GeoJSON features with ``layer`` and, for roads, ``size`` and ``name``."""
    features = []
    for layer, things in layers.items():
        for thing in things:
            told = _told(layer, thing, names)
            if told is None or (layer == "footprint" and taken.contains(thing.shape.centroid)):
                continue
            shape = _thinned(thing.shape, window, layer)
            if shape is not None:
                features.append(
                    {"type": "Feature", "properties": told, "geometry": plane.outwards(shape)}
                )
    return features


def _told(layer: str, thing: Thing, names: Mapping[str, str]) -> dict[str, str] | None:
    """What the drawing needs to know of a feature; nothing for one that is not drawn."""
    flat = "Polygon" in thing.shape.geom_type
    if layer == "road":
        size = SIZE_OF_ROAD.get(str(thing.facts.get("kind_detail")))
        if size is None or thing.facts.get("is_tunnel"):
            return None
        named = names.get(thing.name)
        return {"layer": "road", "size": size, **({"name": named} if named else {})}
    if not flat:
        return None
    if layer == "land":
        cover = "green" if thing.kind in GREEN else "paved" if thing.kind in PAVED else None
        return {"layer": "land", "cover": cover} if cover else None
    return {"layer": layer}


def _thinned(shape: BaseGeometry, window: Polygon, layer: str) -> BaseGeometry | None:
    clipped = shape.intersection(window)
    detail = DETAIL_M if layer == "footprint" else COARSE_M
    simple = clipped.simplify(detail)
    if simple.is_empty or simple.geom_type in ("GeometryCollection", "Point", "MultiPoint"):
        return None
    small = "Polygon" in simple.geom_type and simple.area < SMALLEST_M2
    return None if small else simple
