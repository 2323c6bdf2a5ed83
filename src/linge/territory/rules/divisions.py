"""Whether a division may be published (网格划分): every member once, outlines sound, sizes fitting.

Problems stop the publication. Warnings let it through with a reason. Source: registry.md §2.2.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import geometry

FAR_OUTSIDE_M = 1_000.0

WORDS = {
    "member_without_grid": _("%(name)s还没有划入网格。"),
    "member_twice": _("%(name)s被划入多个网格。"),
    "split_and_whole": _("%(name)s既整栋又按单元划分，请只用一种。"),
    "shape_unreadable": _("%(name)s的范围无法识别，请重新绘制。"),
    "shape_open": _("%(name)s的范围没有闭合，请接上首尾两点。"),
    "shape_crossing": _("%(name)s的边线自相交叉，请重新绘制。"),
    "shape_empty": _("%(name)s的范围没有面积，请重新绘制。"),
    "shape_swapped": _("%(name)s的经纬度似乎颠倒了，请对调后再试。"),
    "shape_missing": _("%(name)s还没有绘制范围。"),
    "shape_overlap": _("%(name)s与%(other)s重叠%(area)s平方米，请调整边线。"),
    "shape_far_away": _("%(name)s的范围离本社区超过1公里，请核对坐标。"),
    "too_small": _("%(name)s只有%(homes)s户，少于标准的%(limit)s户。"),
    "too_large": _("%(name)s有%(homes)s户，多于标准的%(limit)s户。"),
    "point_outside": _("%(name)s的位置在%(other)s的范围之外。"),
}


BROKEN = frozenset(
    {"shape_unreadable", "shape_open", "shape_crossing", "shape_empty", "shape_swapped"}
    | {"shape_overlap", "split_and_whole"}
)


Key = tuple[str, int]


class Weight(StrEnum):
    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found about a division, in words for the person who draws it.

    ``about`` names what it is about, as (kind, id), so that a map can go there.
    """

    code: str
    weight: Weight
    facts: tuple[tuple[str, str], ...]
    about: tuple[Key, ...] = ()

    @property
    def message(self) -> str:
        return str(WORDS[self.code]) % dict(self.facts)


@dataclass(frozen=True, slots=True)
class Member:
    """Something a grid can hold. ``key`` is (kind, id); a unit names its building."""

    key: Key
    name: str
    homes: int = 0
    point: tuple[float, float] | None = None
    building: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A division as drawn: who is where, the outlines by grid, and the grids' names."""

    grids: Mapping[int, str]
    placed: Sequence[tuple[Member, int]]
    due: Sequence[Member]
    shapes: Mapping[int, dict[str, Any]]
    community_outline: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SizeRule:
    """How many homes a grid should hold: at least, and at most where that is said."""

    minimum: int
    maximum: int | None = None


def check(draft: Draft, rule: SizeRule | None = None) -> list[Remark]:
    """Everything to say about a draft, what stops it first."""
    return [
        *_missing(draft),
        *_doubled(draft),
        *_broken(draft),
        *_overlapping(draft),
        *_sizes(draft, rule),
        *_points_outside(draft),
    ]


def stops(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks that refuse a publication."""
    return [remark for remark in remarks if remark.weight is Weight.STOPS]


def warnings(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks that ask for a reason."""
    return [remark for remark in remarks if remark.weight is Weight.WARNS]


def homes_by_grid(draft: Draft) -> dict[int, int]:
    """How many homes the draft gives each grid."""
    homes = dict.fromkeys(draft.grids, 0)
    for member, grid in draft.placed:
        homes[grid] = homes.get(grid, 0) + member.homes
    return homes


def _remark(code: str, *about: Key, weight: Weight = Weight.STOPS, **facts: object) -> Remark:
    told = tuple((name, str(value)) for name, value in facts.items())
    return Remark(code, weight, told, about)


def _missing(draft: Draft) -> list[Remark]:
    """Members due in a grid that have none; a building is placed too when its units are."""
    placed = {member.key for member, _ in draft.placed}
    split = {("building", member.building) for member, _ in draft.placed if member.building}
    return [
        _remark("member_without_grid", member.key, name=member.name)
        for member in draft.due
        if member.key not in placed
        and member.key not in split
        and ("building", member.building) not in placed
    ]


def _doubled(draft: Draft) -> list[Remark]:
    count = Counter(member.key for member, _ in draft.placed)
    names = {member.key: member.name for member, _ in draft.placed}
    twice = [_remark("member_twice", key, name=names[key]) for key, n in count.items() if n > 1]
    split = {member.building for member, _ in draft.placed if member.building}
    both = [key for key in count if key[0] == "building" and key[1] in split]
    return [*twice, *(_remark("split_and_whole", key, name=names[key]) for key in both)]


def _broken(draft: Draft) -> list[Remark]:
    remarks = []
    for grid, name in draft.grids.items():
        if grid not in draft.shapes:
            remarks.append(_remark("shape_missing", ("grid", grid), name=name))
        elif fault := geometry.fault_of_polygon(draft.shapes[grid]):
            remarks.append(_remark(f"shape_{fault}", ("grid", grid), name=name))
        elif _far_away(draft, grid):
            remarks.append(_remark("shape_far_away", ("grid", grid), name=name))
    return remarks


def _far_away(draft: Draft, grid: int) -> bool:
    """Far from the ground we know, and not beside grids that begin on it: a community whose register
    has only just been begun reaches farther than its first buildings."""
    ground, shape = draft.community_outline, draft.shapes[grid]
    if ground is None or not _beyond(ground, shape):
        return False
    others = [outline for other, outline in draft.shapes.items() if other != grid]
    together = geometry.outline_of(others)
    anchored = any(not _beyond(ground, outline) for outline in others)
    return not anchored or together is None or _beyond(together, shape)


def _beyond(ground: dict[str, Any], shape: dict[str, Any]) -> bool:
    return geometry.metres_beyond(ground, shape) > FAR_OUTSIDE_M


def _overlapping(draft: Draft) -> list[Remark]:
    sound = {
        grid: outline
        for grid, outline in draft.shapes.items()
        if not geometry.fault_of_polygon(outline)
    }
    return [
        _remark(
            "shape_overlap",
            ("grid", one),
            ("grid", other),
            name=draft.grids[one],
            other=draft.grids[other],
            area=f"{area:.0f}",
        )
        for one, other, area in geometry.overlaps(sound)
    ]


def _sizes(draft: Draft, rule: SizeRule | None) -> list[Remark]:
    if rule is None:
        return []
    remarks = []
    for grid, homes in homes_by_grid(draft).items():
        told = partial(_remark, weight=Weight.WARNS, name=draft.grids[grid], homes=homes)
        if homes < rule.minimum:
            remarks.append(told("too_small", ("grid", grid), limit=rule.minimum))
        elif rule.maximum is not None and homes > rule.maximum:
            remarks.append(told("too_large", ("grid", grid), limit=rule.maximum))
    return remarks


def _points_outside(draft: Draft) -> list[Remark]:
    """Members whose position lies outside their grid's outline."""
    remarks = []
    for grid, outline in draft.shapes.items():
        located = [(one, one.point) for one, home in draft.placed if home == grid and one.point]
        inside = geometry.covered(outline, [point for _, point in located])
        remarks += [
            _remark(
                "point_outside",
                member.key,
                ("grid", grid),
                weight=Weight.WARNS,
                name=member.name,
                other=draft.grids[grid],
            )
            for (member, _), covered in zip(located, inside, strict=True)
            if not covered
        ]
    return remarks
