"""The lists of what is missing: each row leads to the form with only that item open."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Building
from linge.territory.queries import address_text, building_text
from linge.ui.tables import Column, RowLink, Table

from ..rules.items import ITEMS_OF, Clear, Item
from ..tables import MissingTable, grid_name


def item_link(item: Item, uuid: Any) -> list[RowLink]:
    return [RowLink(gettext("只填这一项"), reverse("registry:item", args=[item.value, uuid]))]


class HomeGap(Table):
    caption = _("房屋缺项")
    order = ("building__path", "unit__number", "-floor", "room", "pk")
    columns = (
        Column("address", _("房屋"), address_text, sort="path", link=True),
        Column(
            "use", pgettext_lazy("building", "用途"), lambda row: row.get_use_display(), sort="use"
        ),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
    )
    item: Item

    def href(self, row: Any) -> str:
        return reverse("registry:dwelling", args=[row.uuid])

    def links(self, row: Any) -> list[RowLink]:
        return item_link(self.item, row.uuid)


class PersonGap(Table):
    caption = _("人员缺项")
    order = ("dwelling__path", "pk")
    columns = (
        Column("name", _("姓名"), "person.name", sort="person__name", link=True),
        Column("address", _("房屋"), lambda row: address_text(row.dwelling), sort="dwelling__path"),
        Column("grid", _("网格"), lambda row: grid_name(row.dwelling), sort="dwelling__grid__code"),
    )
    item: Item

    def href(self, row: Any) -> str:
        return reverse("registry:resident", args=[row.person.uuid])

    def links(self, row: Any) -> list[RowLink]:
        if self.item == Item.P4:
            return [RowLink(gettext("询问"), reverse("registry:care_ask", args=[row.person.uuid]))]
        return item_link(self.item, row.person.uuid)


class BuildingGap(Table):
    caption = _("楼栋缺项")
    order = ("path",)
    columns: tuple[Column, ...] = (
        Column("building", _("楼栋"), building_text, sort="path", link=True),
        Column("floors", _("地上层数"), "floors_up", number=True),
        Column("expected", _("应有户数"), "expected_dwellings", number=True),
        Column("surveyed", _("核实日期"), "surveyed_on", sort="surveyed_on"),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
    )

    def href(self, row: Building) -> str:
        return reverse("territory:building", args=[row.uuid])

    def links(self, row: Building) -> list[RowLink]:
        return [RowLink(gettext("核实"), reverse("territory:building_edit", args=[row.uuid]))]


class TooLowTable(BuildingGap):
    """More homes on file than the survey expects: somebody counts again."""

    caption = _("应有户数存疑的楼栋")
    columns = (
        Column("building", _("楼栋"), building_text, sort="path", link=True),
        Column("rows", _("登记房屋"), "rows_total", number=True),
        Column("expected", _("应有户数"), "expected_dwellings", number=True),
        Column("surveyed", _("核实日期"), "surveyed_on", sort="surveyed_on"),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
    )


class ShopGap(Table):
    caption = _("店面缺项")
    order = ("path",)
    columns = (
        Column("name", _("招牌名称"), str, sort="name", link=True),
        Column("trade", _("经营类别"), "trade", sort="trade"),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
    )

    def href(self, row: Any) -> str:
        return reverse("territory:shop", args=[row.uuid])


class OrganisationGap(Table):
    caption = _("单位缺项")
    order = ("path",)
    columns = (
        Column("name", _("单位名称"), "name", sort="name", link=True),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
    )

    def href(self, row: Any) -> str:
        return reverse("territory:organisation", args=[row.uuid])


class GridGap(Table):
    caption = _("待清点场所的网格")
    order = ("code",)
    columns = (Column("name", _("网格"), "name", sort="code", link=True),)

    def href(self, row: Any) -> str:
        return reverse("territory:grid", args=[row.uuid])

    def links(self, row: Any) -> list[RowLink]:
        return item_link(Item.A4, row.uuid)


class UnrecordedTable(MissingTable):
    caption = _("没有任何记录的房屋")


class UnprovedTable(MissingTable):
    """Vacancies whose evidence waits for a lead, or was never given."""

    caption = _("空置佐证待审核")

    def href(self, row: Any) -> str:
        return reverse("registry:dwelling", args=[row.uuid]) + "?tab=visits"


def _for(base: type, item: Item) -> type:
    """The list of one item group of homes or people."""
    return type(f"{base.__name__}{item.value}", (base,), {"item": item})


TABLES: Mapping[str, type] = {
    **{item.value: _for(HomeGap, item) for item in ITEMS_OF[Clear.HOUSEHOLD]},
    **{item.value: _for(PersonGap, item) for item in ITEMS_OF[Clear.CATEGORIES]},
    Item.A1.value: BuildingGap,
    Item.A2.value: ShopGap,
    Item.A3.value: OrganisationGap,
    Item.A4.value: GridGap,
}
