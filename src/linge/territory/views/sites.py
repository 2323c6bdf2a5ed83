"""Estates under construction: what comes when, how full the grids get, the handover."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.clock import today
from linge.ui.pages import Crumb, FormPage, Link, Page

from .. import actions, forms, permissions, queries, tables
from ..models import Estate, Region
from .places import Estates


def sites_crumb() -> Crumb:
    return Crumb(str(_("交付入住")), reverse("territory:handovers"))


class Handovers(Estates):
    """Estates to be handed over, the next first."""

    title = _("交付入住")
    section = "sites"
    query = queries.handovers
    table = tables.HandoverTable
    nothing = _("没有在建或规划中的小区。")


class LoadForecast(Page):
    """The homes of each grid over the next two years."""

    title = _("负荷预测")
    capability = permissions.VIEW
    template = "territory/forecast.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        offered = list(queries.communities(request.actor))
        asked = request.GET.get("community")
        community = next((row for row in offered if str(row.pk) == asked), None)
        community = community or next(iter(offered), None)
        context = self.frame(section="sites", offered=offered, community=community)
        if community:
            forecast = queries.load_forecast(request.actor, community)
            rule = queries.size_rule(community)
            context |= {
                "forecast": forecast,
                "most": rule.maximum if rule else None,
                "shares": sorted(queries.move_in_shares(community.pk).items()),
            }
        return render(request, self.template, context)

    def actions(self) -> list[Link]:
        shares = reverse("territory:move_in_shares")
        return [Link(_("入住比例"), shares, "edit", capability=permissions.CHANGE)]


class MoveInShares(FormPage):
    title = _("入住比例")
    capability = permissions.CHANGE
    form = forms.MoveInForm
    done = _("已保存，负荷预测按新的入住比例计算。")

    def crumbs(self) -> list[Crumb]:
        forecast = reverse("territory:forecast")
        return [sites_crumb(), Crumb(str(_("负荷预测")), forecast)]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def initial(self, row: None) -> dict[str, Any]:
        community = queries.communities(self.request.actor).first()
        shares = queries.move_in_shares(community.pk) if community else {}
        return {f"after_{months}": percent for months, percent in shares.items()}

    def perform(self, form: forms.MoveInForm, row: None) -> Region:
        community: Region = form.cleaned_data["community"]
        actions.set_move_in_shares(community, by=self.request.actor, shares=form.shares())
        return community

    def done_at(self, row: Region) -> str:
        return f"{reverse('territory:forecast')}?community={row.pk}"


class HandOver(FormPage):
    title = _("办理交付")
    capability = permissions.CHANGE
    template = "territory/hand_over.html"
    query = queries.handovers
    form = forms.HandOverForm
    submit = _("确认交付")
    done = _("已交付。楼栋从交付日起计入统计，工地已撤销。")

    def crumbs(self) -> list[Crumb]:
        back = reverse("territory:estate", args=[self.kwargs["uuid"]])
        return [sites_crumb(), Crumb(str(pgettext_lazy("list", "小区")), back)]

    def initial(self, row: Estate) -> dict[str, Any]:
        return {"on": min(row.handover_on or today(), today())}

    def perform(self, form: forms.HandOverForm, row: Estate) -> Estate:
        return actions.hand_over_estate(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Estate) -> str:
        return reverse("territory:estate", args=[row.uuid])
