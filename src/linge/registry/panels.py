"""What the page of a building shows of the register: the wall of its homes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.models import Building
from linge.territory.panels import add_tab
from linge.ui.pages import Tab

from . import permissions, queries


def wall(building: Building, actor: Actor) -> dict[str, Any]:
    """The homes by floor and unit, for whoever may see the register."""
    seen = can(actor, permissions.VIEW)
    return {"stack": queries.stack(actor, building) if seen else None}


WALL = Tab("wall", _("一房一图"), "registry/_wall.html", wall)


def show_walls() -> None:
    """Add the wall to every building's page, once at start."""
    add_tab(Building, WALL)
