"""The ledgers (台账): the list of them, each on screen, each as a file or on paper."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.pages import Crumb, Link, Page
from linge.ui.tables import Table

from .. import ledgers, permissions
from ..ledgers import Ledger
from .days import read_day
from .taking import Taken

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


class LedgerPage(OfLedger, Taken):
    """One ledger: what its declaration says, narrowed by the address, as of a day."""

    capability = permissions.LEDGERS
    forms: Mapping[str, str] = FORMS
    export_note = _("按当前条件导出，证件和电话保持遮盖。")
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

    def rows(self) -> QuerySet[Any]:
        return self.ledger.query(self.request.actor, self.day)

    def total(self, rows: QuerySet[Any]) -> str:
        return self.ledger.total(rows)

    def crumbs(self) -> list[Crumb]:
        return [ledgers_crumb()]


urls = [
    path("", LedgerList.as_view(), name="list"),
    path("<slug:code>/", LedgerPage.as_view(), name="ledger"),
]
