"""Dwellings: the list, one dwelling, the wall of a building, home visits."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.files.actions import store_photo
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.territory.models import Building, Dwelling
from linge.territory.queries import address_text, building_text
from linge.territory.queries import buildings as territory_buildings
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab, say
from linge.ui.tables import Badge

from .. import actions, filters, forms, permissions, queries, tables
from ..models import Visit
from ..rules.kinds import Outcome
from .days import read_day


def dwellings_crumb() -> Crumb:
    return Crumb(str(_("房屋")), reverse("registry:dwellings"))


def dwelling_crumb(row: Dwelling) -> Crumb:
    return Crumb(address_text(row), reverse("registry:dwelling", args=[row.uuid]))


class Dwellings(ListPage):
    title = _("房屋")
    capability = permissions.VIEW
    query = queries.dwellings
    filter = filters.DwellingFilter
    table = tables.DwellingTable
    template = "registry/dwellings.html"
    nothing = _("还没有登记房屋。请先登记楼栋房号，或导入房屋表。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Refused as refusal:
            context = super().frame(refusal=refusal.message)
            return render(request, "registry/refused.html", context, status=400)

    def rows(self) -> QuerySet[Dwelling]:
        """As of a day, when the address names one."""
        day = read_day(self.request.GET.get("as_of", ""))
        return type(self).query(self.request.actor, day)

    def frame(self, **more: Any) -> dict[str, Any]:
        """Homes surveyed but not on file belong to the count, so the page names them."""
        return super().frame(unlisted=self._unlisted(), **more)

    def _unlisted(self) -> int:
        asked = self.request.GET
        if any(asked.get(name) for name in ("use", "outcome")) or asked.get("collected") == "yes":
            return 0
        narrow = {name: asked.get(name, "") for name in ("community", "estate", "building", "grid")}
        return queries.unlisted(self.request.actor, **narrow)


class Missing(Dwellings):
    """What is still to be collected, in the order one walks."""

    title = _("未采集房屋")
    query = queries.missing
    filter = filters.MissingFilter
    table = tables.MissingTable
    nothing = _("管辖范围内的房屋已全部采集。下一步：更新久未确认的记录。")


class DwellingDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.dwelling_record
    tabs = (
        Tab("people", _("现住人员"), "registry/_people.html"),
        Tab("visits", _("走访记录"), "registry/_visits.html"),
        Tab("rights", _("产权与租赁"), "registry/_rights.html"),
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
        return [
            Link(_("建档"), register, "plus", capability=permissions.REGISTER),
            Link(_("组成一户"), form, "home", capability=permissions.EDIT),
            Link(_("登记走访"), visit, "edit", True, capability=permissions.VISIT),
        ]

    def more(self, row: Dwelling) -> dict[str, Any]:
        actor = self.request.actor
        return {
            "may_visit": permissions.may(actor, permissions.VISIT, row),
            "may_approve": permissions.may(actor, permissions.APPROVE_VACANCY, row),
            "loose": queries.people_without_household(row),
            "groups": queries.item_groups(row),
        }


class NewVisit(FormPage):
    title = _("登记走访")
    capability = permissions.VISIT
    form = forms.VisitForm
    query = queries.dwellings
    done = _("已登记走访。")

    def crumbs(self) -> list[Crumb]:
        return [dwellings_crumb(), dwelling_crumb(self.row())]

    def perform(self, form: forms.VisitForm, row: Dwelling) -> Dwelling:
        facts = form.cleaned_data
        by = self.request.actor
        photos = [
            store_photo(upload, by=by, community=row.community) for upload in facts["evidence"]
        ]
        evidence = [{"kind": "photo", "file": str(photo.uuid)} for photo in photos]
        actions.record_visit(
            row,
            by=by,
            outcome=Outcome(facts["outcome"]),
            evidence=[*evidence, *form.sources()],
            words=facts["words"],
        )
        return row

    def done_at(self, row: Dwelling) -> str:
        return reverse("registry:dwelling", args=[row.uuid]) + "?tab=visits"


class Visits(ListPage):
    title = _("走访")
    capability = permissions.VISIT
    query = queries.visits
    filter = filters.VisitFilter
    table = tables.VisitTable
    nothing = _("还没有走访记录。在房屋页面点“登记走访”开始。")


class VoidVisit(FormPage):
    title = _("作废走访")
    capability = permissions.VISIT
    form = forms.VoidForm
    query = queries.visits
    submit = _("作废")
    done = _("已作废这次走访。")

    def crumbs(self) -> list[Crumb]:
        return [dwelling_crumb(self.row().dwelling)]

    def perform(self, form: forms.VoidForm, row: Visit) -> Visit:
        return actions.void_visit(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Visit) -> str:
        return reverse("registry:dwelling", args=[row.dwelling.uuid]) + "?tab=visits"


@require_POST
@door(permissions.APPROVE_VACANCY)
def approve_vacancy(request: HttpRequest, uuid: str) -> HttpResponse:
    """The lead accepts the evidence of a vacant home."""
    visit = get_object_or_404(queries.visits(request.actor), uuid=uuid)
    try:
        actions.approve_vacancy(visit, by=request.actor)
        say(request, str(_("已审核，这套房屋计入已采集。")))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    href = reverse("registry:dwelling", args=[visit.dwelling.uuid])
    return HttpResponseRedirect(f"{href}?tab=visits")


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
