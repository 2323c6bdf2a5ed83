"""What pages of buildings, shops and organisations show of the register; what floors above add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.models import Building, Organisation, Region, Shop
from linge.territory.panels import add_tab
from linge.territory.ports import count_care_by
from linge.ui.pages import Tab

from . import permissions, queries
from .models import Heard
from .queries import ties
from .queries.care import care_at_stairs
from .queries.items import Line, Tally
from .rules.items import FILLED_WHEN, ITEMS_OF, Clear, Item
from .rules.kinds import HeardKind


def wall(building: Building, actor: Actor) -> dict[str, Any]:
    """The homes by floor and unit, for whoever may see the register."""
    seen = can(actor, permissions.VIEW)
    return {"stack": queries.stack(actor, building) if seen else None}


def trade(shop: Shop, actor: Actor) -> dict[str, Any]:
    """Who trades in a shop and whom to speak to there."""
    return {
        "operations": ties.visible_operations(actor).filter(shop=shop).order_by("-since"),
        **contacts(shop, actor),
        "contact_href": reverse("registry:shop_contact", args=[shop.uuid]),
    }


def contacts(place: Organisation | Shop, actor: Actor) -> dict[str, Any]:
    """Whom to speak to at an organisation or a shop."""
    rows = place.contacts.select_related("person").order_by(F("until").desc(nulls_first=True), "pk")
    return {
        "contacts": [(row, queries.shown_contact_phone(row)) for row in rows],
        "contact_href": reverse("registry:organisation_contact", args=[place.uuid]),
        "may_edit": permissions.may(actor, permissions.EDIT, place),
        "may_reveal": permissions.may(actor, permissions.REVEAL, place),
    }


def shop_rights(shop: Shop, actor: Actor) -> dict[str, Any]:
    """Who owns a shop and who rents it."""
    return {
        "held": ties.visible_ownerships(actor).filter(shop=shop).order_by("-since"),
        "leases": ties.visible_tenancies(actor).filter(shop=shop).order_by("-since"),
        "may_edit": permissions.may(actor, permissions.EDIT, shop),
        "own_href": reverse("registry:shop_ownership", args=[shop.uuid]),
        "let_href": reverse("registry:shop_tenancy", args=[shop.uuid]),
    }


WALL = Tab("wall", _("一房一图"), "registry/_wall.html", wall)


def show_walls() -> None:
    """Add the wall to every building's page, and people in care to a draft's figures."""
    add_tab(Building, WALL)
    count_care_by(care_at_stairs)


def show_register() -> None:
    """Add the register's tabs to the pages of buildings, shops and organisations, at start."""
    add_tab(Shop, Tab("trade", _("经营与联系人"), "registry/_trade.html", trade))
    add_tab(Shop, Tab("rights", _("产权与租赁"), "registry/_rights.html", shop_rights))
    add_tab(Organisation, Tab("contacts", _("联系人"), "registry/_contacts.html", contacts))


@dataclass(frozen=True, slots=True)
class Way:
    """A way of making something heard into a matter: a page of a floor above, for some kinds."""

    label: str
    kinds: tuple[HeardKind, ...]
    address: Callable[[Heard], str]


_ways: list[Way] = []


def add_way(way: Way) -> None:
    """Offer a way beside what was heard; adding it again changes nothing."""
    if way not in _ways:
        _ways.append(way)


def ways_of(heard: Heard) -> list[Way]:
    """The ways open to something heard, in the order they were added."""
    return [way for way in _ways if heard.kind in way.kinds]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item group of a line: its figures and the lists they open."""

    item: Item
    tally: Tally
    days: int | None
    empty: str = ""
    stale: str = ""

    @property
    def filled_when(self) -> Any:
        return FILLED_WHEN[self.item]


def gap_address(item: Item, state: str, line: Line, community: Region) -> str:
    """The list behind a figure of a line."""
    facts: dict[str, Any] = {"state": state, "community": community.pk}
    if line.by != "community":
        facts[line.by] = line.key or ""
    return f"{reverse('registry:gaps', args=[item.value])}?{urlencode(facts)}"


def item_rows(
    line: Line, days: Mapping[Item, int | None], community: Region, clear: Clear
) -> list[ItemRow]:
    """The item groups of one clear, with their lists."""
    return [
        ItemRow(
            item,
            line.items.get(item, Tally()),
            days[item],
            gap_address(item, "empty", line, community),
            gap_address(item, "stale", line, community),
        )
        for item in ITEMS_OF[clear]
    ]
