"""The parts of the desk's frame that depend on who is signed in."""

from typing import Any

from django import template

from linge.desk import menu, queries

register = template.Library()

FOLD_COOKIE = "linge_menu"


@register.inclusion_tag("desk/_menu.html", takes_context=True)
def desk_menu(context: template.Context) -> dict[str, Any]:
    """The left menu, folded as this browser last left it."""
    request = context["request"]
    groups = menu.menu_for(request.actor)
    return {
        "groups": groups,
        "current": menu.current(groups, request.path),
        "folded": request.COOKIES.get(FOLD_COOKIE) == "folded",
    }


@register.inclusion_tag("desk/_top.html", takes_context=True)
def desk_top(context: template.Context) -> dict[str, Any]:
    """The top bar: where one works, search, help, one's own name."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "places": queries.places(request.actor),
    }
