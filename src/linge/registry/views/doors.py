"""下一户: which doors to knock on next; hours not to knock in; entries to be looked at again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Dwelling, Grid
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Page, Tab
from linge.ui.tables import Badge

from .. import actions, filters, forms, permissions, queries, tables
from ..models import SampleCheck
from .homes import dwelling_crumb, dwellings_crumb


class NextDoors(Page):
    """Thirty doors with the reasons for each; ``?print=1`` gives names for paper and no reasons."""

    title = _("下一户")
    capability = permissions.VISIT
    template = "registry/doors.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        grids = list(filters.grids(request).select_related("community"))
        asked = request.GET.get("grid", "")
        grid = next((row for row in grids if str(row.pk) == asked), next(iter(grids), None))
        doors = queries.next_doors(request.actor, grid) if grid else []
        context = {"grids": grids, "grid": grid, "doors": doors, "paper": "print" in request.GET}
        if grid and not doors:
            context["stale"] = self._stale(grid)
        return render(request, self.template, self.frame(**context))

    def _stale(self, grid: Grid) -> int:
        """What is left to do where every door is collected."""
        return queries.items.grid_items(self.request.actor, grid).whole.stale

    def actions(self) -> list[Link]:
        grid = self.request.GET.get("grid", "")
        paper = f"{reverse('registry:doors')}?grid={grid}&print=1"
        return [Link(_("打印用名单"), paper, "print")]


class AskQuiet(FormPage):
    title = _("请勿打扰")
    capability = permissions.VISIT
    form = forms.QuietForm
    query = queries.dwellings
    done = _("已更新请勿打扰时段。")

    def crumbs(self) -> list[Crumb]:
        return [dwellings_crumb(), dwelling_crumb(self.row())]

    def initial(self, row: Dwelling) -> dict[str, Any]:
        held = queries.quiet_of(row)
        return {name: getattr(held, name) for name in ("opens", "closes", "note")} if held else {}

    def perform(self, form: forms.QuietForm, row: Dwelling) -> Dwelling:
        facts = dict(form.cleaned_data)
        if facts.pop("ends"):
            actions.end_quiet(row, by=self.request.actor)
        else:
            actions.ask_quiet(row, by=self.request.actor, **facts)
        return row

    def done_at(self, row: Dwelling) -> str:
        return reverse("registry:dwelling", args=[row.uuid]) + "?tab=visits"


class Samples(ListPage):
    title = _("抽查")
    capability = permissions.SAMPLE
    query = queries.samples
    table = tables.SampleTable
    nothing = _("没有需要抽查的登记。短时间内确认很多户时，会在这里请网格长抽查三户。")


class SampleDetail(DetailPage):
    capability = permissions.SAMPLE
    query = queries.samples
    tabs = (Tab("entries", _("抽中的三户"), "registry/_sample.html"),)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("抽查")), reverse("registry:samples"))]

    def heading(self, row: SampleCheck) -> str:
        return str(_("抽查 · %(grid)s")) % {"grid": row.grid.name if row.grid else ""}

    def badge(self, row: SampleCheck) -> Badge:
        return tables.sample_state(row)

    def moves(self, row: SampleCheck) -> list[Link]:
        if row.closed_at:
            return []
        look = reverse("registry:sample_look", args=[row.uuid])
        return [Link(_("登记抽查结果"), look, "edit", True, capability=permissions.SAMPLE)]


class LookAgain(FormPage):
    """One answer for each sampled entry; a wrong one is then voided at its home."""

    title = _("登记抽查结果")
    capability = permissions.SAMPLE
    form = forms.LookForm
    query = queries.samples
    done = _("已登记抽查结果。不符的登记请在房屋页面作废，数字不自动改变。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("抽查")), reverse("registry:samples"))]

    def row(self) -> Any:
        found = super().row()
        if found.closed_at:
            raise Http404
        return found

    def form_facts(self, row: Any) -> dict[str, Any]:
        return {"entries": row.entries}

    def perform(self, form: forms.LookForm, row: Any) -> Any:
        for entry, result, note in form.looks():
            actions.look_again(entry, by=self.request.actor, result=result, note=note)
        return row

    def done_at(self, row: Any) -> str:
        return reverse("registry:sample", args=[row.uuid])
