"""Maps on a flat table: OpenStreetMap features in metres from a corner, and back to degrees."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

from shapely import get_coordinates, transform
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0
DECIMALS = 6  # a tenth of a metre


@dataclass(frozen=True, slots=True)
class Thing:
    """A feature of the map: what OpenStreetMap says of it, and its shape in metres."""

    facts: dict[str, Any]
    shape: BaseGeometry

    @property
    def kind(self) -> str:
        return str(self.facts.get("kind", ""))

    @property
    def name(self) -> str:
        return str(self.facts.get("name", ""))


@dataclass(frozen=True, slots=True)
class Plane:
    """A local plane with its origin at a corner, ``(lon, lat)``."""

    west: float
    south: float

    @property
    def scale(self) -> tuple[float, float]:
        return METRES_PER_DEGREE * cos(radians(self.south)), METRES_PER_DEGREE

    def inwards(self, geometry: BaseGeometry) -> BaseGeometry:
        """Degrees to metres."""
        return transform(geometry, lambda at: (at - [self.west, self.south]) * self.scale)

    def outwards(self, geometry: BaseGeometry) -> dict[str, Any]:
        """Metres to GeoJSON in degrees, rounded."""
        moved = transform(
            geometry, lambda at: (at / self.scale + [self.west, self.south]).round(DECIMALS)
        )
        return json.loads(json.dumps(mapping(moved)))

    def position(self, point: BaseGeometry) -> list[float]:
        """The degrees of a point, rounded."""
        return list(self.outwards(point)["coordinates"])

    def read(self, file: Path) -> Iterator[Thing]:
        """The features of a gzipped GeoJSON file, in its order; broken rings mended."""
        with gzip.open(file, "rt", encoding="utf-8") as text:
            features = json.load(text)["features"]
        for feature in features:
            form = self.inwards(shape(feature["geometry"]))
            yield Thing(feature["properties"], form if form.is_valid else form.buffer(0))


def save(file: Path, content: Any) -> None:
    """Write JSON, gzipped, equal bytes for equal content."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def corners(geometry: BaseGeometry) -> list[tuple[float, float]]:
    """Every vertex, as plain numbers."""
    return [(float(x), float(y)) for x, y in get_coordinates(geometry)]
