"""What a grid's page shows of its team: the chain above the tabs, and a tab to change it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.models import Grid
from linge.territory.panels import Head, add_head, add_tab
from linge.ui.pages import Tab

from . import permissions, queries
from .rules import BEST, QUESTIONS


def _chain(grid: Grid, actor: Actor) -> dict[str, Any]:
    """Committee → residents' committee → lead → assistant → supervisor, by name."""
    words = queries.role_words(grid.community)
    return {"grid": grid, "team": queries.team(grid), "words": words}


def _team(grid: Grid, actor: Actor) -> dict[str, Any]:
    subject = permissions.subject_facts(grid)
    words = queries.role_words(grid.community)
    return {
        "posts": [(role, words[role], posts) for role, posts in queries.team(grid).by_role],
        "four": [words[role] for role in queries.four_in_one(grid.community)],
        "coming": queries.posts_to_come(grid),
        "stand_ins": queries.stand_ins_from(actor).filter(grid=grid),
        "may_appoint": can(actor, permissions.APPOINT, subject),
        "may_stand_in": can(actor, permissions.STAND_IN, subject),
    }


def _ratings(grid: Grid, actor: Actor) -> dict[str, Any]:
    subject = permissions.subject_facts(grid)
    return {
        "questions": QUESTIONS,
        "most": BEST * len(QUESTIONS),
        "ratings": queries.ratings(actor).filter(grid=grid),
        "may_rate": can(actor, permissions.RATE, subject),
    }


CHAIN = Head("staff/_chain.html", _chain)
RATINGS = Tab("ratings", _("督导评价"), "staff/_ratings.html", _ratings)
TEAM = Tab("team", _("队伍"), "staff/_team.html", _team)


def show_teams() -> None:
    """Add them to every grid's page, once at start."""
    add_head(Grid, CHAIN)
    add_tab(Grid, TEAM)
    add_tab(Grid, RATINGS)
