"""Intervals that must not meet: one hukou at a time, one operator of a shop, shares of one whole.

No constraint of both databases can say so. `keep_apart` holds the row all the intervals hang on (a
person, a dwelling, a shop) and looks at what is written there already, inside the transaction
that then writes; of two writers at once the second waits, looks, and is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import hold
from linge.kernel.intervals import heaviest
from linge.kernel.models import DatedQuerySet
from linge.kernel.refusals import Refused

from ..models import (
    Employment,
    HouseholdItem,
    HouseholdMember,
    HukouRecord,
    Ownership,
    Residency,
    ShopOperation,
    Tenancy,
)
from ..rules.kinds import HouseholdKind

Row = Any
Clashes = Callable[[Row, list[Row]], bool]


def any_at_once(row: Row, others: list[Row]) -> bool:
    """Whatever shares a day clashes."""
    return bool(others)


def unless_by_room(lease: Tenancy, others: list[Tenancy]) -> bool:
    """Leases share a day only where each of them is for a room."""
    return any(not (lease.by_room and other.by_room) for other in others)


def above_the_whole(share: Ownership, others: list[Ownership]) -> bool:
    """On some day the shares make more than the whole."""
    return (
        heaviest((own.span, Fraction(own.share_num, own.share_den)) for own in [share, *others]) > 1
    )


def twice_at_home(member: HouseholdMember, others: list[HouseholdMember]) -> bool:
    """In one household twice, or in two hukou books; a book and a living household go together."""
    return any(
        other.household_id == member.household_id
        or other.household.kind == member.household.kind == HouseholdKind.HUKOU
        for other in others
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """One rule: what the intervals hang on, which of them are compared, what is told of a clash.

    Of several ``anchors`` the one that is set counts. ``same`` are further fields that must agree.
    """

    anchors: tuple[str, ...]
    code: str
    field: str
    sentence: Promise
    same: tuple[str, ...] = ()
    clashes: Clashes = any_at_once


RULES: dict[type[models.Model], Apart] = {
    Residency: Apart(
        ("person",),
        "overlap",
        "since",
        _("这段时间此人已登记在这套房屋，请核对起始日期。"),
        same=("dwelling", "role"),
    ),
    HukouRecord: Apart(
        ("person",), "hukou_overlap", "since", _("这段时间此人已有户籍记录，请核对起始日期。")
    ),
    HouseholdMember: Apart(
        ("person",),
        "member_overlap",
        "since",
        _("这段时间此人已在该户，或在另一户籍户中，请核对入户日期。"),
        clashes=twice_at_home,
    ),
    Employment: Apart(
        ("person",),
        "employment_overlap",
        "since",
        _("这段时间已登记同一份就业，请核对起始日期。"),
        same=("organisation", "employer", "status"),
    ),
    HouseholdItem: Apart(
        ("household",),
        "item_overlap",
        "number",
        _("这段时间已登记同一号码，请核对。"),
        same=("kind", "number_index"),
    ),
    Ownership: Apart(
        ("dwelling", "shop"),
        "ownership_share",
        "share",
        _("各产权人的份额合计超过1，请核对。"),
        clashes=above_the_whole,
    ),
    Tenancy: Apart(
        ("dwelling", "shop"),
        "tenancy_overlap",
        "by_room",
        _("这段时间已有租约；如各租一间，两份租约都要勾选“分间出租”。"),
        clashes=unless_by_room,
    ),
    ShopOperation: Apart(
        ("shop",), "shop_operation_overlap", "since", _("这段时间店面已有经营者，请核对起始日期。")
    ),
}


def keep_apart(row: Row) -> None:
    """Refuse an interval that meets one it must not meet; call it just before writing the row."""
    rule = RULES.get(type(row))
    if rule is None:
        return
    anchor = _anchor(row, rule.anchors)
    if anchor is None or anchor.pk is None:
        return
    hold(anchor)
    if rule.clashes(row, list(_at_once(row, rule, anchor))):
        raise Refused(f"registry.{rule.code}", str(rule.sentence), rule.field)


def _anchor(row: Row, anchors: tuple[str, ...]) -> models.Model | None:
    return next((getattr(row, name) for name in anchors if _set(row, name)), None)


def _set(row: Row, name: str) -> bool:
    return getattr(row, f"{name}_id") is not None or row._state.fields_cache.get(name) is not None


def _at_once(row: Row, rule: Apart, anchor: models.Model) -> models.QuerySet[Any]:
    alike = {name: getattr(row, row._meta.get_field(name).attname) for name in rule.same}
    held = next(name for name in rule.anchors if _set(row, name))
    rows: DatedQuerySet[Any] = type(row).objects.filter(**{held: anchor}, **alike)
    return rows.during(row.span).exclude(pk=row.pk)
