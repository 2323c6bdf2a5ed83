"""Which footprints become the buildings of which estate and grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from shapely.geometry import Point, Polygon

from .blocks import block_at
from .brief import EstateBrief
from .plane import Thing

ROW_M = 28.0
OVERLAP_M2 = 20.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A footprint that became a building: of which estate, which number, in which grid."""

    estate: str
    number: int
    grid: int
    shape: Polygon


def choose(
    brief: EstateBrief, first_grid: int, footprints: Sequence[Thing], blocks: Sequence[Polygon]
) -> list[Chosen]:
    """The estate's buildings: the blocks around its spots in turn, nearest footprints first."""
    found = _candidates(brief, footprints, blocks)
    if len(found) < brief.buildings:
        raise ValueError(f"{brief.name}: only {len(found)} footprints")
    kept = found[: brief.buildings]
    chosen = []
    for place, part in enumerate(_slices(kept, brief.grids)):
        for shape in _rows(part):
            chosen.append(Chosen(brief.name, len(chosen) + 1, first_grid + place, shape))
    return chosen


def _candidates(
    brief: EstateBrief, footprints: Sequence[Thing], blocks: Sequence[Polygon]
) -> list[Polygon]:
    fitting = [
        thing.shape
        for thing in footprints
        if brief.smallest_m2 <= thing.shape.area <= brief.largest_m2
    ]
    found: list[Polygon] = []
    for spot in map(Point, brief.spots):
        block = block_at(blocks, spot)
        near = [shape for shape in fitting if block.contains(shape.representative_point())]
        near.sort(key=lambda shape: (round(shape.centroid.distance(spot), 3), shape.wkt))
        for shape in near:
            if not any(shape.intersection(other).area > OVERLAP_M2 for other in found):
                found.append(shape)
    return found


def _slices(shapes: Sequence[Polygon], count: int) -> list[list[Polygon]]:
    """Equal parts along the longest direction of the estate."""
    spots = numpy.array([(shape.centroid.x, shape.centroid.y) for shape in shapes])
    centred = spots - spots.mean(axis=0)
    axis = numpy.linalg.eigh(centred.T @ centred)[1][:, -1]
    axis = axis if axis[1] <= 0 else -axis  # from north to south
    order = numpy.argsort((centred @ axis).round(3), kind="stable")
    size = len(shapes) // count
    return [
        [shapes[place] for place in order[part * size : (part + 1) * size]] for part in range(count)
    ]


def _rows(shapes: Sequence[Polygon]) -> list[Polygon]:
    """As a postman numbers them: rows from north to south, each from west to east."""
    return sorted(shapes, key=lambda s: (-(s.centroid.y // ROW_M), round(s.centroid.x, 2)))
