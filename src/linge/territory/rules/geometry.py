"""Shapes on the ground, pure: GeoJSON in WGS-84 degrees in, answers in metres out.

A community is small, so lengths and areas are taken on the plane that touches the Earth at the
shape's own latitude; over two kilometres the error stays under a thousandth.
"""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any, TypeVar

from shapely import STRtree, get_coordinates, prepare, total_bounds, transform
from shapely.geometry import MultiPoint, Point, mapping, shape
from shapely.geometry.base import BaseGeometry

Key = TypeVar("Key")
GeoJSON = dict[str, Any]
LonLat = Sequence[float]

METRES_PER_DEGREE = 111_320.0
OVERLAP_M2 = 1.0
COLOURS = 7
CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north


def geometry_of(geojson: Any) -> BaseGeometry | None:
    """The geometry of a GeoJSON object, or nothing when it cannot be read."""
    try:
        return shape(geojson)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def swapped(lon: float, lat: float) -> bool:
    """Whether a point reads as latitude, longitude: outside China as given, inside when swapped."""
    return not _in_china(lon, lat) and _in_china(lat, lon)


def fault_of_polygon(geojson: Any) -> str:
    """What is wrong with a grid's outline: ``unreadable``, ``swapped``, ``open``, ``crossing``,
    ``empty``; empty text when nothing is."""
    if not isinstance(geojson, Mapping) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        return "unreadable"
    if not _closed(geojson):
        return "open"
    outline = geometry_of(geojson)
    if outline is None:
        return "unreadable"
    if not outline.convex_hull.area:
        return "empty"
    if not outline.is_valid:
        return "crossing"
    centre = outline.representative_point()
    return "swapped" if swapped(centre.x, centre.y) else ""


def area_m2(geometry: BaseGeometry) -> float:
    """The area of a geometry in square metres."""
    return float(in_metres(geometry, geometry.centroid.y).area) if not geometry.is_empty else 0.0


def in_metres(geometry: BaseGeometry, latitude: float) -> BaseGeometry:
    """The geometry on a local plane, in metres."""
    east, north = METRES_PER_DEGREE * cos(radians(latitude)), METRES_PER_DEGREE
    return transform(geometry, lambda points: points * [east, north])


def overlaps(shapes: Mapping[Key, GeoJSON]) -> list[tuple[Key, Key, float]]:
    """Pairs of outlines that share more than a square metre, with the shared area."""
    keys, outlines = _outlines(shapes)
    tree = STRtree(outlines)
    found = []
    for first, outline in enumerate(outlines):
        for second in sorted(int(other) for other in tree.query(outline) if other > first):
            shared = area_m2(outline.intersection(outlines[second]))
            if shared > OVERLAP_M2:
                found.append((keys[first], keys[second], shared))
    return found


def home_of_point(shapes: Mapping[Key, GeoJSON], lon: float, lat: float) -> Key | None:
    """The outline a point lies in, borders included; the first where two touch."""
    spot = Point(lon, lat)
    keys, outlines = _outlines(shapes)
    return next(
        (key for key, outline in zip(keys, outlines, strict=True) if outline.covers(spot)), None
    )


def covered(polygon: GeoJSON, points: Sequence[LonLat]) -> list[bool]:
    """Which of the points lie in the outline or on its border."""
    outline = geometry_of(polygon)
    if outline is None or not points:
        return [False] * len(points)
    prepare(outline)
    return [bool(outline.covers(Point(lon, lat))) for lon, lat in points]


def centre_of(geojson: GeoJSON) -> list[float] | None:
    """A point that surely lies in the shape, for its label."""
    geometry = geometry_of(geojson)
    if geometry is None or geometry.is_empty:
        return None
    spot = geometry.representative_point()
    return [round(spot.x, 7), round(spot.y, 7)]


def extent_of(shapes: Sequence[GeoJSON]) -> tuple[float, ...] | None:
    """West, south, east and north of all shapes; nothing of none."""
    outlines = _outlines(dict(enumerate(shapes)))[1]
    return tuple(float(edge) for edge in total_bounds(outlines)) if outlines else None


def outline_of(shapes: Sequence[GeoJSON]) -> GeoJSON | None:
    """The ground that several outlines cover together."""
    outlines = _outlines(dict(enumerate(shapes)))[1]
    if not outlines:
        return None
    merged = outlines[0]
    for outline in outlines[1:]:
        merged = merged.union(outline)
    return dict(mapping(merged))


def metres_beyond(ground: GeoJSON, shape: GeoJSON) -> float:
    """How far the farthest corner of a shape lies from some ground, in metres; 0 inside."""
    around, corners = geometry_of(ground), geometry_of(shape)
    if around is None or corners is None or corners.is_empty:
        return 0.0
    latitude = corners.centroid.y
    points = MultiPoint(get_coordinates(in_metres(corners, latitude)))
    plane = in_metres(around, latitude)
    return max((float(plane.distance(point)) for point in points.geoms), default=0.0)


def with_axes_swapped(geojson: GeoJSON) -> GeoJSON:
    """The same shape with longitude and latitude exchanged."""
    geometry = geometry_of(geojson)
    if geometry is None:
        return geojson
    return dict(mapping(transform(geometry, lambda points: points[:, ::-1])))


def colours(shapes: Mapping[Key, GeoJSON]) -> dict[Key, int]:
    """A colour from 0 to 6 for each outline so that neighbours differ, the crowded ones first."""
    keys, outlines = _outlines(shapes)
    near = _neighbours(outlines)
    given: dict[int, int] = {}
    for place in sorted(near, key=lambda place: (-len(near[place]), place)):
        taken = {given[other] for other in near[place] if other in given}
        free = (colour for colour in range(COLOURS) if colour not in taken)
        given[place] = next(free, place % COLOURS)
    return {key: given[place] for place, key in enumerate(keys)}


def _neighbours(outlines: Sequence[BaseGeometry]) -> dict[int, set[int]]:
    tree = STRtree(outlines)
    return {
        place: {
            int(other)
            for other in tree.query(outline.buffer(5 / METRES_PER_DEGREE), predicate="intersects")
            if other != place
        }
        for place, outline in enumerate(outlines)
    }


def _outlines(shapes: Mapping[Key, GeoJSON]) -> tuple[list[Key], list[BaseGeometry]]:
    """The readable outlines, valid or mended, with their keys."""
    read = [(key, geometry_of(geojson)) for key, geojson in shapes.items()]
    sound = [(key, geometry) for key, geometry in read if geometry is not None]
    return (
        [key for key, _ in sound],
        [geometry if geometry.is_valid else geometry.buffer(0) for _, geometry in sound],
    )


def _closed(geojson: Mapping[str, Any]) -> bool:
    """Whether every ring ends where it began, with at least four positions."""
    coordinates = geojson.get("coordinates")
    if not isinstance(coordinates, Sequence) or not coordinates:
        return False
    polygons = [coordinates] if geojson["type"] == "Polygon" else coordinates
    return all(
        isinstance(ring, Sequence) and len(ring) >= 4 and list(ring[0]) == list(ring[-1])
        for polygon in polygons
        for ring in polygon
    )


def _in_china(lon: float, lat: float) -> bool:
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north
