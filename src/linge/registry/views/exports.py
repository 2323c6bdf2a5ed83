"""Asking to take a ledger away, deciding on it, making and fetching the file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.files import actions as files
from linge.files import permissions as exporting
from linge.files import queries as stored
from linge.files.models import ExportRequest
from linge.files.rules import MOST_DOWNLOADS, OPEN, ExportState, seats_left
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, ListPage, Tab, say
from linge.ui.tables import Badge, Column, Table

from .. import forms, ledgers
from ..actions import exports as actions
from ..ledgers.rows import kept
from .ledgers import OfLedger, ledgers_crumb
from .sending import file_answer

LOOKS = {
    ExportState.ASKED: "warn",
    ExportState.APPROVED: "info",
    ExportState.READY: "ok",
    ExportState.REFUSED: "danger",
}
A_WEEK = timedelta(days=7)


def export_badge(row: ExportRequest) -> Badge:
    state = ExportState(row.state)
    return Badge(LOOKS.get(state, "muted"), str(state.label))


def ledger_title(row: ExportRequest) -> str:
    ledger = ledgers.named(row.ledger)
    return str(ledger.title) if ledger else row.ledger


class ExportTable(Table):
    caption = _("导出申请")
    order = ("-asked_at", "-pk")
    drawer = False
    columns = (
        Column("number", _("申请号"), "pk", sort="pk"),
        Column("ledger", _("台账"), ledger_title, link=True),
        Column("rows", _("行数"), "rows", number=True),
        Column("by", _("申请人"), lambda row: row.asked_by.name if row.asked_by else ""),
        Column("at", _("申请时间"), "asked_at", sort="asked_at"),
        Column("way", _("导出途径"), lambda row: row.get_way_display()),
        Column("state", _("状态"), export_badge, sort="state"),
    )

    def href(self, row: ExportRequest) -> str:
        return reverse("ledgers:export", args=[row.uuid])


class Exports(ListPage):
    title = _("导出申请")
    query = stored.exports
    table = ExportTable
    nothing = _("还没有导出记录。在台账页点“导出”即可。")

    def crumbs(self) -> list[Crumb]:
        return [ledgers_crumb()]


class AskExport(OfLedger, FormPage):
    """What for, which columns, until when; who decides follows from what is asked."""

    title = _("申请导出")
    capability = exporting.EXPORT
    form = forms.ExportForm
    submit = _("提交申请")
    done = _("已提交申请，批准后在这里生成文件。")

    def crumbs(self) -> list[Crumb]:
        page = reverse("ledgers:ledger", args=[self.ledger.code])
        return [ledgers_crumb(), Crumb(str(self.ledger.title), page)]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"ledger": self.ledger, "may_clear": exporting.may_ask_clear(self.request.actor)}

    def initial(self, row: None) -> dict[str, Any]:
        columns = [column.name for column in self.ledger.columns]
        return {"columns": columns, "expires_on": clock.today() + A_WEEK}

    def perform(self, form: forms.ExportForm, row: None) -> ExportRequest:
        return actions.ask_for_ledger(
            self.ledger,
            kept(self.ledger, self.request.GET),
            by=self.request.actor,
            **form.cleaned_data,
        )

    def done_at(self, row: ExportRequest) -> str:
        return reverse("ledgers:export", args=[row.uuid])


def export_tab(row: ExportRequest, actor: Actor) -> dict[str, Any]:
    """What is asked; for whoever decides also ten masked rows and what was asked before."""
    own = row.asked_by_id == actor.user_id
    left = seats_left(row.way, [vote.seat for vote in row.votes.all()])
    held = exporting.seats_of(actor, row)
    decides = row.state == ExportState.ASKED and not own and any(seat in held for seat in left)
    heads, lines = actions.sample(row) if decides else ([], [])
    ledger = ledgers.named(row.ledger)
    shown = [each for each in ledger.columns if each.name in row.columns] if ledger else []
    return {
        "shown": [each.label for each in shown],
        "opened": [each.label for each in shown if each.name in row.clear],
        "narrow": row.narrow.get("as_of", ""),
        "decides": decides,
        "heads": heads,
        "lines": lines,
        "earlier": stored.earlier_exports(row)[:20] if decides else [],
        "titles": {each.code: each.title for each in (*ledgers.LEDGERS, *ledgers.LISTS)},
        "waits_for": [seat.label for seat in left] if row.state == ExportState.ASKED else [],
        "may_make": own and row.state == ExportState.APPROVED,
        "may_fetch": own and row.state == ExportState.READY and row.downloads < MOST_DOWNLOADS,
        "may_withdraw": own and row.state in OPEN,
        "left": MOST_DOWNLOADS - row.downloads,
    }


class ExportDetail(DetailPage):
    query = stored.exports
    tabs = (Tab("export", _("导出申请"), "registry/_export.html", export_tab),)

    def crumbs(self) -> list[Crumb]:
        return [ledgers_crumb(), Crumb(str(_("导出申请")), reverse("ledgers:exports"))]

    def heading(self, row: ExportRequest) -> str:
        number = _("申请号%(n)s") % {"n": row.pk}
        return f"{ledger_title(row)} · {number}"

    def badge(self, row: ExportRequest) -> Badge:
        return export_badge(row)


Deed = Callable[[ExportRequest, HttpRequest], HttpResponse | str]


def _moved(request: HttpRequest, uuid: str, deed: Deed) -> HttpResponse:
    """Do the deed; tell on the export's page what came of it, or show what it gives."""
    row = get_object_or_404(stored.exports(request.actor), uuid=uuid)
    try:
        answer = deed(row, request)
    except Outside:
        raise
    except Refused as refusal:
        answer = refusal.message
    if isinstance(answer, HttpResponse):
        return answer
    say(request, answer)
    return HttpResponseRedirect(reverse("ledgers:export", args=[row.uuid]))


@require_POST
@door()
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    """Agree, or refuse in words."""

    def deed(row: ExportRequest, sent: HttpRequest) -> str:
        agreed = sent.POST.get("answer") == "agree"
        words = sent.POST.get("words", "")[:200]
        files.decide_export(row, by=sent.actor, agreed=agreed, words=words)
        return str(_("已同意。") if agreed else _("已退回，申请人会看到原因。"))

    return _moved(request, uuid, deed)


@require_POST
@door(exporting.EXPORT)
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    def deed(row: ExportRequest, sent: HttpRequest) -> str:
        files.withdraw_export(row, by=sent.actor)
        return str(_("已撤回申请，文件已销毁。"))

    return _moved(request, uuid, deed)


@require_POST
@door(exporting.EXPORT)
def make(request: HttpRequest, uuid: str) -> HttpResponse:
    """Make the file; this answer alone shows the password."""

    def deed(row: ExportRequest, sent: HttpRequest) -> HttpResponse:
        password = actions.make_file(row, by=sent.actor)
        back = reverse("ledgers:export", args=[row.uuid])
        context = {"password": password, "back": back, "title": _("文件已生成")}
        return render(sent, "registry/export_made.html", context)

    return _moved(request, uuid, deed)


@require_POST
@door(exporting.EXPORT)
def fetch(request: HttpRequest, uuid: str) -> HttpResponse:
    """The locked workbook, for its asker."""

    def deed(row: ExportRequest, sent: HttpRequest) -> HttpResponse:
        body = files.fetch_export(row, by=sent.actor)
        return file_answer(body, f"{ledger_title(row)}-{row.pk}", "xlsx")

    return _moved(request, uuid, deed)


urls = [
    path("exports/", Exports.as_view(), name="exports"),
    path("exports/<uuid:uuid>/", ExportDetail.as_view(), name="export"),
    path("exports/<uuid:uuid>/decide/", decide, name="export_decide"),
    path("exports/<uuid:uuid>/withdraw/", withdraw, name="export_withdraw"),
    path("exports/<uuid:uuid>/make/", make, name="export_make"),
    path("exports/<uuid:uuid>/fetch/", fetch, name="export_fetch"),
    path("<slug:code>/ask/", AskExport.as_view(), name="ask"),
]
