"""Grid outlines: every block, or its share of a block, goes to the grid of the buildings in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from shapely import (
    STRtree,
    coverage_simplify,
    segmentize,
    set_precision,
    union_all,
    voronoi_polygons,
)
from shapely.geometry import MultiPoint, Point, Polygon
from shapely.ops import polygonize, unary_union

from .blocks import largest
from .plane import corners

CORNER_EVERY_M = 6.0
TOUCH_M = 0.5
SMOOTH_M = 0.5
PRECISION_M = 0.05
SPRAWL = 0.35
WIDTH_OF_A_CORNER_M2 = 6.0

Members = Sequence[tuple[Polygon, int]]


def tile(ground: Polygon, blocks: Sequence[Polygon], members: Members) -> dict[int, Polygon]:
    """One simple polygon a grid; together they cover the ground without overlap."""
    cells = [
        (part, grid)
        for block in _blocks_and_gaps(ground, blocks)
        for part, grid in _parts(block, members)
    ]
    dissolved = _dissolve(_spread(cells, members))
    grids = sorted(dissolved)
    exact = _fitted([dissolved[grid] for grid in grids])
    smooth = coverage_simplify(exact, SMOOTH_M)
    return dict(zip(grids, smooth, strict=True))


def _fitted(outlines: Sequence[Polygon]) -> list[Polygon]:
    """The outlines without the hair's breadth between them: neighbours share every vertex."""
    lines = union_all([outline.exterior for outline in outlines], grid_size=PRECISION_M)
    faces = list(polygonize(lines))
    tree = STRtree(outlines)
    shares: dict[int, list[Polygon]] = defaultdict(list)
    for face in faces:
        shares[int(tree.nearest(face.representative_point()))].append(face)
    return [Polygon(largest(union_all(shares[place])).exterior) for place in range(len(outlines))]


def _blocks_and_gaps(ground: Polygon, blocks: Sequence[Polygon]) -> list[Polygon]:
    """The blocks within the ground, and what lies between them."""
    inside = [part for block in blocks for part in _polygons(block.intersection(ground))]
    return [*inside, *_polygons(ground.difference(unary_union(inside)))]


def _parts(block: Polygon, members: Members) -> list[tuple[Polygon, int | None]]:
    """The block by the grids of its members: whole, in shares, or nobody's yet."""
    own = [(form, grid) for form, grid in members if block.contains(form.representative_point())]
    grids = {grid for _, grid in own}
    if len(grids) <= 1:
        return [(block, next(iter(grids), None))]
    return _shares(block, own)


def _shares(block: Polygon, own: Members) -> list[tuple[Polygon, int | None]]:
    """Cut a block between grids, half way between their nearest buildings."""
    owner: dict[tuple[float, float], int] = {}
    for form, grid in own:
        for spot in corners(segmentize(form.buffer(-0.3), CORNER_EVERY_M)):
            owner[round(spot[0], 1), round(spot[1], 1)] = grid
    diagram = voronoi_polygons(MultiPoint(list(owner)), extend_to=block)
    cells = [set_precision(cell, PRECISION_M) for cell in diagram.geoms]
    tree = STRtree(cells)
    by_grid = defaultdict(list)
    for spot, grid in owner.items():
        by_grid[grid].append(cells[int(tree.query(Point(spot), predicate="within")[0])])
    return [
        (part, grid)
        for grid, shares in sorted(by_grid.items())
        for part in _polygons(union_all(shares, grid_size=PRECISION_M).intersection(block))
    ]


def _spread(
    cells: Sequence[tuple[Polygon, int | None]], members: Members
) -> list[tuple[Polygon, int]]:
    """Give what is nobody's to the neighbouring grid whose buildings are nearest, near ones first.

    A grid that has taken much ground already counts as farther away, so that none sprawls.
    """
    taken = [(part, grid) for part, grid in cells if grid is not None]
    waiting = [part for part, grid in cells if grid is None]
    homes = {
        grid: unary_union([form for form, its in members if its == grid]) for _, grid in members
    }
    while waiting:
        offers = [_offer(place, part, taken, homes) for place, part in enumerate(waiting)]
        _, place, grid = min(offer for offer in offers if offer)
        taken.append((waiting.pop(place), grid))
    return taken


def _offer(
    place: int, part: Polygon, taken: Sequence[tuple[Polygon, int]], homes: Mapping[int, Any]
) -> tuple[float, int, int] | None:
    """How far a part is from the best grid beside it: cost, the part's place, the grid."""
    edge = part.buffer(TOUCH_M)
    beside = {
        grid
        for other, grid in taken
        if edge.intersects(other) and edge.intersection(other).area > WIDTH_OF_A_CORNER_M2
    }
    ground = {grid: sum(form.area for form, its in taken if its == grid) for grid in beside}
    costs = [
        (round(part.centroid.distance(homes[grid]) + ground[grid] ** 0.5 * SPRAWL, 3), place, grid)
        for grid in beside
    ]
    return min(costs, default=None)


def _closest(part: Polygon, taken: Sequence[tuple[Polygon, int]]) -> tuple[int, float]:
    """The grid that shares most of a part's border, and how much of it."""
    shared: Counter[int] = Counter()
    edge = part.buffer(TOUCH_M)
    for other, grid in taken:
        if edge.intersects(other):
            shared[grid] += int(1000 * edge.intersection(other).area / part.length)
    return shared.most_common(1)[0] if shared else (-1, 0.0)


def _dissolve(cells: Sequence[tuple[Polygon, int]]) -> dict[int, Polygon]:
    """One polygon a grid; what hangs off it by a corner goes to the neighbour around it."""
    whole: dict[int, Any] = {}
    for grid in {grid for _, grid in cells}:
        whole[grid] = unary_union([part for part, its in cells if its == grid])
    for grid in sorted(whole):
        main = largest(whole[grid])
        for loose in _polygons(whole[grid].difference(main)):
            others = [(whole[other], other) for other in sorted(whole) if other != grid]
            home, _ = _closest(loose, others)
            whole[home] = whole[home].union(loose)
        whole[grid] = main
    return {grid: _without_holes(largest(form), whole, grid) for grid, form in whole.items()}


def _without_holes(form: Polygon, whole: Mapping[int, Any], grid: int) -> Polygon:
    """Fill the pinholes that dissolving left; a hole that is another grid's is an error."""
    for ring in form.interiors:
        hole = Polygon(ring)
        if any(hole.intersection(whole[other]).area > 1 for other in whole if other != grid):
            raise ValueError(f"grid {grid} surrounds another")
    return Polygon(form.exterior)


def _polygons(geometry: Any) -> list[Polygon]:
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if isinstance(part, Polygon) and part.area > 1.0]
