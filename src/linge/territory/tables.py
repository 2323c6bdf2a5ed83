"""What the lists of places show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.ui.tables import Badge, Column, Table

from . import queries
from .models import Division, Estate, Organisation, RegionChange, Shop
from .rules.changes import ChangeState
from .rules.kinds import DivisionState, EstateState, OrganisationState, ShopState

ESTATE_LOOKS = {
    EstateState.PLANNED: "muted",
    EstateState.UNDER_CONSTRUCTION: "warn",
    EstateState.HANDED_OVER: "ok",
    EstateState.DEMOLISHED: "muted",
}
ORGANISATION_LOOKS = {
    OrganisationState.OPERATING: "ok",
    OrganisationState.SUSPENDED: "warn",
    OrganisationState.DISSOLVED: "muted",
}
SHOP_LOOKS = {
    ShopState.TRADING: "ok",
    ShopState.SUSPENDED: "warn",
    ShopState.EMPTY: "muted",
    ShopState.CLOSED: "muted",
}
DIVISION_LOOKS = {
    DivisionState.DRAFT: "info",
    DivisionState.SUBMITTED: "warn",
    DivisionState.IN_FORCE: "ok",
    DivisionState.SUPERSEDED: "muted",
    DivisionState.WITHDRAWN: "muted",
}

CHANGE_LOOKS = {
    ChangeState.PROPOSED: "warn",
    ChangeState.DONE: "ok",
    ChangeState.WITHDRAWN: "muted",
}

GRID = Column("grid", _("网格"), lambda row: row.grid and row.grid.name, sort="grid__code")
COMMUNITY = Column("community", _("社区"), "community.name", sort="community__path", hidden=True)


def estate_state(row: Estate) -> Badge:
    return Badge(ESTATE_LOOKS[EstateState(row.state)], row.get_state_display())


def organisation_state(row: Organisation) -> Badge:
    return Badge(ORGANISATION_LOOKS[OrganisationState(row.state)], row.get_state_display())


def shop_state(row: Shop) -> Badge:
    return Badge(SHOP_LOOKS[ShopState(row.state)], row.get_state_display())


def division_state(row: Division) -> Badge:
    return Badge(DIVISION_LOOKS[DivisionState(row.state)], row.get_state_display())


def change_state(row: RegionChange) -> Badge:
    return Badge(CHANGE_LOOKS[ChangeState(row.state)], row.get_state_display())


def shop_front(row: Shop) -> str:
    """Where a shop is: ``锦绣花园3号楼 12-1``."""
    where = queries.building_text(row.building) if row.building else str(row.place)
    return f"{where} {row.front_no}"


class EstateTable(Table):
    order = ("path",)
    columns = (
        Column("name", _("小区"), sort="name", link=True),
        Column("state", _("状态"), estate_state, sort="state"),
        Column(
            "buildings",
            pgettext_lazy("list", "楼栋"),
            "building_count",
            sort="building_count",
            number=True,
        ),
        Column("homes", _("应有户数"), "home_count", sort="home_count", number=True),
        Column("manager", _("物业服务单位"), lambda row: row.manager and row.manager.name),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:estate", args=[row.uuid])


class HandoverTable(EstateTable):
    order = ("handover_on",)
    columns = (
        Column("name", _("小区"), sort="name", link=True),
        Column("state", _("状态"), estate_state, sort="state"),
        Column("planned_units", _("规划套数"), sort="planned_units", number=True),
        Column("handover_on", _("交付日期"), sort="handover_on"),
        Column("developer", _("开发单位"), sort="developer"),
        COMMUNITY,
    )


class BuildingTable(Table):
    order = ("path",)
    columns = (
        Column("building", _("楼栋"), queries.building_text, sort="path", link=True),
        Column(
            "use", pgettext_lazy("building", "用途"), lambda row: row.get_use_display(), sort="use"
        ),
        Column("floors_up", _("层数"), sort="floors_up", number=True),
        Column(
            "expected", _("应有户数"), "expected_dwellings", sort="expected_dwellings", number=True
        ),
        Column("dwellings", _("登记房屋"), "dwelling_count", sort="dwelling_count", number=True),
        GRID,
        Column("surveyed_on", _("核实日期"), sort="surveyed_on"),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:building", args=[row.uuid])


class OrganisationTable(Table):
    order = ("name",)
    columns = (
        Column("name", _("单位名称"), sort="name", link=True),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("uscc", _("统一社会信用代码"), sort="uscc"),
        Column("address", _("地址"), sort="address"),
        GRID,
        Column("state", _("状态"), organisation_state, sort="state"),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:organisation", args=[row.uuid])


class ShopTable(Table):
    order = ("path",)
    columns = (
        Column("front", _("门面"), shop_front, sort="path", link=True),
        Column("name", _("招牌名称"), sort="name"),
        Column("trade", _("经营类别"), sort="trade"),
        GRID,
        Column("state", _("状态"), shop_state, sort="state"),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:shop", args=[row.uuid])


class PlaceTable(Table):
    order = ("kind", "name")
    columns = (
        Column("name", _("名称"), sort="name", link=True),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("estate", _("所属小区"), lambda row: row.estate and row.estate.name),
        GRID,
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:place", args=[row.uuid])


class GridTable(Table):
    order = ("community__path", "code")
    columns = (
        Column("code", _("编码"), sort="code"),
        Column("name", _("网格"), sort="name", link=True),
        Column("kind", _("类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column(
            "dwellings",
            pgettext_lazy("list", "房屋"),
            "dwelling_count",
            sort="dwelling_count",
            number=True,
        ),
        Column(
            "buildings",
            pgettext_lazy("list", "楼栋"),
            "building_count",
            sort="building_count",
            number=True,
        ),
        Column(
            "shops", pgettext_lazy("list", "店面"), "shop_count", sort="shop_count", number=True
        ),
        Column("organisations", pgettext_lazy("list", "单位"), "organisation_count", number=True),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:grid", args=[row.uuid])


class DivisionTable(Table):
    order = ("-since", "-pk")
    drawer = False
    columns = (
        Column("since", _("起用日期"), sort="since", link=True),
        Column("until", _("停用日期"), sort="until"),
        Column("state", _("状态"), division_state, sort="state"),
        Column("grids", _("网格数"), "grid_count", sort="grid_count", number=True),
        Column("reason", _("说明")),
        Column("drafted_by", _("起草人"), lambda row: row.drafted_by and row.drafted_by.name),
        Column("approved_by", _("批准人"), lambda row: row.approved_by and row.approved_by.name),
        COMMUNITY,
    )

    def href(self, row):
        return reverse("territory:division", args=[row.uuid])


def _names(regions: str) -> Any:
    return lambda row: "、".join(region.name for region in getattr(row, regions).all())


class ChangeTable(Table):
    order = ("-effective_on", "-pk")
    drawer = False
    columns = (
        Column("effective_on", _("生效日期"), sort="effective_on", link=True),
        Column("kind", _("变更类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column("before", _("变更前"), _names("predecessors")),
        Column("after", _("变更后"), _names("successors")),
        Column("document", _("批准文号")),
        Column("state", _("状态"), change_state, sort="state"),
    )

    def href(self, row):
        return reverse("territory:change", args=[row.uuid])


_DAYS = {"off": "ok", "work": "warn"}
_WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


class DayTable(Table):
    order = ("-day",)
    columns = (
        Column("day", _("日期"), sort="day"),
        Column("weekday", _("星期"), lambda row: _WEEKDAYS[row.day.weekday()]),
        Column(
            "kind",
            pgettext_lazy("day", "安排"),
            lambda row: Badge(_DAYS[row.kind], row.get_kind_display()),
        ),
        Column("name", _("节日"), sort="name"),
    )
