"""The parts of the desk's frame that depend on who is signed in."""

from typing import Any

from django import template

from linge.desk import menu

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
    """The top bar: where one is, search, help, one's own name."""
    return {"request": context["request"], "csrf_token": context.get("csrf_token")}
