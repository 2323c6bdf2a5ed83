"""Dwellings: the list, one dwelling, the wall of a building, home visits."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor
from linge.territory.models import Building, Dwelling
from linge.territory.queries import address_text, building_text
from linge.territory.queries import buildings as territory_buildings
from linge.ui.pages import Crumb, DetailPage, Link, Tab
from linge.ui.tables import Badge

from .. import filters, ledgers, permissions, queries, tables
from ..rules.items import DAYS, Item
from .calls import next_words
from .days import OfDay
from .history import DWELLING_TAB
from .taking import Taken


def dwellings_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "房屋")), reverse("registry:dwellings"))


def dwelling_crumb(row: Dwelling) -> Crumb:
    return Crumb(address_text(row), reverse("registry:dwelling", args=[row.uuid]))


class DwellingPage(OfDay):
    title = pgettext_lazy("list", "房屋")
    capability = permissions.VIEW
    query = queries.dwellings
    filter = filters.DwellingFilter
    table = tables.DwellingTable
    template = "registry/dwellings.html"
    nothing = _("还没有登记房屋。请先登记楼栋房号，或导入房屋表。")

    def rows(self) -> QuerySet[Dwelling]:
        """As of a day and as known by one, when the address names them."""
        return type(self).query(self.request.actor, self.day(), self.known())

    def frame(self, **more: Any) -> dict[str, Any]:
        """Homes surveyed but not on file belong to the count, so the page names them."""
        return super().frame(unlisted=self._unlisted(), **more)

    def _unlisted(self) -> int:
        asked = self.request.GET
        if (
            any(asked.get(name) for name in ("use", "outcome", "lease"))
            or asked.get("collected") == "yes"
        ):
            return 0
        narrow = {name: asked.get(name, "") for name in ("community", "estate", "building", "grid")}
        return queries.unlisted(self.request.actor, **narrow)


class Dwellings(Taken, DwellingPage):
    ledger = ledgers.DWELLING_LIST


class Missing(DwellingPage):
    """What is still to be collected, in the order one walks."""

    title = _("未采集房屋")
    query = queries.missing
    filter = filters.MissingFilter
    table = tables.MissingTable
    nothing = _("管辖范围内的房屋已全部采集，记录都在期限内。")

    def frame(self, **more: Any) -> dict[str, Any]:
        """Where nothing is left to collect, the page says what comes next."""
        shown = more.get("slice")
        if shown is not None and not shown.paginator.count:
            days = DAYS[Item.F1]
            stale = queries.long_unseen(self.request.actor, days).count()
            words = _("管辖范围内的房屋已全部采集。下一步：更新%(n)s户超过%(days)s天的记录。")
            more["nothing"] = words % {"n": stale, "days": days} if stale else self.nothing
        return super().frame(**more)


def rights_tab(row: Any, actor: Actor) -> dict[str, Any]:
    return {
        "held": row.held,
        "leases": row.leases,
        "may_edit": permissions.may(actor, permissions.EDIT, row),
        "own_href": reverse("registry:ownership_new", args=[row.uuid]),
        "let_href": reverse("registry:tenancy_new", args=[row.uuid]),
    }


class DwellingDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.dwelling_record
    tabs = (
        Tab("people", _("现住人员"), "registry/_people.html"),
        Tab("visits", _("走访记录"), "registry/_visits.html"),
        Tab("rights", _("产权与租赁"), "registry/_rights.html", rights_tab),
        DWELLING_TAB,
    )

    def crumbs(self) -> list[Crumb]:
        return [dwellings_crumb()]

    def heading(self, row: Dwelling) -> str:
        return address_text(row)

    def badge(self, row: Dwelling) -> Badge:
        return tables.collected_badge(row)

    def moves(self, row: Dwelling) -> list[Link]:
        visit = reverse("registry:visit_new", args=[row.uuid])
        form = reverse("registry:household_new", args=[row.uuid])
        register = f"{reverse('registry:resident_new')}?address={address_text(row)}"
        quiet = reverse("registry:quiet", args=[row.uuid])
        return [
            Link(_("请勿打扰"), quiet, capability=permissions.VISIT),
            Link(
                pgettext_lazy("button", "建档"), register, "plus", capability=permissions.REGISTER
            ),
            Link(_("组成一户"), form, "home", capability=permissions.EDIT),
            Link(_("登记走访"), visit, "edit", True, capability=permissions.VISIT),
        ]

    def more(self, row: Dwelling) -> dict[str, Any]:
        actor = self.request.actor
        follows = queries.guidance(row)
        return {
            "may_visit": permissions.may(actor, permissions.VISIT, row),
            "may_approve": permissions.may(actor, permissions.APPROVE_VACANCY, row),
            "loose": queries.people_without_household(row),
            "groups": queries.item_groups(row),
            "quiet": queries.quiet_of(row),
            "guidance": follows,
            "guidance_words": follows and next_words(follows),
        }


def wall(actor: Actor, row: Building) -> dict[str, Any]:
    return {"stack": queries.stack(actor, row)}


class BuildingStack(DetailPage):
    """一房一图: the wall of a building, floor by unit, colour and letter."""

    capability = permissions.VIEW
    query = territory_buildings
    template = "registry/stack.html"

    def crumbs(self) -> list[Crumb]:
        return [dwellings_crumb()]

    def heading(self, row: Building) -> str:
        return building_text(row)

    def more(self, row: Building) -> dict[str, Any]:
        return wall(self.request.actor, row)
