"""Street blocks: the faces between roads, and the ground of the community they make up."""

from collections.abc import Iterable, Sequence

from shapely import STRtree
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from .plane import Thing

DRIVEN = ("major_road", "minor_road")
SLIVER_M2 = 800.0
GAP_M = 25.0


def street_blocks(roads: Iterable[Thing], window: Polygon) -> list[Polygon]:
    """The faces of the road net within a window; tunnels and bridges part nothing."""
    lines = [
        road.shape
        for road in roads
        if road.kind in DRIVEN
        and not road.facts.get("is_tunnel")
        and not road.facts.get("is_bridge")
    ]
    net = unary_union([*lines, window.exterior]).intersection(window)
    return [face for face in polygonize(net) if face.area > SLIVER_M2]


def ground(
    blocks: Sequence[Polygon], rough: Polygon, is_border: bool
) -> tuple[list[Polygon], Polygon]:
    """The blocks that lie in a roughly drawn outline, and the one ground they cover.

    Where the map has too few streets to close blocks, the outline is the one block.
    """
    if is_border:
        return [rough], rough
    inside = [block for block in blocks if rough.contains(block.representative_point())]
    joined = unary_union([block.buffer(GAP_M, join_style="mitre") for block in inside])
    whole = largest(joined.buffer(-GAP_M, join_style="mitre"))
    return inside, Polygon(whole.exterior)


def largest(geometry: BaseGeometry) -> Polygon:
    """The biggest part of a geometry."""
    parts = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
    return max((part for part in parts if isinstance(part, Polygon)), key=lambda part: part.area)


def block_at(blocks: Sequence[Polygon], spot: Point) -> Polygon:
    """The block a spot lies in, or the nearest one."""
    return blocks[int(STRtree(blocks).nearest(spot))]
