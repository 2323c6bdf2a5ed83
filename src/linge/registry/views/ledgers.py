"""The ledgers (台账): the list of them, each on screen, each as a file or on paper."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linge.files import actions as files
from linge.files import permissions as exporting
from linge.files.rules import Way
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.ui.pages import Crumb, Link, ListPage, Page, say
from linge.ui.tables import Table

from .. import ledgers, permissions
from ..actions import exports as actions
from ..ledgers import Ledger
from ..ledgers.rows import kept
from .days import read_day
from .sending import paper_answer

FORMS = {
    "xlsx": _("Excel 工作簿"),
    "csv": _("CSV 文本"),
    "pdf": _("PDF 文件"),
    "docx": _("Word 文档"),
    "print": _("打印"),
}


def ledgers_crumb() -> Crumb:
    return Crumb(str(_("台账")), reverse("ledgers:list"))


class LedgerList(Page):
    title = _("台账")
    capability = permissions.LEDGERS
    template = "registry/ledgers.html"

    def actions(self) -> list[Link]:
        return [Link(_("导出申请"), reverse("ledgers:exports"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template, self.frame(ledgers=ledgers.open_to(request.actor)))


class LedgerTable(Table):
    """The columns of a ledger on screen."""

    drawer = False

    def __init__(self, ledger: Ledger) -> None:
        self.caption = ledger.title
        self.columns = tuple(column.on_screen for column in ledger.columns)
        self.order = ledger.order


class OfLedger:
    """A page about the ledger its address names; what the actor may not open is not there."""

    @cached_property
    def ledger(self) -> Ledger:
        found = ledgers.find(self.request.actor, self.kwargs["code"])
        if found is None:
            raise Http404
        return found


class LedgerPage(OfLedger, ListPage):
    """One ledger: what its declaration says, narrowed by the address, as of a day."""

    capability = permissions.LEDGERS
    export = exporting.EXPORT
    forms: Mapping[str, str] = FORMS
    nothing = _("没有符合条件的记录，可以换一个日期或网格再看。")

    @property
    def title(self) -> str:
        return str(self.ledger.title)

    @property
    def filter(self) -> Any:
        return self.ledger.filter

    def table(self) -> LedgerTable:
        return LedgerTable(self.ledger)

    @cached_property
    def day(self) -> date:
        return read_day(self.request.GET.get("as_of", "")) or clock.today()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Refused as refusal:
            context = self.frame(refusal=refusal.message)
            return render(request, "registry/refused.html", context, status=400)

    def rows(self) -> QuerySet[Any]:
        return self.ledger.query(self.request.actor, self.day)

    def total(self, rows: QuerySet[Any]) -> str:
        return self.ledger.total(rows)

    def crumbs(self) -> list[Crumb]:
        return [ledgers_crumb()]

    def actions(self) -> list[Link]:
        """Asking for more than may be taken: further columns in the clear, or more rows."""
        return [Link(_("申请导出"), self._ask(), "download", capability=exporting.EXPORT)]

    def _ask(self) -> str:
        chosen = urlencode(kept(self.ledger, self.request.GET))
        return f"{reverse('ledgers:ask', args=[self.ledger.code])}?{chosen}"

    def _file(self, kind: str, table: Table, rows: QuerySet[Any]) -> HttpResponse:
        """The rows of the screen in another form; what needs approval leads to the asking."""
        actor, ledger, narrow = self.request.actor, self.ledger, kept(self.ledger, self.request.GET)
        if actions.wanted(ledger, narrow, by=actor).way is not Way.FREE:
            say(self.request, _now("这份台账行数较多或内容敏感，需要先申请，批准后再导出。"))
            return HttpResponseRedirect(self._ask())
        form = "pdf" if kind == "print" else kind
        order = table.ordering(self.request.GET.get("sort", ""))
        with transaction.atomic():
            row, paper = actions.take_ledger(ledger, narrow, by=actor, order=order)
            answer = paper_answer(paper, form, inline=kind == "print")
            files.seal_export(row, answer.content, by=actor)
        return answer


urls = [
    path("", LedgerList.as_view(), name="list"),
    path("<slug:code>/", LedgerPage.as_view(), name="ledger"),
]
