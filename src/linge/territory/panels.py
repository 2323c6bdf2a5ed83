"""What contexts above add to the pages of a place: a tab, or a line above the tabs.

A grid's page belongs to the territory, its team to `staff`, its figures to `registry`. Each adds
its part once at start (``AppConfig.ready``), so this floor knows none of them.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from linge.kernel.access import Actor
from linge.ui.pages import Link, Tab

Loader = Callable[[Any, Actor], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Head:
    """A template shown above the tabs, with what it needs."""

    template: str
    load: Loader


Way = Callable[[Any], Link | None]
"""A button of a floor above for a row; nothing where it does not fit the row."""

Taker = Callable[[HttpRequest, str, Sequence[str]], HttpResponse]
"""Hands a list out as a file: the request, the kind of file, the order of the rows."""

_takers: dict[type[Model], Taker] = {}
_tabs: dict[type[Model], list[Tab]] = defaultdict(list)
_heads: dict[type[Model], list[Head]] = defaultdict(list)
_ways: dict[type[Model], list[Way]] = defaultdict(list)


def add_tab(model: type[Model], tab: Tab) -> None:
    """Add a tab to the page of every row of a model; adding it again changes nothing."""
    if tab not in _tabs[model]:
        _tabs[model].append(tab)


def add_head(model: type[Model], head: Head) -> None:
    """Add a line above the tabs of the page of every row of a model."""
    if head not in _heads[model]:
        _heads[model].append(head)


def add_way(model: type[Model], way: Way) -> None:
    """Add a button to the page of the rows of a model that it fits."""
    if way not in _ways[model]:
        _ways[model].append(way)


def hand_out_by(model: type[Model], taker: Taker) -> None:
    """Let a floor above hand out the list of a model, with what it knows of each row."""
    _takers[model] = taker


def taker_of(model: type[Model]) -> Taker | None:
    """Who hands the list of a model out, if anybody does."""
    return _takers.get(model)


def ways_of(row: Model) -> list[Link]:
    """The buttons other contexts added for a row."""
    return [link for way in _ways[type(row)] if (link := way(row))]


def tabs_of(model: type[Model]) -> tuple[Tab, ...]:
    """The tabs other contexts added."""
    return tuple(_tabs[model])


def heads_of(row: Model, actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    """The templates to show above the tabs, each with what it needs."""
    return [(head.template, head.load(row, actor)) for head in _heads[type(row)]]
