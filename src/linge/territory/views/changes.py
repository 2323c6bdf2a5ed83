"""Changes of divisions: proposed, looked at with all they move, carried out on their day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor, can
from linge.kernel.clock import today
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, ListPage, Tab, say
from linge.ui.tables import Badge

from .. import actions, filters, forms, permissions, queries, tables
from ..models import Region, RegionChange
from ..rules.changes import ChangeKind, ChangeState


def changes_crumb() -> Crumb:
    return Crumb(str(_("区划变更")), reverse("territory:changes"))


class RegionChanges(ListPage):
    title = _("区划变更")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "housing"
    query = queries.region_changes
    filter = filters.ChangeFilter
    table = tables.ChangeTable
    nothing = _("还没有区划变更。打开要变更的区划，选择更名、拆分、合并等。")


def _facts(row: RegionChange, actor: Actor) -> dict[str, Any]:
    lines = queries.change_preview(row) if row.state == ChangeState.PROPOSED else []
    return {
        "lines": lines,
        "moving": sum(line.rows for line in lines if line.moves),
        "faults": queries.change_faults(row) if row.state == ChangeState.PROPOSED else [],
        "plan": queries.plan_of(row),
        "is_proposed": row.state == ChangeState.PROPOSED,
        "is_due": row.effective_on <= today(),
        "may_reshape": can(actor, permissions.RESHAPE),
    }


class ChangeDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.region_changes
    template = "territory/change.html"
    tabs = (Tab("facts", _("变更内容"), "territory/_change.html", _facts),)

    def crumbs(self) -> list[Crumb]:
        return [changes_crumb()]

    def heading(self, row: RegionChange) -> str:
        names = "、".join(region.name for region in row.predecessors.all())
        return f"{names} {row.get_kind_display()}"

    def badge(self, row: RegionChange) -> Badge:
        return tables.change_state(row)


class ProposeChange(FormPage):
    """One page for every kind of change; the kind is in the address."""

    capability = permissions.RESHAPE
    submit = _("提出变更")
    done = _("已提出。核对下面的影响范围，到生效日期后执行。")

    @property
    def title(self) -> str:  # type: ignore[override]  # the page is named after its kind
        return str(ChangeKind(self.kwargs["kind"]).label)

    @property
    def form(self) -> type[forms.ChangeForm]:  # type: ignore[override]  # chosen by the kind
        return forms.FORMS[self.kwargs["kind"]]

    def row(self) -> Region:
        if self.kwargs["kind"] not in forms.FORMS:
            raise Http404
        rows = queries.visible_to(self.request.actor, Region).filter(until=None)
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def crumbs(self) -> list[Crumb]:
        back = reverse("territory:region", args=[self.kwargs["uuid"]])
        return [Crumb(str(_("区划")), reverse("territory:regions")), Crumb(str(_("返回")), back)]

    def form_facts(self, row: Region) -> dict[str, Any]:
        return {"actor": self.request.actor, "region": row}

    def initial(self, row: Region) -> dict[str, Any]:
        return {"effective_on": today(), "name": row.name, "code": row.code}

    def perform(self, form: forms.ChangeForm, row: Region) -> RegionChange:
        kind = self.kwargs["kind"]
        return actions.propose_change(by=self.request.actor, kind=kind, **form.deed())

    def done_at(self, row: RegionChange) -> str:
        return reverse("territory:change", args=[row.uuid])


@require_POST
@door(permissions.RESHAPE)
def carry_out(request: HttpRequest, uuid: str) -> HttpResponse:
    """Carry out a change whose day has come."""
    return _deed(request, uuid, actions.carry_out_change, _("已执行，下级和房屋随之归入新的区划。"))


@require_POST
@door(permissions.RESHAPE)
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a proposed change aside."""
    return _deed(request, uuid, actions.withdraw_change, _("已撤回，变更方案仍可查看。"))


def _deed(request: HttpRequest, uuid: str, deed: Any, done: Any) -> HttpResponse:
    change = get_object_or_404(queries.region_changes(request.actor), uuid=uuid)
    try:
        deed(change, by=request.actor)
        say(request, str(done))
    except Outside:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("territory:change", args=[uuid]))
