"""The ledgers (台账): the list of them, each on screen, each as a file or on paper."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linge.files.rules import Way, way
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.kernel.trail import record
from linge.territory.queries import communities
from linge.ui.pages import Crumb, ListPage, Page
from linge.ui.tables import Table

from .. import ledgers, permissions
from ..ledgers import Ledger, printing
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


def _needs_approval(count: int) -> str:
    words = _now("共%(n)s行，涉及个人信息，超出可直接导出的范围。请按网格或楼栋分开导出。")
    return words % {"n": count}


class LedgerList(Page):
    title = _("台账")
    capability = permissions.LEDGERS
    template = "registry/ledgers.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template, self.frame(ledgers=ledgers.open_to(request.actor)))


class LedgerTable(Table):
    """The columns of a ledger on screen."""

    drawer = False

    def __init__(self, ledger: Ledger) -> None:
        self.caption = ledger.title
        self.columns = tuple(column.on_screen for column in ledger.columns)
        self.order = ledger.order


class LedgerPage(ListPage):
    """One ledger: what its declaration says, narrowed by the address, as of a day."""

    capability = permissions.LEDGERS
    export = permissions.LEDGERS
    forms: Mapping[str, str] = FORMS
    nothing = _("没有符合条件的记录，可以换一个日期或网格再看。")

    @cached_property
    def ledger(self) -> Ledger:
        found = ledgers.find(self.request.actor, self.kwargs["code"])
        if found is None:
            raise Http404
        return found

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

    def _file(self, kind: str, table: Table, rows: QuerySet[Any]) -> HttpResponse:
        """The rows of the screen in another form; a page of its own keeps its own order."""
        ledger, form = self.ledger, "pdf" if kind == "print" else kind
        count = rows.count()
        klass = ledger.klass(ledger.columns)
        if way(klass, count) is not Way.FREE:
            raise Refused("files.needs_approval", _needs_approval(count))
        if ledger.lead:
            rows = rows.order_by(*ledger.order)
        paper = printing.paper(ledger, rows, unit=self.unit(), day=self.day)
        record(self.request.actor, "files.export", rows.model, ledger=ledger.code, rows=count)
        return paper_answer(paper, form, inline=kind == "print")

    def unit(self) -> str:
        """Who issues it: the community chosen, or those the actor works in."""
        offered = communities(self.request.actor)
        asked = self.request.GET.get("community", "")
        chosen = offered.filter(pk=asked) if asked.isdigit() else offered
        return "、".join(chosen.values_list("name", flat=True))


urls = [
    path("", LedgerList.as_view(), name="list"),
    path("<slug:code>/", LedgerPage.as_view(), name="ledger"),
]
