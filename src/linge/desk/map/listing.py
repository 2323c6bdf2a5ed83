"""The list twin of the map: every feature as a line with the same address as its drawing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from linge.territory.queries import MapLayers
from linge.territory.rules.kinds import EstateState


@dataclass(frozen=True, slots=True)
class Line:
    """One feature: ``key`` is its name on the map, such as ``grid-3``."""

    key: str
    title: str
    note: str
    address: str
    lon: float | None
    lat: float | None
    colour: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; ``layer`` is the layer of the map they stand for."""

    layer: str
    title: str
    lines: tuple[Line, ...]
    folded: bool = False


def groups(drawn: MapLayers, points: dict[str, Any]) -> list[Group]:
    """Cases first, for they wait; then grids, estates, and the buildings by estate."""
    cases = tuple(
        _case(one["properties"] | {"centre": one["geometry"]["coordinates"]})
        for one in points["features"]
    )
    grids = tuple(_grid(one["properties"]) for one in drawn.grids["features"])
    estates = tuple(_estate(one["properties"]) for one in drawn.estates["features"])
    found = [
        Group("cases", _("未结事件"), cases),
        Group("grids", pgettext_lazy("list", "网格"), grids),
        Group("estates", pgettext_lazy("list", "小区"), estates),
        *_buildings(drawn),
    ]
    return [group for group in found if group.lines]


def _case(told: dict[str, Any]) -> Line:
    note = " · ".join(filter(None, (told["state_label"], told["due"])))
    title = told["category"] or _("待定类别")
    address = reverse("cases:case", args=[told["uuid"]])
    return _line("case", told, title, note, address, colour=told["colour"], state=told["state"])


def _grid(told: dict[str, Any]) -> Line:
    address = reverse("territory:grid", args=[told["uuid"]])
    return _line("grid", told, told["name"], told["code"][-3:], address)


def _estate(told: dict[str, Any]) -> Line:
    note = ""
    if told["planned_units"] and told["state"] != EstateState.HANDED_OVER:
        note = _("规划%(homes)s套，%(day)s交付") % {
            "homes": told["planned_units"],
            "day": told["handover_on"],
        }
    return _line(
        "estate", told, told["name"], note, reverse("territory:estate", args=[told["uuid"]])
    )


def _buildings(drawn: MapLayers) -> Iterable[Group]:
    """Buildings folded by the grid they lie in, for there are many."""
    names = {one["id"]: one["properties"]["name"] for one in drawn.grids["features"]}
    by_grid: dict[int | None, list[Line]] = defaultdict(list)
    for one in drawn.buildings["features"]:
        told = one["properties"]
        note = _("%(homes)s户") % {"homes": told["homes"]}
        address = reverse("territory:building", args=[told["uuid"]])
        by_grid[told["grid"]].append(_line("building", told, told["name"], note, address))
    for grid, lines in by_grid.items():
        title = _("%(grid)s的楼栋") % {"grid": names.get(grid, _("未划入网格"))}
        yield Group("buildings", title, tuple(lines), folded=True)


def _line(
    kind: str, told: dict[str, Any], title: str, note: str, address: str, **marks: str
) -> Line:
    lon, lat = told.get("centre") or (None, None)
    return Line(f"{kind}-{told['id']}", title, note, address, lon, lat, **marks)
