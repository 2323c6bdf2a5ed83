"""Where shops and organisations sit: street sides of buildings, stalls of markets, offices."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from shapely import STRtree
from shapely.geometry import LineString, Point, Polygon

from .plane import Thing, corners

Item = TypeVar("Item")

REACH_M = 26.0
FRONT_M = 4.5
INSIDE_M = 1.0


class Streets:
    """The named streets, to ask which one a spot lies on."""

    def __init__(self, roads: Sequence[Thing], names: dict[str, str]) -> None:
        self.roads = [road for road in roads if road.name in names]
        self.names = names
        self.tree = STRtree([road.shape for road in self.roads])

    def name_at(self, spot: Point) -> str:
        """The name of the nearest street."""
        return self.names[self.roads[int(self.tree.nearest(spot))].name]


def shop_fronts(building: Polygon, driven: STRtree) -> list[Point]:
    """A spot every few metres along the sides of a building that look onto a street."""
    spots: list[Point] = []
    for side in _sides(building):
        middle = side.interpolate(0.5, normalized=True)
        road = driven.geometries[int(driven.nearest(middle))]
        faces = road.distance(middle) < REACH_M
        if faces and road.distance(middle) + 1 < road.distance(building.centroid):
            count = int(side.length // FRONT_M)
            inner = building.buffer(-INSIDE_M)
            along = (side.interpolate((place + 0.5) / count, normalized=True)
                     for place in range(count))  # fmt: skip
            spots += [_pull(spot, inner) for spot in along] if not inner.is_empty else []
    return spots


def stalls(building: Polygon, count: int) -> list[Point]:
    """So many spots in rows inside a building."""
    west, south, east, north = building.bounds
    step = (building.area / count) ** 0.5
    while True:
        found = [
            Point(x, y)
            for y in _steps(south, north, step)
            for x in _steps(west, east, step)
            if building.buffer(-INSIDE_M).contains(Point(x, y))
        ]
        if len(found) >= count:
            return thin(found, count)
        step *= 0.9


def thin(items: Sequence[Item], count: int) -> list[Item]:
    """So many of the items, evenly spread over their order."""
    if len(items) < count:
        raise ValueError(f"{len(items)} are fewer than {count}")
    return [items[place * len(items) // count] for place in range(count)]


def seats(buildings: Sequence[Polygon], count: int) -> list[Point]:
    """So many offices over the buildings, the bigger ones holding more."""
    total = sum(building.area for building in buildings)
    shares = [max(1, round(count * building.area / total)) for building in buildings]
    found = [
        spot
        for building, share in zip(buildings, shares, strict=True)
        for spot in (stalls(building, share) if share > 1 else [building.representative_point()])
    ]
    return thin(found, count)


def _sides(building: Polygon) -> Iterable[LineString]:
    return (
        LineString(pair)
        for pair in pairwise(corners(building.exterior))
        if Point(pair[0]).distance(Point(pair[1])) >= FRONT_M
    )


def _pull(spot: Point, inner: Polygon) -> Point:
    return inner.exterior.interpolate(inner.exterior.project(spot)) if hasattr(
        inner, "exterior"
    ) else inner.representative_point()  # fmt: skip


def _steps(low: float, high: float, step: float) -> Iterable[float]:
    return (low + step * (place + 0.5) for place in range(int((high - low) // step)))
