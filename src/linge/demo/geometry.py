"""Where everything stands: the placed communities as packaged with the house."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("linge.demo") / "data"
GeoJSON = dict[str, Any]
Position = list[float]


@dataclass(frozen=True, slots=True)
class PlacedBuilding:
    """A building on its footprint, with the spots of its shop fronts."""

    number: int
    grid: int
    area: int
    point: Position
    footprint: GeoJSON
    fronts: list[Position]


@dataclass(frozen=True, slots=True)
class PlacedEstate:
    """An estate, or a lane of an old quarter, and its buildings."""

    name: str
    lane: bool
    outline: GeoJSON
    centre_line: GeoJSON | None
    buildings: list[PlacedBuilding]


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    number: int
    polygon: GeoJSON


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A building site, where an estate will rise."""

    name: str
    grid: int
    point: Position
    outline: GeoJSON


@dataclass(frozen=True, slots=True)
class PlacedPlace:
    """A school, a park, a market with its stalls, a row of shops along a street."""

    name: str
    kind: str
    grid: int
    point: Position
    outline: GeoJSON | None
    stalls: list[Position]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an organisation sits: a spot in an office building on a street."""

    grid: int
    point: Position
    street: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A whole community on its ground."""

    outline: GeoJSON
    grids: list[PlacedGrid]
    estates: list[PlacedEstate]
    sites: list[PlacedSite]
    places: list[PlacedPlace]
    seats: list[Seat]


@cache
def placement(slug: str) -> Placement:
    """The placed community of a name: ``xingfuli`` or ``guizishan``."""
    read = json.loads(gzip.decompress((DATA / f"{slug}.json.gz").read_bytes()))
    return Placement(
        outline=read["outline"],
        grids=[PlacedGrid(**one) for one in read["grids"]],
        estates=[_estate(one) for one in read["estates"]],
        sites=[PlacedSite(**one) for one in read["sites"]],
        places=[PlacedPlace(**one) for one in read["places"]],
        seats=[Seat(**one) for one in read["seats"]],
    )


def base_map(slug: str) -> bytes:
    """The map beneath a community, as gzipped GeoJSON."""
    return (DATA / f"{slug}-base.geojson.gz").read_bytes()


def _estate(told: dict[str, Any]) -> PlacedEstate:
    buildings = [PlacedBuilding(**one) for one in told["buildings"]]
    return PlacedEstate(**{**told, "buildings": buildings})
