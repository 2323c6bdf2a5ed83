"""What a grid's page shows of its team: the chain above the tabs, and a tab to change it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.models import Grid
from linge.territory.panels import Head, add_head, add_tab
from linge.ui.pages import Tab

from . import permissions, queries


def _chain(grid: Grid, actor: Actor) -> dict[str, Any]:
    """Committee → residents' committee → lead → assistant → supervisor, by name."""
    return {"grid": grid, "team": queries.team(grid)}


def _team(grid: Grid, actor: Actor) -> dict[str, Any]:
    subject = permissions.subject_facts(grid)
    return {
        "team": queries.team(grid),
        "coming": queries.posts_to_come(grid),
        "stand_ins": queries.stand_ins_from(actor).filter(grid=grid),
        "may_appoint": can(actor, permissions.APPOINT, subject),
        "may_stand_in": can(actor, permissions.STAND_IN, subject),
    }


CHAIN = Head("staff/_chain.html", _chain)
TEAM = Tab("team", _("队伍"), "staff/_team.html", _team)


def show_teams() -> None:
    """Add both to every grid's page, once at start."""
    add_head(Grid, CHAIN)
    add_tab(Grid, TEAM)
