"""Drawing places as plain shapes: longitude and latitude to a flat picture. No clock, no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDE, HIGH = 1000.0, 860.0
COLOURS = 7

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """One place of the picture: an SVG path, where its sign stands, its colour from 1 to 7."""

    name: str
    sign: str
    path: str
    x: float
    y: float
    colour: int
    label: str = ""


def drawn(features: list[dict[str, Any]], labels: dict[int, str]) -> list[Shape]:
    """GeoJSON polygons as shapes that fill the picture, north up, proportions kept.

    ``labels`` says more about a feature under its name, by the feature's id.
    """
    points = [point for feature in features for ring in _rings(feature) for point in ring]
    if not points:
        return []
    place = _projection(points)
    return [_shape(feature, place, labels.get(feature["id"], "")) for feature in features]


def sign_of(code: str) -> str:
    """A grid's number in its community: the last three digits of its code."""
    return code[-3:].lstrip("0") or code


def _shape(feature: dict[str, Any], place: Any, label: str) -> Shape:
    facts = feature["properties"]
    x, y = place(*facts["centre"])
    path = " ".join(_line(place(*point) for point in ring) for ring in _rings(feature))
    colour = facts.get("colour", 0) % COLOURS + 1
    return Shape(
        facts["name"], sign_of(facts["code"]), path, round(x, 1), round(y, 1), colour, label
    )


def _line(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _rings(feature: dict[str, Any]) -> Iterator[list[Point]]:
    shape = feature["geometry"]
    many = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for polygon in many:
        yield from polygon


def _projection(points: list[Point]) -> Any:
    """A flat map of a neighbourhood: degrees of longitude shrink with the latitude."""
    lons, lats = zip(*points, strict=True)
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    shrink = cos(radians((south + north) / 2))
    width, height = (east - west) * shrink or 1e-9, (north - south) or 1e-9
    scale = min(WIDE / width, HIGH / height)
    left, top = (WIDE - width * scale) / 2, (HIGH - height * scale) / 2

    def place(lon: float, lat: float) -> Point:
        return left + (lon - west) * shrink * scale, top + (north - lat) * scale

    return place
