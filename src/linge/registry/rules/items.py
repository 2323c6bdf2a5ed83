"""The item groups of the four clears (四清) and for how many days each stays fresh.

Days are defaults; a community's own stand in its `ItemLimit` rows. None: fresh once filled.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.territory.rules.kinds import PlaceKind


class Item(TextChoices):
    """An item group (采集项): facts that are asked, filled and confirmed together."""

    F1 = "F1", _("房屋用途")
    F2 = "F2", _("家庭成员和户主")
    F3 = "F3", _("可用电话")
    F4 = "F4", _("租赁")
    P1 = "P1", _("姓名、性别、出生、证件")
    P2 = "P2", _("户籍")
    P3 = "P3", _("就业状态")
    P4 = "P4", _("关爱问询")
    A1 = "A1", _("楼栋情况")
    A2 = "A2", _("店面")
    A3 = "A3", pgettext_lazy("organisation", "单位")
    A4 = "A4", _("场所清点")
    H1 = "H1", _("楼栋隐患检查")
    H2 = "H2", _("未销隐患")
    H3 = "H3", _("未结矛盾")


class Clear(TextChoices):
    """One of the four clears, which a grid should have of its homes, people and places."""

    HOUSEHOLD = "F", _("家庭情况清")
    CATEGORIES = "P", _("人员类别清")
    FACILITIES = "A", _("区域设施清")
    HAZARDS = "H", _("隐患矛盾清")


ITEMS_OF: Mapping[Clear, tuple[Item, ...]] = MappingProxyType(
    {clear: tuple(item for item in Item if item.value[0] == clear.value) for clear in Clear}
)
DAYS: Mapping[Item, int | None] = MappingProxyType(
    dict.fromkeys(Item, 180)
    | {Item.P1: None}
    | {Item.P2: 365, Item.A1: 365, Item.A2: 90, Item.A4: 365}
    | {Item.H1: 30, Item.H2: 7, Item.H3: 14}
)
WORKING_AGES = (16, 59)
REQUIRED_PLACES = tuple(kind.value for kind in PlaceKind if kind != PlaceKind.OTHER)
FILLED_WHEN: Mapping[Item, Any] = MappingProxyType(
    {
        Item.F1: _("用途已登记"),
        Item.F2: _("有一位户主，成员关系齐全"),
        Item.F3: _("至少一个可接通的电话"),
        Item.F4: _("出租房：出租人、承租人、租期止日齐全"),
        Item.P1: _("姓名、性别、出生日期和证件齐全"),
        Item.P2: _("户籍状态已登记；在外地的有离开日期"),
        Item.P3: _("16至59岁：就业状态已登记"),
        Item.P4: _("每类关爱需求都已问过"),
        Item.A1: _("层数、单元、应有户数已核实"),
        Item.A2: _("经营者、联系人、经营类别齐全"),
        Item.A3: _("联系人已登记"),
        Item.A4: _("各类场所都已清点"),
        Item.H1: _("检查表已完成"),
        Item.H2: _("等级、责任单位、期限齐全"),
        Item.H3: _("调解人、下次日期齐全"),
    }
)


def days_of(own: Mapping[str, int]) -> dict[Item, int | None]:
    """The days of every item group, the community's own before the defaults."""
    return {item: own.get(item.value, DAYS[item]) for item in Item}
