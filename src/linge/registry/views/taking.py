"""Taking a list away as a file: at once where nobody need agree, else by asking."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linge.files import actions as files
from linge.files import permissions as exporting
from linge.files.rules import Way
from linge.kernel.refusals import Refused
from linge.territory.models import Organisation, Shop
from linge.territory.panels import hand_out_by
from linge.ui.pages import Link, ListPage, say
from linge.ui.tables import Table

from .. import ledgers
from ..actions import exports as actions
from ..ledgers import Ledger
from ..ledgers.rows import kept
from .sending import paper_answer


def ask_address(ledger: Ledger, request: HttpRequest) -> str:
    """Where the rows of a page are asked for."""
    chosen = urlencode(kept(ledger, request.GET))
    return f"{reverse('ledgers:ask', args=[ledger.code])}?{chosen}"


def hand_out(ledger: Ledger, request: HttpRequest, kind: str, order: Sequence[str]) -> HttpResponse:
    """The rows of a page in another form; what needs approval leads to the asking."""
    narrow = kept(ledger, request.GET)
    if actions.wanted(ledger, narrow, by=request.actor).way is not Way.FREE:
        say(request, _now("这份台账行数较多或内容敏感，需要先申请，批准后再导出。"))
        return HttpResponseRedirect(ask_address(ledger, request))
    form = "pdf" if kind == "print" else kind
    with transaction.atomic():
        row, paper = actions.take_ledger(ledger, narrow, by=request.actor, order=order)
        answer = paper_answer(paper, form, inline=kind == "print")
        files.seal_export(row, answer.content, by=request.actor)
    return answer


class Taken(ListPage):
    """A list whose rows can be taken away, as narrowed and ordered on the page."""

    ledger: Ledger
    export = exporting.EXPORT
    export_note = _("按当前条件导出，证件和电话保持遮盖；改好后可以再导入。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Refused as refusal:
            context = super().frame(refusal=refusal.message)
            return render(request, "registry/refused.html", context, status=400)

    def frame(self, **more: Any) -> dict[str, Any]:
        ask = Link(_("申请导出明文"), ask_address(self.ledger, self.request))
        return super().frame(**{"export_more": ask, **more})

    def _file(self, kind: str, table: Table, rows: Any) -> HttpResponse:
        order = table.ordering(self.request.GET.get("sort", ""))
        return hand_out(self.ledger, self.request, kind, order)


def hand_out_places() -> None:
    """Let the lists of organisations and shops be taken the same way, at start."""
    hand_out_by(Organisation, partial(hand_out, ledgers.ORGANISATION_LIST))
    hand_out_by(Shop, partial(hand_out, ledgers.SHOP_LIST))
