"""Completeness and freshness beside the collection rate, and the rules a community collects by."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.ui.pages import Crumb, FormPage, Link, Page

from .. import actions, forms, permissions, queries
from ..panels import item_rows
from ..rules.items import Clear
from .collection import chosen_community
from .days import read_day
from .gaps import FINDINGS

COUNTED = (Clear.HOUSEHOLD, Clear.CATEGORIES, Clear.FACILITIES)


class Items(Page):
    """完整与鲜活: three numbers stay three; every figure opens what it counts."""

    title = _("完整与鲜活")
    capability = permissions.COLLECTION
    template = "registry/items.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        offered, community = chosen_community(request)
        context: dict[str, Any] = {"offered": offered, "community": community}
        status = 200
        if community:
            try:
                day = read_day(request.GET.get("as_of", ""))
                context |= self._figures(community, day)
            except Refused as refusal:
                context["refusal"], status = refusal.message, 400
        return render(request, self.template, self.frame(**context), status=status)

    def _figures(self, community: Region, day: Any) -> dict[str, Any]:
        actor = self.request.actor
        board = queries.items.item_board(actor, community, day)
        return {
            "board": board,
            "clears": [
                (clear, board.total.of(clear), item_rows(board.total, board.days, community, clear))
                for clear in COUNTED
            ],
            "tables": [
                (label, [(line, [line.of(clear) for clear in COUNTED]) for line in lines])
                for label, lines in (
                    (_("按网格"), board.grids),
                    (_("按小区"), board.estates),
                    (_("按楼栋"), board.buildings),
                )
            ],
            "findings": self._findings(community),
        }

    def _findings(self, community: Region) -> list[tuple[str, int, str]]:
        """What is missing besides item groups, each with its list."""
        if not permissions.reads_rows(self.request.actor):
            return []
        return [
            (kind.title, kind.query(self.request.actor, community).count(),
             f"{reverse('registry:gaps', args=[code])}?community={community.pk}")
            for code, kind in FINDINGS.items()
        ]  # fmt: skip

    def actions(self) -> list[Link]:
        rule = reverse("registry:rule")
        return [Link(_("采集规则"), rule, "settings", capability=permissions.ROUNDS)]


class EditRule(FormPage):
    """采集规则: what counts, how long facts hold, when entries are looked at again."""

    title = _("采集规则")
    capability = permissions.ROUNDS
    form = forms.RuleForm
    done = _("已保存采集规则，数字从现在起按新规则计算。")

    def row(self) -> Region:
        _offered, community = chosen_community(self.request)
        if community is None:
            raise Http404
        return community

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("完整与鲜活")), reverse("registry:items"))]

    def initial(self, row: Region) -> dict[str, Any]:
        return queries.items.rule_facts(row)

    def perform(self, form: forms.RuleForm, row: Region) -> Region:
        facts = form.cleaned_data
        told = {name: facts[name] for name in ("phone_counts", "burst_doors", "burst_minutes")}
        actions.set_rule(row, by=self.request.actor, days=form.days(), **told)
        return row

    def done_at(self, row: Region) -> str:
        return f"{reverse('registry:items')}?community={row.pk}"
