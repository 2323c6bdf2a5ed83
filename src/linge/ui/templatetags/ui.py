"""Small words of the templates: icons, form controls, numbers and times as people write them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linge.ui import forms, words
from linge.ui.appearance import Appearance

register = template.Library()

register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("ago", words.ago)
register.filter("weekday", words.weekday)
register.filter("grouped", words.grouped)
register.filter("counted", words.counted)
register.filter("short_number", words.short_number)
register.filter("rate", words.rate)


@register.simple_tag(takes_context=True)
def appearance(context: template.Context) -> Appearance:
    """Theme and type size of this browser; the plain ones where a page has no request (500)."""
    return Appearance.of(context.get("request"))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A drawing of the sprite, always beside a word, so hidden from readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a bound field, dressed for its kind and tied to its hint and error."""
    return forms.control(field)


@register.filter
def control_kind(field: BoundField) -> str:
    """``line``, ``choice`` (several inputs under one legend), ``switch`` or ``photo``."""
    return forms.control_kind(field)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The present address with some parameters changed; ``None`` takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return value.isoformat() if value else ""


@register.filter
def has(mapping: Any, name: str) -> bool:
    """Whether a dictionary or list has something of that name."""
    return name in mapping


@register.filter("words")
def parted(text: str) -> list[str]:
    """A line of plain words as a list."""
    return text.split()
