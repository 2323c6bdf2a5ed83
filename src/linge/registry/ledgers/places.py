"""Ledgers of homes and places: 房屋, 出租房屋, 未采集, 单位, 店面, 在建项目."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor, DataClass
from linge.territory import queries as territory
from linge.territory.models import Dwelling
from linge.territory.queries import address_text

from .. import permissions, queries
from ..queries import ledgers
from ..rules.kinds import Outcome
from . import cells
from .cells import attribute, column, of, words
from .declared import Ledger
from .narrowing import DatedFilter, HomesOf, LedgerFilter, SiteFilter

C2, C3 = DataClass.C2, DataClass.C3
GRID = column("grid", _("网格"), cells.grid, sort="grid__code", width=10)


def last_outcome(home: Any) -> str:
    return str(Outcome(home.last_outcome).label) if home.last_outcome else ""


ADDRESS = column("address", _("房屋地址"), address_text, sort="path", width=26)
USE = column("use", pgettext_lazy("building", "用途"), words("use"), sort="use", width=10)
OUTCOME = column("outcome", _("最近走访"), last_outcome, width=12)
DAY = column("day", _("走访日期"), attribute("last_day"), sort="last_day", width=12)


def missing(actor: Actor, day: date) -> QuerySet[Dwelling]:
    return queries.missing(actor, day)


DWELLINGS = Ledger(
    code="dwellings",
    title=_("房屋台账"),
    about=_("登记在册的房屋，每套住了几人、采集了没有。"),
    capability=permissions.VIEW,
    query=queries.dwellings,
    columns=(
        ADDRESS,
        USE,
        column("people", _("现住人数"), lambda h: h.people or 0, sums="people", width=8),
        column(
            "collected",
            _("采集"),
            lambda h: _now("已采集") if h.collected else _now("未采集"),
            width=10,
        ),
        OUTCOME,
        DAY,
        GRID,
    ),
    order=("path", "pk"),
    filter=DatedFilter,
    counted=_("合计 %(n)s 套"),
    dated=True,
)
MISSING = Ledger(
    code="missing",
    title=_("未采集台账"),
    about=_("本轮还没有采集到的房屋，按楼栋排列，可以带着上门。"),
    capability=permissions.VISIT,
    query=missing,
    columns=(ADDRESS, USE, OUTCOME, DAY, GRID),
    order=("path", "pk"),
    filter=DatedFilter,
    counted=_("合计 %(n)s 套"),
    dated=True,
)
LETTINGS = Ledger(
    code="lettings",
    title=_("出租房屋台账"),
    about=_("租约在期的房屋，谁出租、谁承租、到哪一天。"),
    capability=permissions.VIEW,
    query=ledgers.lettings,
    columns=(
        column(
            "address",
            _("房屋"),
            of("dwelling", address_text),
            klass=C2,
            sort="dwelling__path",
            width=24,
        ),
        column("landlord", _("出租人"), cells.party("landlord", "landlord_organisation"), klass=C2),
        column(
            "landlord_phone",
            _("出租人电话"),
            of("landlord", cells.masked_phone),
            klass=C3,
            clear=of("landlord", cells.clear_phone),
        ),
        column("tenant", _("承租人"), cells.party("tenant", "tenant_organisation"), klass=C2),
        column(
            "tenant_phone",
            _("承租人电话"),
            of("tenant", cells.masked_phone),
            klass=C3,
            clear=of("tenant", cells.clear_phone),
        ),
        column("since", _("起租日期"), attribute("since"), klass=C2, sort="since", width=12),
        column("until", _("到期日期"), attribute("until"), klass=C2, sort="until", width=12),
        column("filing", _("备案号"), attribute("filing_no"), klass=C2),
        column("grid", _("网格"), of("dwelling", cells.grid), width=10),
    ),
    order=("dwelling__path", "since", "pk"),
    filter=HomesOf,
    counted=_("合计 %(n)s 份租约"),
    dated=True,
)
ORGANISATIONS = Ledger(
    code="organisations",
    title=_("单位台账"),
    about=_("辖区内的机关、企业、学校和社会组织。"),
    capability=permissions.VIEW,
    query=lambda actor, _day: ledgers.organisations(actor),
    columns=(
        column("name", _("单位名称"), attribute("name"), sort="name", width=24),
        column("kind", _("类别"), words("kind"), sort="kind", width=10),
        column("uscc", _("统一社会信用代码"), attribute("uscc"), width=21),
        column("address", _("地址"), attribute("address"), width=24),
        column("head", _("法定代表人"), cells.representative, klass=C2, width=12),
        column(
            "phone",
            _("联系电话"),
            cells.masked_contact,
            klass=C3,
            clear=cells.clear_contact,
        ),
        GRID,
        column("state", _("状态"), words("state"), sort="state", width=8),
    ),
    order=("name", "pk"),
    filter=LedgerFilter,
    counted=_("合计 %(n)s 家"),
)
SHOPS = Ledger(
    code="shops",
    title=_("店面台账"),
    about=_("沿街店面，现在由谁经营、有多少从业人员。"),
    capability=permissions.VIEW,
    query=lambda actor, _day: ledgers.shops(actor),
    columns=(
        column("front", _("门面"), cells.front, sort="path", width=24),
        column("name", _("招牌名称"), attribute("name"), sort="name", width=18),
        column("trade", _("经营类别"), attribute("trade"), sort="trade", width=12),
        column(
            "operator",
            _("经营者"),
            lambda shop: (
                cells.party("operator", "operator_organisation")(now)
                if (now := cells.trading(shop))
                else ""
            ),
            klass=C2,
        ),
        column(
            "licence",
            _("营业执照号"),
            lambda shop: now.licence_no if (now := cells.trading(shop)) else "",
            klass=C2,
            width=20,
        ),
        column("staff", _("从业人数"), lambda shop: shop.staff_now, sums="staff_now", width=8),
        GRID,
        column("state", _("状态"), words("state"), sort="state", width=8),
    ),
    order=("path", "pk"),
    filter=LedgerFilter,
    counted=_("合计 %(n)s 间"),
)
SITES = Ledger(
    code="sites",
    title=_("在建项目台账"),
    about=_("将要交付的小区，规划多少套、哪一天交付。"),
    capability="territory.view",
    query=lambda actor, _day: territory.handovers(actor),
    columns=(
        column("name", _("小区"), attribute("name"), sort="name", width=20),
        column("state", _("状态"), words("state"), sort="state", width=10),
        column(
            "planned", _("规划套数"), attribute("planned_units"), sums="planned_units", width=10
        ),
        column("handover", _("交付日期"), attribute("handover_on"), sort="handover_on", width=12),
        column("developer", _("开发单位"), attribute("developer"), width=22),
        column("manager", _("物业服务单位"), of("manager", lambda row: row.name), width=22),
        column("community", _("社区"), of("community", lambda row: row.name), width=16),
    ),
    order=("handover_on", "pk"),
    filter=SiteFilter,
    counted=_("合计 %(n)s 个项目"),
)
