"""Addresses and kinds of members in words, for templates."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.territory import queries
from linge.territory.models import Building, Dwelling

register = template.Library()

MEMBER_KINDS = {
    "building": _("楼栋"),
    "unit": _("单元"),
    "shop": _("店面"),
    "organisation": pgettext_lazy("organisation", "单位"),
    "place": _("场所"),
}


@register.filter
def address(row: Building | Dwelling) -> str:
    """The standard address of a building or a dwelling."""
    return queries.address_text(row) if isinstance(row, Dwelling) else queries.building_text(row)


@register.filter
def member_kind(kind: str) -> str:
    """What kind of thing a grid's member is."""
    return str(MEMBER_KINDS[kind])
