"""Give a case its place (定位): a grid, so that somebody is there to look after it."""

from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.events import publish
from linge.territory import queries as territory
from linge.territory.models import Building, Grid

from .. import events, rules
from ..models import Case
from .moving import begin, repeatable, take


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something is: a grid, a building or a point in WGS-84. One is enough."""

    grid: Grid | None = None
    building: Building | None = None
    lon: float | None = None
    lat: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """The point, if it can be on the ground."""
        return rules.point(self.lon, self.lat)


@repeatable
def place_case(case: Case, *, by: Actor, spot: Spot | None, request_id: UUID | None = None) -> Case:
    """Say where an open case is (定位), so that its grid's people see it; or say it better.

    Refuses with ``cases.grid_needed`` when nothing is named, ``cases.no_grid_there`` for a point
    between the grids, ``cases.bad_grid`` for another community's and ``cases.grid_differs`` when
    building and grid contradict each other.
    """
    turn = begin(case, "place", by=by)
    spot = spot or Spot()
    grid = grid_of(case, spot)
    named = territory.building_text(spot.building) if spot.building else ""
    told = {"grid": grid.pk, "grid_name": grid.name, "place_name": named, "before": case.grid_id}
    step = take(turn, data=told, grid=grid, **_columns(spot))
    publish(events.CasePlaced(case.pk, step.pk))
    return case


def grid_of(case: Case, spot: Spot) -> Grid:
    """The one grid a spot means, in the community of the case."""
    found = spot.grid or _around(case, spot)
    if not _of_community(case, spot, found):
        raise rules.refusal("bad_grid", "grid", community=case.community.name)
    if spot.building is not None and not _lies_in(spot.building, found):
        home = spot.building.grid.name if spot.building.grid else "—"
        place = territory.building_text(spot.building)
        raise rules.refusal("grid_differs", "grid", place=place, grid=home)
    return found


def as_placed(case: Case, spot: Spot) -> Case:
    """The case as it would be at the spot, unsaved: to look for what is similar there."""
    there = copy(case)
    for name, value in _columns(spot).items():
        setattr(there, name, value)
    return there


def _of_community(case: Case, spot: Spot, grid: Grid) -> bool:
    ended = grid.until is not None and grid.until <= today()
    of = {grid.community_id} | ({spot.building.community_id} if spot.building else set())
    return of == {case.community_id} and not ended


def _lies_in(building: Building, grid: Grid) -> bool:
    """Whether a building is the grid's, whole or with one of its staircases."""
    return building.grid in (None, grid) or building.units.filter(grid=grid).exists()


def _around(case: Case, spot: Spot) -> Grid:
    """The grid of the building, else of the point."""
    if spot.building is None and spot.point is None:
        raise rules.refusal("grid_needed", "grid")
    found = spot.building.grid if spot.building else None
    if found is None and spot.point is not None:
        found = territory.grid_of_point(case.community, *spot.point)
    if found is None:
        raise rules.refusal("no_grid_there", "grid")
    return found


def _columns(spot: Spot) -> dict[str, Any]:
    """What the case learns about its place besides the grid."""
    columns: dict[str, Any] = {}
    if spot.building is not None:
        columns |= {"building": spot.building, "path": spot.building.path}
    if spot.point is not None:
        columns |= {"lon": spot.point[0], "lat": spot.point[1]}
    return columns | ({"place_unknown": False} if columns else {})
