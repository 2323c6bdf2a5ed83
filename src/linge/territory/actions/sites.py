"""Estates under construction: how fast they fill, and their handover (交付)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import EstateHandedOver
from ..models import Building, Dwelling, Estate, MoveInShare, Place, Region, Unit
from ..rules.kinds import AHEAD_OF_HANDOVER, EstateState, PlaceKind
from .rows import keep
from .seats import seat


@transaction.atomic
def set_move_in_shares(
    community: Region, *, by: Actor, shares: Mapping[int, int]
) -> list[MoveInShare]:
    """Say how much of an estate is lived in so many months after handover; none: all at once.

    Refuses with ``territory.shares_fall`` when a later month has less than an earlier one.
    """
    permissions.require(by, permissions.CHANGE, community)
    ordered = [percent for _, percent in sorted(shares.items())]
    if ordered != sorted(ordered):
        raise Refused(
            "territory.shares_fall", str(_("入住比例只增不减，后面的月数不能比前面的小。"))
        )
    MoveInShare.objects.filter(region=community).delete()
    rows = [
        keep(MoveInShare(region=community, months=months, percent=percent))
        for months, percent in sorted(shares.items())
    ]
    record(by, "territory.set_move_in_shares", community, shares=dict(shares))
    return rows


@transaction.atomic
def hand_over_estate(estate: Estate, *, by: Actor, on: date, note: str = "") -> Estate:
    """Take an estate into use: its buildings stand from that day, its site is gone.

    The buildings are raised before and lie in the site's grid unless they have one. Refuses with
    ``territory.not_a_site``, ``territory.handover_in_future``, ``territory.no_buildings`` or,
    where planned homes and dwellings differ and no note says why, ``territory.homes_differ``.
    """
    permissions.require(by, permissions.CHANGE, estate)
    _may_be_handed_over(estate, on)
    homes = estate.buildings.aggregate(homes=Sum("expected_dwellings"))["homes"] or 0
    if homes != estate.planned_units and not note.strip():
        facts = {"planned": estate.planned_units, "homes": homes}
        raise Refused(
            "territory.homes_differ",
            str(_("规划%(planned)s套，登记应有%(homes)s户，请核对或写明差异原因。") % facts),
            "note",
        )
    planned = estate.planned_units
    estate.state, estate.handover_on = EstateState.HANDED_OVER, on
    estate.handover_note = note.strip()
    keep(estate)
    _settle(estate, on)
    record(by, "territory.hand_over_estate", estate, planned=planned, homes=homes)
    publish(EstateHandedOver(estate.pk, homes))
    return estate


def _may_be_handed_over(estate: Estate, on: date) -> None:
    if estate.state not in AHEAD_OF_HANDOVER:
        raise Refused("territory.not_a_site", str(_("这个小区已经交付，不用再办理。")))
    if on > today():
        raise Refused("territory.handover_in_future", str(_("交付日期不能晚于今天。")), "on")
    if not estate.buildings.exists():
        raise Refused(
            "territory.no_buildings", str(_("还没有登记楼栋，请先登记楼栋和房屋再交付。"))
        )


def _settle(estate: Estate, on: date) -> None:
    """The buildings stand from that day, in the grid of the site; the site is closed."""
    estate.buildings.filter(built_on=None).update(built_on=on)
    sites = Place.objects.filter(estate=estate, kind=PlaceKind.SITE, closed_on=None)
    grid = sites.exclude(grid=None).values_list("grid", flat=True).first()
    if grid is not None:
        placed = Building.objects.filter(estate=estate, units__grid__isnull=False)
        rows = Building.objects.filter(estate=estate, grid=None).exclude(pk__in=placed)
        buildings = list(rows)
        for building in buildings:
            building.grid_id = grid
        Building.objects.bulk_update(buildings, ["grid"])
        Unit.objects.filter(building__in=buildings).update(grid=grid)
        Dwelling.objects.filter(building__in=buildings).update(grid=grid)
        seat(buildings)
    sites.update(closed_on=on)
