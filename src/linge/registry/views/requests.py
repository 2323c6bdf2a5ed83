"""Change requests: what waits, one request with old and new side by side, the moves possible."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.files import queries as files
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab, say
from linge.ui.tables import Badge, Due

from .. import actions, filters, forms, permissions, queries, tables
from ..models import ChangeRequest
from ..rules.requests import MOVES, OPEN, RequestState

CHECKED = _("已核对并生效，居民档案已更新。")
LOOK_AGAIN = _("申请提出后档案又有改动，尚未生效。请对照现在的资料再核一次。")


def requests_crumb() -> Crumb:
    return Crumb(str(_("变更申请")), reverse("registry:change_requests"))


class ChangeRequests(ListPage):
    title = _("变更申请")
    capability = permissions.CHANGE
    query = queries.visible_requests
    filter = filters.ChangeRequestFilter
    table = tables.ChangeRequestTable
    nothing = _("没有待办的变更申请。修改姓名、出生日期、证件等重要信息时会自动生成。")

    def rows(self) -> QuerySet[ChangeRequest]:
        """What is still to be done, unless another state is asked for."""
        rows: QuerySet[ChangeRequest] = super().rows()
        return rows if self.request.GET.get("state") else rows.filter(state__in=OPEN)


def request_tab(request: ChangeRequest, actor: Actor) -> dict[str, Any]:
    """The two columns, what else is asked, and which moves this person may make."""
    own = request.requester_key == actor.key
    may_check = permissions.may(actor, permissions.CHECK_CHANGE, request)

    def open_for(deed: str) -> bool:
        return request.state in MOVES[deed].begins

    return {
        "lines": queries.request_lines(request),
        "photos": queries.evidence_photos(request.evidence),
        "others": queries.other_requests(request),
        "steps": queries.request_steps(request),
        "may": {
            "check": may_check and not own and open_for("check"),
            "submit": own and open_for("submit"),
            "withdraw": own and open_for("withdraw"),
        },
        "own_waits": own and may_check and open_for("check"),
    }


class ChangeRequestDetail(DetailPage):
    capability = permissions.CHANGE
    query = queries.visible_requests
    tabs = (Tab("request", _("变更申请"), "registry/_request.html", request_tab),)

    def crumbs(self) -> list[Crumb]:
        return [requests_crumb()]

    def heading(self, row: ChangeRequest) -> str:
        return str(
            _("%(name)s · 变更%(facts)s")
            % {"name": row.person.name, "facts": queries.fact_labels(row)}
        )

    def badge(self, row: ChangeRequest) -> Badge:
        return tables.request_badge(row)

    def due(self, row: ChangeRequest) -> Due | None:
        return tables.request_due(row)

    def moves(self, row: ChangeRequest) -> list[Link]:
        person = reverse("registry:resident", args=[row.person.uuid])
        return [Link(_("打开居民档案"), person, "person", capability=permissions.VIEW)]


Deed = Callable[[ChangeRequest, HttpRequest], str]


def _moved(request: HttpRequest, uuid: str, deed: Deed) -> HttpResponse:
    """Do the deed and tell on the request's page what came of it."""
    row = get_object_or_404(queries.visible_requests(request.actor), uuid=uuid)
    try:
        say(request, deed(row, request))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(reverse("registry:change_request", args=[row.uuid]))


@require_POST
@door(permissions.CHECK_CHANGE)
def check(request: HttpRequest, uuid: str) -> HttpResponse:
    """A second person finds the request right."""

    def deed(row: ChangeRequest, sent: HttpRequest) -> str:
        seen = sent.POST.get("version", "")
        version = int(seen) if seen.isdigit() else 0
        checked = actions.check_request(row, by=sent.actor, version=version)
        return str(CHECKED if checked.state == RequestState.APPLIED else LOOK_AGAIN)

    return _moved(request, uuid, deed)


@require_POST
@door(permissions.CHANGE)
def submit(request: HttpRequest, uuid: str) -> HttpResponse:
    """Hand in a draft, or a request that was sent back."""

    def deed(row: ChangeRequest, sent: HttpRequest) -> str:
        actions.submit_request(row, by=sent.actor)
        return str(_("已提交，15天内由另一人核对。"))

    return _moved(request, uuid, deed)


@require_POST
@door(permissions.CHANGE)
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take one's own request back."""

    def deed(row: ChangeRequest, sent: HttpRequest) -> str:
        actions.withdraw_request(row, by=sent.actor)
        return str(_("已撤回这份变更申请，档案没有改动。"))

    return _moved(request, uuid, deed)


class SendBack(FormPage):
    title = _("退回变更申请")
    capability = permissions.CHECK_CHANGE
    form = forms.SendBackForm
    query = queries.visible_requests
    submit = _("退回")
    done = _("已退回，申请人可以补充后再提交。")

    def crumbs(self) -> list[Crumb]:
        row = self.row()
        page = reverse("registry:change_request", args=[row.uuid])
        return [requests_crumb(), Crumb(row.person.name, page)]

    def initial(self, row: ChangeRequest) -> dict[str, Any]:
        return {"version": row.version}

    def perform(self, form: forms.SendBackForm, row: ChangeRequest) -> ChangeRequest:
        return actions.send_back_request(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: ChangeRequest) -> str:
        return reverse("registry:change_request", args=[row.uuid])


@door(permissions.CHANGE)
def photo(request: HttpRequest, uuid: str, file: str) -> HttpResponse:
    """A photo handed in as evidence, for those who see the request; ``?thumb`` gives the small one."""
    row = get_object_or_404(queries.visible_requests(request.actor), uuid=uuid)
    if {"kind": "photo", "file": str(file)} not in row.evidence:
        raise Http404
    stored = get_object_or_404(StoredFile, uuid=file, destroyed_at=None)
    body = files.photo(stored, thumb="thumb" in request.GET)
    kept = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(body, content_type="image/jpeg", headers=kept)
