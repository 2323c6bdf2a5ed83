"""The register for the phone: search in scope, masked, and the own collection count."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from linge.territory.models import Grid

from . import queries

router = Router(tags=["registry"])


class Count(Schema):
    """Collected and expected dwellings of the own grids; the worker sees no one else's."""

    grid: str
    collected: int
    expected: int
    rate: str


@router.get("/collection", response=Count, summary="本网格采集进度")
def collection(request: HttpRequest) -> dict[str, Any]:
    """The collection count of the actor's own grid."""
    actor = request.actor  # type: ignore[attr-defined]
    grid = Grid.objects.select_related("community").filter(pk__in=actor.grids).first()
    if grid is None:
        raise Http404
    total = queries.collection_board(actor, grid.community).total
    return {
        "grid": grid.name,
        "collected": total.collected,
        "expected": total.expected,
        "rate": str(total.share),
    }
