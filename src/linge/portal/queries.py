"""What anybody may know of a neighbourhood: who works in the grid of a building, whom to ring."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linge.staff import queries as staff
from linge.staff.models import Agency
from linge.territory.models import Building, Grid, Region

DESK = "desk"  # the line of the community's own duty desk


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The grid of a building with its team by post and name, and the duty desk of the community."""

    grid: Grid | None
    team: tuple[tuple[str, str], ...]
    desk: Agency | None


def neighbourhood(building: Building) -> Neighbourhood:
    """Who to turn to for a building; names as they hang on the board at its door."""
    desk = duty_desk(building.community)
    if building.grid is None:
        return Neighbourhood(None, (), desk)
    team = staff.team(building.grid)
    shown = ((_("网格员"), team.a), (_("B岗网格员"), team.b), (_("网格长"), team.lead))
    return Neighbourhood(
        building.grid,
        tuple((str(label), post.user.name) for label, post in shown if post is not None),
        desk,
    )


def duty_desk(community: Region) -> Agency | None:
    """The agency on the desk's line, whose number is given to everybody."""
    agencies = staff.agencies_of_community(community)
    return next((each for each in agencies if DESK in each.lines and each.phone), None)
