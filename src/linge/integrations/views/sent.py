"""转出件: cases sent to other servers, and how they stand there."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.cases import permissions as case_permissions
from linge.cases.models import Case
from linge.ui.pages import Crumb, FormPage, ListPage, say

from .. import actions, permissions, queries, tables
from ..forms.sent import SendForm, ServerForm
from .keys import Deed


class AddServer(Deed):
    title = _("添加对接系统")
    form = ServerForm
    submit = _("添加")
    done = _("已添加，社区书记可以把事件转到这个系统。")

    def perform(self, form: ServerForm, row: None) -> Any:
        facts = dict(form.cleaned_data)
        return actions.add_server(facts.pop("community"), by=self.request.actor, **facts)


@require_POST
@door(permissions.KEYS)
def retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send nothing more to a server."""
    server = get_object_or_404(queries.servers(request.actor), uuid=uuid)
    actions.retire_server(server, by=request.actor)
    say(request, _("已停用“%(name)s”，不再转出。") % {"name": server.name})
    return redirect("integrations:board")


class SentCases(ListPage):
    title = _("转出件")
    capability = case_permissions.FORWARD
    query = queries.sent_cases
    table = tables.SentTable
    nothing = _("还没有转到其他系统的事件。在事件页面点“转到其他系统”。")


class Send(FormPage):
    title = _("转到其他系统")
    capability = case_permissions.FORWARD
    query = queries.sendable
    form = SendForm
    submit = _("转出")
    done = _("已转出，对方收到后会显示编号。")

    def crumbs(self) -> list[Crumb]:
        case = reverse("cases:case", args=[self.kwargs["uuid"]])
        return [Crumb(str(_("事件")), case)]

    def form_facts(self, row: Case) -> dict[str, Any]:
        return {"case": row}

    def perform(self, form: SendForm, row: Case) -> Any:
        return actions.send_case(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Any) -> str:
        return reverse("integrations:sent")
