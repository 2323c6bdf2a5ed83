"""Pages of teams and agencies."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.clock import today
from linge.kernel.refusals import Outside, Refused
from linge.territory import queries as territory
from linge.territory.models import Grid
from linge.ui.pages import Crumb, FormPage, Link, ListPage, Page, say

from . import actions, filters, forms, permissions, queries, tables
from .models import Agency, FourInOne, Post, StandIn, SupervisorRating
from .rules import FOUR_BY_DEFAULT, Role


class Teams(Page):
    """The roster: grids × posts on a day, who stands in, what is not covered (排班)."""

    title = _("人员排班")
    capability = permissions.VIEW

    def actions(self) -> list[Link]:
        four, word = reverse("staff:four_in_one"), reverse("staff:role_word")
        return [
            Link(_("四位一体"), four, capability=permissions.APPOINT),
            Link(_("岗位名称"), word, capability=permissions.APPOINT),
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        day = _day_of(request)
        grids = list(territory.grids(request.actor))
        teams = queries.teams(grids, day)
        context = self.frame(
            day=day,
            is_today=day == today(),
            roles=list(Role),
            lines=[(grid, teams[grid.pk]) for grid in grids],
            uncovered=queries.uncovered_grids(request.actor, day),
            stand_ins=queries.stand_ins_from(request.actor, day),
        )
        return render(request, "staff/teams.html", context)


def _day_of(request: HttpRequest) -> date:
    """The day asked for; today when it is missing or no day at all."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today()


class GridDeed(FormPage):
    """A deed on one grid's team; it leads back to the grid."""

    query = territory.grids

    def crumbs(self) -> list[Crumb]:
        grid = reverse("territory:grid", args=[self.kwargs["uuid"]])
        return [Crumb(str(_("人员排班")), reverse("staff:teams")), Crumb(str(_("网格")), grid)]

    def form_facts(self, row: Grid) -> dict[str, Any]:
        return {"grid": row}

    def done_at(self, row: Any) -> str:
        return reverse("territory:grid", args=[self.kwargs["uuid"]]) + "?tab=team"


class Appoint(GridDeed):
    title = _("安排岗位")
    capability = permissions.APPOINT
    form = forms.AppointForm
    submit = _("安排")
    done = _("已安排，从到岗日期起可以查看本网格。")

    def initial(self, row: Grid) -> dict[str, Any]:
        return {"role": self.request.GET.get("role"), "since": today()}

    def perform(self, form: forms.AppointForm, row: Grid) -> Post:
        return actions.appoint(row, by=self.request.actor, **form.cleaned_data)


class ArrangeStandIn(GridDeed):
    title = _("安排顶岗")
    capability = permissions.STAND_IN
    form = forms.StandInForm
    submit = _("安排顶岗")
    done = _("已安排，顶岗人在这些日子可以查看本网格。")

    def initial(self, row: Grid) -> dict[str, Any]:
        return {"since": today()}

    def perform(self, form: forms.StandInForm, row: Grid) -> StandIn:
        return actions.arrange_stand_in(row, by=self.request.actor, **form.deed())


class EndPost(FormPage):
    title = _("结束任期")
    capability = permissions.APPOINT
    query = queries.visible_posts
    form = forms.EndPostForm
    submit = _("结束任期")
    done = _("已结束任期。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("人员排班")), reverse("staff:teams"))]

    def initial(self, row: Post) -> dict[str, Any]:
        return {"last_day": today()}

    def perform(self, form: forms.EndPostForm, row: Post) -> Post:
        return actions.end_post(row, by=self.request.actor, until=form.until())

    def done_at(self, row: Post) -> str:
        return reverse("territory:grid", args=[row.grid.uuid]) + "?tab=team"


class Rate(GridDeed):
    title = _("评价网格成效")
    capability = permissions.RATE
    form = forms.RateForm
    submit = _("提交评价")
    done = _("已评价。")

    def form_facts(self, row: Grid) -> dict[str, Any]:
        return {}

    def initial(self, row: Grid) -> dict[str, Any]:
        return {"month": today()}

    def perform(self, form: forms.RateForm, row: Grid) -> SupervisorRating:
        return actions.rate_results(row, by=self.request.actor, **form.deed())

    def done_at(self, row: Any) -> str:
        return reverse("territory:grid", args=[self.kwargs["uuid"]]) + "?tab=ratings"


class CommunityDeed(FormPage):
    """Something set for the teams of a whole community."""

    capability = permissions.APPOINT

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("人员排班")), reverse("staff:teams"))]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def done_at(self, row: Any) -> str:
        return reverse("staff:teams")


class SetFour(CommunityDeed):
    title = _("四位一体")
    form = forms.FourForm

    def initial(self, row: None) -> dict[str, Any]:
        return {"roles": list(FOUR_BY_DEFAULT), "since": today()}

    def perform(self, form: forms.FourForm, row: None) -> FourInOne:
        facts = form.cleaned_data
        return actions.set_four_in_one(facts.pop("community"), by=self.request.actor, **facts)


class SetWord(CommunityDeed):
    title = _("岗位名称")
    form = forms.WordForm

    def perform(self, form: forms.WordForm, row: None) -> Any:
        facts = form.cleaned_data
        return actions.set_role_word(facts.pop("community"), by=self.request.actor, **facts)


@require_POST
@door(permissions.STAND_IN)
def end_stand_in(request: HttpRequest, uuid: str) -> HttpResponse:
    """End a stand-in today: from now on the grid is closed to the one who stood in."""
    arranged = get_object_or_404(queries.visible_stand_ins(request.actor), uuid=uuid)
    try:
        actions.end_stand_in(arranged, by=request.actor)
        say(request, str(_("已结束顶岗。")))
    except Outside:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("staff:teams"))


class Agencies(ListPage):
    title = pgettext_lazy("list", "责任单位")
    capability = permissions.VIEW
    query = queries.visible_agencies
    filter = filters.AgencyFilter
    table = tables.AgencyTable
    export = permissions.VIEW
    nothing = _("还没有责任单位。事件要派遣给责任单位，请先新建。")

    def actions(self) -> list[Link]:
        new = reverse("staff:agency_new")
        return [Link(_("新建责任单位"), new, "plus", True, capability=permissions.AGENCIES)]


class AgencyPage(FormPage):
    title = _("责任单位")
    capability = permissions.AGENCIES
    form = forms.AgencyForm

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(pgettext_lazy("list", "责任单位")), reverse("staff:agencies"))]

    def form_facts(self, row: Agency | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Agency) -> str:
        return reverse("staff:agencies")


class NewAgency(AgencyPage):
    title = _("新建责任单位")

    def perform(self, form: forms.AgencyForm, row: None) -> Agency:
        facts = form.cleaned_data
        return actions.create_agency(facts.pop("community"), by=self.request.actor, **facts)


class EditAgency(AgencyPage):
    title = _("编辑责任单位")
    query = queries.visible_agencies

    def initial(self, row: Agency) -> dict[str, Any]:
        return {fact: getattr(row, fact) for fact in actions.AGENCY_FACTS}

    def perform(self, form: forms.AgencyForm, row: Agency) -> Agency:
        return actions.amend_agency(row, by=self.request.actor, **form.cleaned_data)
