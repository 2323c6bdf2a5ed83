"""Open cases as points on the map."""

from collections.abc import Iterable
from typing import Any

from linge.kernel.access import Actor
from linge.territory.models import Region

from ..models import Case
from .dues import due_words
from .queues import board

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def case_points(
    actor: Actor, community: Region | None = None, box: Box | None = None
) -> dict[str, Any]:
    """Open cases in scope that have a point (in the box), as a GeoJSON FeatureCollection, WGS-84."""
    rows = board(actor).filter(lon__isnull=False, lat__isnull=False)
    if box is not None:
        west, south, east, north = box
        rows = rows.filter(lon__range=(west, east), lat__range=(south, north))
    if community is not None:
        rows = rows.filter(community=community)
    return {"type": "FeatureCollection", "features": list(_features(rows))}


def _features(rows: Iterable[Case]) -> Iterable[dict[str, Any]]:
    for case in rows:
        due = due_words(case)
        yield {
            "type": "Feature",
            "id": case.pk,
            "geometry": {"type": "Point", "coordinates": [case.lon, case.lat]},
            "properties": {
                "id": case.pk,
                "uuid": str(case.uuid),
                "number": case.number,
                "category": case.category.label if case.category else "",
                "state": case.state,
                "state_label": case.get_state_display(),
                "due": due.text,
                "colour": due.colour,
            },
        }
