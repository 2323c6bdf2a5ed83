"""Grids and divisions: what belongs to whom, and from when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor, can
from linge.kernel.clock import today
from linge.kernel.refusals import Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab, say
from linge.ui.tables import Badge

from .. import actions, filters, forms, panels, permissions, queries, tables
from ..models import Division, Grid
from ..rules import divisions as rules
from ..rules.kinds import DivisionState

OPEN = (DivisionState.DRAFT, DivisionState.SUBMITTED)


def grids_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "网格")), reverse("territory:grids"))


def divisions_crumb() -> Crumb:
    return Crumb(str(_("网格划分")), reverse("territory:divisions"))


class Grids(ListPage):
    title = pgettext_lazy("list", "网格")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "grids"
    query = queries.grids
    filter = filters.GridFilter
    table = tables.GridTable
    export = permissions.VIEW
    nothing = _("还没有网格。先新建网格，再起草划分。")

    def actions(self) -> list[Link]:
        new = reverse("territory:grid_new")
        return [Link(_("新建网格"), new, "plus", True, capability=permissions.DRAFT)]


def _overview(row: Grid, actor: Actor) -> dict[str, Any]:
    return {"counts": queries.grid_counts(row), "load": queries.grid_load(row, today())}


def _members(row: Grid, actor: Actor) -> dict[str, Any]:
    return {"members": queries.members_of(row)}


def _history(row: Grid, actor: Actor) -> dict[str, Any]:
    return {"history": queries.grid_history(row)}


class GridDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.grids
    template = "territory/detail.html"

    @property
    def tabs(self) -> tuple[Tab, ...]:
        return (
            Tab("overview", _("概况"), "territory/_grid.html", _overview),
            *panels.tabs_of(Grid),
            Tab("members", _("成员"), "territory/_grid_members.html", _members),
            Tab("history", _("划分沿革"), "territory/_grid_history.html", _history),
        )

    def crumbs(self) -> list[Crumb]:
        return [grids_crumb()]

    def badge(self, row: Grid) -> Badge:
        return Badge("info", row.get_kind_display())

    def moves(self, row: Grid) -> list[Link]:
        edit = reverse("territory:grid_edit", args=[row.uuid])
        return [Link(_("改名"), edit, "edit", capability=permissions.DRAFT)]

    def more(self, row: Grid) -> dict[str, Any]:
        return {"heads": panels.heads_of(row, self.request.actor)}


class GridForm(FormPage):
    title = _("网格")
    capability = permissions.DRAFT
    form = forms.GridForm

    def crumbs(self) -> list[Crumb]:
        return [grids_crumb()]

    def form_facts(self, row: Grid | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Grid) -> str:
        return reverse("territory:grid", args=[row.uuid])


class NewGrid(GridForm):
    title = _("新建网格")

    def perform(self, form: forms.GridForm, row: None) -> Grid:
        facts = form.cleaned_data
        return actions.create_grid(facts.pop("community"), by=self.request.actor, **facts)


class EditGrid(GridForm):
    title = _("网格改名")
    query = queries.grids

    def about(self, row: Grid) -> str:
        return row.name

    def initial(self, row: Grid) -> dict[str, Any]:
        return {"name": row.name}

    def perform(self, form: forms.GridForm, row: Grid) -> Grid:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)


class Divisions(ListPage):
    title = _("网格划分")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "grids"
    query = queries.divisions
    filter = filters.DivisionFilter
    table = tables.DivisionTable
    nothing = _("还没有网格划分。点“起草划分”，画好范围、划入楼栋后发布。")

    def actions(self) -> list[Link]:
        new = reverse("territory:division_new")
        return [Link(_("起草划分"), new, "plus", True, capability=permissions.DRAFT)]


def _checked(row: Division, actor: Actor) -> dict[str, Any]:
    """Grids with their homes, and what there is to say about a draft."""
    remarks = queries.division_remarks(row) if row.state in OPEN else []
    homes = queries.grid_homes(row)
    grids = Grid.objects.in_bulk(homes)
    return {
        "stops": rules.stops(remarks),
        "warnings": rules.warnings(remarks),
        "swapped": any(remark.code == "shape_swapped" for remark in remarks),
        "is_open": row.state in OPEN,
        "grids": [(grids[pk], count) for pk, count in homes.items()],
        "total": sum(homes.values()),
        "rule": queries.size_rule(row.community, row.since),
    }


class DivisionDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.divisions
    template = "territory/division.html"
    tabs = (Tab("facts", _("核对"), "territory/_division.html", _checked),)

    def crumbs(self) -> list[Crumb]:
        return [divisions_crumb()]

    def heading(self, row: Division) -> str:
        return str(
            _("%(community)s %(since)s起的网格划分")
            % {"community": row.community.name, "since": row.since.isoformat()}
        )

    def badge(self, row: Division) -> Badge:
        return tables.division_state(row)

    def moves(self, row: Division) -> list[Link]:
        if row.state not in OPEN:
            return []
        return [
            *panels.ways_of(row),
            Link(
                _("调整成员"),
                reverse("territory:division_members", args=[row.uuid]),
                capability=permissions.DRAFT,
            ),
            Link(
                _("发布"),
                reverse("territory:division_publish", args=[row.uuid]),
                primary=True,
                capability=permissions.PUBLISH,
            ),
        ]


class NewDivision(FormPage):
    title = _("起草网格划分")
    capability = permissions.DRAFT
    form = forms.DraftForm
    submit = _("起草")
    done = _("已起草，内容与现行划分相同，请调整成员后发布。")

    def crumbs(self) -> list[Crumb]:
        return [divisions_crumb()]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def initial(self, row: None) -> dict[str, Any]:
        return {"since": today()}

    def perform(self, form: forms.DraftForm, row: None) -> Division:
        facts = form.cleaned_data
        return actions.draft_division(facts.pop("community"), by=self.request.actor, **facts)

    def done_at(self, row: Division) -> str:
        return reverse("territory:division", args=[row.uuid])


class DivisionForm(FormPage):
    """A deed on one division: the crumbs lead back to it, and so does 取消."""

    query = queries.divisions

    def crumbs(self) -> list[Crumb]:
        back = reverse("territory:division", args=[self.kwargs["uuid"]])
        return [divisions_crumb(), Crumb(str(_("草案")), back)]

    def done_at(self, row: Division) -> str:
        return reverse("territory:division", args=[row.uuid])


class PublishDivision(DivisionForm):
    title = _("发布网格划分")
    capability = permissions.PUBLISH
    template = "territory/publish.html"
    form = forms.PublishForm
    submit = _("发布划分")
    done = _("已发布。到起用日期，房屋、单位和店面随之归入新的网格。")

    def frame(self, **more: Any) -> dict[str, Any]:
        checked = _checked(more["row"], self.request.actor)
        return super().frame(**more) | checked

    def form_facts(self, row: Division) -> dict[str, Any]:
        subject = permissions.subject_facts(row)
        past = row.since < today() and can(self.request.actor, permissions.LOAD, subject)
        return {"past": past}

    def perform(self, form: forms.PublishForm, row: Division) -> Division:
        return actions.publish_division(row, by=self.request.actor, **form.cleaned_data)


class DivisionMembers(DivisionForm):
    """Moving members between grids without the map: tick, choose a grid, move."""

    title = _("调整成员")
    capability = permissions.DRAFT
    template = "territory/members.html"
    form = forms.AssignForm
    submit = _("移到网格")
    done = _("已移动。")

    def form_facts(self, row: Division) -> dict[str, Any]:
        self.members = queries.division_members(row)
        choices = [(member.value, member.name) for member in self.members]
        return {"actor": self.request.actor, "members": choices}

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(**more) | {"members": self.members}

    def perform(self, form: forms.AssignForm, row: Division) -> Division:
        return actions.assign(
            row, by=self.request.actor, grid=form.cleaned_data["grid"], **form.chosen()
        )

    def done_at(self, row: Division) -> str:
        return reverse("territory:division_members", args=[row.uuid])


@require_POST
@door(permissions.DRAFT)
def submit_division(request: HttpRequest, uuid: str) -> HttpResponse:
    """Hand a draft to the community leader."""
    return _move(request, uuid, actions.submit_division, _("已送社区书记审定。"))


@require_POST
@door(permissions.DRAFT)
def withdraw_division(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a draft aside."""
    return _move(request, uuid, actions.withdraw_division, _("已撤回，草案仍可查看。"))


def _move(request: HttpRequest, uuid: str, deed: Any, done: Any) -> HttpResponse:
    division = get_object_or_404(queries.divisions(request.actor), uuid=uuid)
    try:
        deed(division, by=request.actor)
        say(request, str(done))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("territory:division", args=[uuid]))
