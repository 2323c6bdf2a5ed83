"""The parts of the portal's frame."""

from typing import Any

from django import template

from linge.portal import menu

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_tabs(context: template.Context) -> dict[str, Any]:
    """The tabs and which of them is open."""
    shown = menu.tabs()
    return {"shown": shown, "current": menu.current(shown, context["request"].path)}
