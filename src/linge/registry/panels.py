"""What the page of a building shows of the register, and what floors above add to ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.models import Building, Region
from linge.territory.panels import add_tab
from linge.territory.ports import count_care_by
from linge.ui.pages import Tab

from . import permissions, queries
from .models import Heard
from .queries.care import care_at_stairs
from .queries.items import Line, Tally
from .rules.items import FILLED_WHEN, ITEMS_OF, Clear, Item
from .rules.kinds import HeardKind


def wall(building: Building, actor: Actor) -> dict[str, Any]:
    """The homes by floor and unit, for whoever may see the register."""
    seen = can(actor, permissions.VIEW)
    return {"stack": queries.stack(actor, building) if seen else None}


WALL = Tab("wall", _("一房一图"), "registry/_wall.html", wall)


def show_walls() -> None:
    """Add the wall to every building's page, and people in care to a draft's figures."""
    add_tab(Building, WALL)
    count_care_by(care_at_stairs)


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
