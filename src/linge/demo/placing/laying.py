"""Lay one community onto its map: buildings, grids, fronts, places and the map beneath."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely import STRtree, concave_hull
from shapely.geometry import MultiPoint, Point, Polygon, box
from shapely.ops import unary_union

from .basemap import base_map
from .blocks import DRIVEN, block_at, ground, largest, street_blocks
from .brief import STREETS, CommunityBrief
from .choosing import Chosen, choose
from .fronts import Streets, seats, shop_fronts, stalls, thin
from .plane import Plane, Thing
from .tiling import tile

YARD_M, HUGGING = 8.0, 0.4
SMALLEST_OFFICE_M2 = 110.0
MOSTLY = 0.9
Placed = dict[str, Any]


class Layout:
    """The parts of one community while it is laid."""

    def __init__(self, brief: CommunityBrief, folder: Path) -> None:
        self.brief = brief
        self.plane: Plane = brief.plane
        read = {layer: self._read(folder, file) for layer, file in FILES.items()}
        self.layers = {layer: read[layer] for layer in ("water", "land", "road", "footprint")}
        self.roads, footprints = read["road"], read["footprint"]
        self.footprints = [one for one in footprints if isinstance(one.shape, Polygon)]
        self.window = box(0, 0, *brief.window)
        self.names = street_names(self.roads, self.window)
        self.streets = Streets(self.roads, self.names)
        every = street_blocks(self.roads, self.window)
        self.blocks, self.ground = ground(every, Polygon(brief.rough), brief.rough_is_border)
        self.chosen, self.grids = self._settle()
        self.sites = {
            name: unary_union([block_at(self.blocks, Point(spot)) for spot in spots])
            for name, spots in brief.sites
        }
        self.order = sorted(self.grids)
        self.tree = STRtree([self.grids[grid] for grid in self.order])
        self.driven = STRtree([road.shape for road in self.roads if road.kind in DRIVEN])

    def _read(self, folder: Path, name: str) -> list[Thing]:
        file = folder / f"{self.brief.files}_{name}.geojson.gz"
        return list(self.plane.read(file)) if file.exists() else []

    def _settle(self) -> tuple[list[Chosen], dict[int, Polygon]]:
        """Choose and tile; a building cut off from the rest of its grid is left out, and again."""
        left_out: list[Polygon] = []
        while True:
            chosen = self._choose(left_out)
            grids = tile(self.ground, self.blocks, [(one.shape, one.grid) for one in chosen])
            cut_off = [
                one.shape
                for one in chosen
                if grids[one.grid].intersection(one.shape).area < MOSTLY * one.shape.area
            ]
            if not cut_off:
                return chosen, grids
            left_out += cut_off

    def _choose(self, left_out: Sequence[Polygon]) -> list[Chosen]:
        chosen: list[Chosen] = []
        first = 1
        inside = [
            one
            for one in self.footprints
            if self.ground.contains(one.shape) and one.shape not in left_out
        ]
        for estate in self.brief.estates:
            free = [one for one in inside if one.shape not in {c.shape for c in chosen}]
            chosen += choose(estate, first, free, self.blocks)
            first += estate.grids
        return chosen

    def grid_at(self, spot: Point) -> int:
        """The grid a spot lies in, or the nearest one."""
        return self.order[int(self.tree.nearest(spot))]

    @property
    def others(self) -> list[Polygon]:
        """Buildings of the community that belong to no estate and stand on no site."""
        own = {id(one.shape) for one in self.chosen}
        sites = unary_union(list(self.sites.values()))
        return [
            one.shape
            for one in self.footprints
            if id(one.shape) not in own
            and self.ground.contains(one.shape)
            and not sites.contains(one.shape.centroid)
        ]


FILES = {"water": "water", "land": "landuse", "road": "roads", "footprint": "buildings"}


def lay(brief: CommunityBrief, folder: Path) -> tuple[Placed, Placed]:
    """The placed community, and the map beneath it as GeoJSON."""
    layout = Layout(brief, folder)
    fronts = _fronts(layout)
    placed = {
        "outline": layout.plane.outwards(layout.ground.simplify(1)),
        "grids": [
            {"number": grid, "polygon": layout.plane.outwards(layout.grids[grid])}
            for grid in layout.order
        ],
        "estates": _estates(layout, fronts),
        "sites": [_site(layout, name, shape) for name, shape in layout.sites.items()],
        "places": _places(layout, fronts),
        "seats": _seats(layout),
    }
    around = layout.ground.buffer(brief.margin).envelope
    taken = unary_union([*layout.sites.values(), *(one.shape for one in layout.chosen)])
    features = base_map(layout.plane, around, layout.layers, layout.names, taken)
    return placed, {"type": "FeatureCollection", "features": features}


def street_names(roads: Sequence[Thing], window: Polygon) -> dict[str, str]:
    """A new name for every named street in the window, the longest first."""
    length: dict[str, float] = defaultdict(float)
    for road in roads:
        if road.kind in DRIVEN and road.name and not road.facts.get("is_tunnel"):
            length[road.name] += road.shape.intersection(window).length
    seen = [name for name, metres in length.items() if metres > 0]
    longest = sorted(seen, key=lambda name: (-length[name], name))
    return dict(zip(longest, STREETS, strict=False))


def _fronts(layout: Layout) -> dict[str, list[Point]]:
    """Every shop front: by estate building ``锦绣花园/3``, by street ``和平路/5``, by market."""
    found: list[tuple[str, Point]] = []
    for one in layout.chosen:
        key = f"{one.estate}/{one.number}"
        found += [(key, spot) for spot in shop_fronts(one.shape, layout.driven)]
    for shape in layout.others:
        for spot in shop_fronts(shape, layout.driven):
            found.append((f"{layout.streets.name_at(spot)}/{layout.grid_at(spot)}", spot))
    markets = {place.name: place for place in layout.brief.places if place.stalls}
    kept = thin(found, layout.brief.shops - sum(place.stalls for place in markets.values()))
    fronts: dict[str, list[Point]] = defaultdict(list)
    for key, spot in kept:
        fronts[key].append(spot)
    for name, place in markets.items():
        fronts[name] = stalls(_building_at(layout, Point(place.spot)), place.stalls)
    return fronts


def _estates(layout: Layout, fronts: dict[str, list[Point]]) -> list[Placed]:
    estates = []
    for brief in layout.brief.estates:
        own = [one for one in layout.chosen if one.estate == brief.name]
        estates.append(
            {
                "name": brief.name,
                "lane": brief.lane,
                "outline": layout.plane.outwards(_yard(layout, own)),
                "centre_line": _lane(layout, own) if brief.lane else None,
                "buildings": [_building(layout, one, fronts) for one in own],
            }
        )
    return estates


def _yard(layout: Layout, own: Sequence[Chosen]) -> Polygon:
    """The land around an estate's buildings, as one piece."""
    around = concave_hull(unary_union([one.shape for one in own]), ratio=HUGGING).buffer(YARD_M)
    strangers = unary_union(
        [one.shape.buffer(2) for one in layout.chosen if one.estate != own[0].estate]
    )
    return Polygon(largest(around.difference(strangers).intersection(layout.ground)).exterior)


def _lane(layout: Layout, own: Sequence[Chosen]) -> Placed:
    """The longest way between the houses of a lane."""
    among = unary_union([one.shape for one in own]).convex_hull.buffer(YARD_M)
    ways = (road.shape.intersection(among) for road in layout.roads)
    lines = [line for way in ways for line in getattr(way, "geoms", [way]) if line.length > 0]
    return layout.plane.outwards(max(lines, key=lambda line: line.length))


def _building(layout: Layout, one: Chosen, fronts: dict[str, list[Point]]) -> Placed:
    return {
        "number": one.number,
        "grid": one.grid,
        "area": round(one.shape.area),
        "point": layout.plane.position(one.shape.representative_point()),
        "footprint": layout.plane.outwards(one.shape),
        "fronts": _positions(layout, fronts.get(f"{one.estate}/{one.number}", [])),
    }


def _site(layout: Layout, name: str, shape: Polygon) -> Placed:
    whole = largest(shape.buffer(6).buffer(-10))
    spot = whole.representative_point()
    return {
        "name": name,
        "grid": layout.grid_at(spot),
        "point": layout.plane.position(spot),
        "outline": layout.plane.outwards(whole.simplify(0.5)),
    }


def _places(layout: Layout, fronts: dict[str, list[Point]]) -> list[Placed]:
    places = []
    for brief in layout.brief.places:
        spot = Point(brief.spot)
        shape = block_at(layout.blocks, spot) if brief.block else _building_at(layout, spot)
        places.append(_place(layout, brief.name, brief.kind, shape, fronts.get(brief.name, [])))
    sections: Counter[str] = Counter()
    for key in sorted(key for key in fronts if key.split("/")[0] in STREETS):
        street = key.split("/")[0]
        sections[street] += 1
        name = f"{street}沿街商铺{sections[street]}段"
        middle = MultiPoint(fronts[key]).centroid
        nearest = min(fronts[key], key=lambda spot: spot.distance(middle))
        places.append(_place(layout, name, "other", nearest, fronts[key]))
    return places


def _place(layout: Layout, name: str, kind: str, shape: Any, spots: Sequence[Point]) -> Placed:
    point = shape.representative_point()
    return {
        "name": name,
        "kind": kind,
        "grid": layout.grid_at(point),
        "point": layout.plane.position(point),
        "outline": layout.plane.outwards(shape) if isinstance(shape, Polygon) else None,
        "stalls": _positions(layout, spots),
    }


def _seats(layout: Layout) -> list[Placed]:
    offices = [shape for shape in layout.others if shape.area >= SMALLEST_OFFICE_M2]
    return [
        {
            "point": layout.plane.position(spot),
            "grid": layout.grid_at(spot),
            "street": layout.streets.name_at(spot),
        }
        for spot in seats(offices, layout.brief.organisations)
    ]


def _building_at(layout: Layout, spot: Point) -> Polygon:
    """The building of no estate at a spot."""
    return min(layout.others, key=lambda shape: shape.distance(spot))


def _positions(layout: Layout, spots: Sequence[Point]) -> list[list[float]]:
    return [layout.plane.position(spot) for spot in spots]
