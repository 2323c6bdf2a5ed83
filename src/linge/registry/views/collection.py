"""The collection board and the rounds it counts in."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import can
from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.territory.queries import communities
from linge.territory.rules.moments import By
from linge.ui.pages import Link, Page

from .. import permissions, queries
from ..queries import Board, Line
from .days import read_day, read_known


class Figures:
    """A line of the board with the addresses of the lists its figures count.

    Lists know today's grids only, so a grid of an earlier division leads nowhere; nor does a figure
    lead to a list that its reader may not open. ``when`` are the days the board was asked for.
    """

    def __init__(self, line: Line, board: Board, *, when: dict[str, str], opens: bool) -> None:
        self.line = line
        self.leads = opens and (line.by != "grid" or board.by == By.NOW)
        self._facts = {line.by: line.key or "null"}
        self._when = when

    @property
    def expected(self) -> str:
        return self._href("registry:dwellings")

    @property
    def collected(self) -> str:
        return self._href("registry:dwellings", collected="yes")

    @property
    def missing(self) -> str:
        return self._href("registry:missing")

    def _href(self, page: str, **more: str) -> str:
        return f"{reverse(page)}?{urlencode(self._facts | more | self._when)}"


def chosen_community(request: HttpRequest) -> tuple[list[Region], Region | None]:
    """The communities of the actor, and the one the address names, else the first."""
    offered = list(communities(request.actor))
    asked = request.GET.get("community")
    chosen = next((row for row in offered if str(row.pk) == asked), None)
    return offered, chosen or next(iter(offered), None)


class Collection(Page):
    title = _("采集进度")
    capability = permissions.COLLECTION
    template = "registry/collection.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        offered, community = chosen_community(request)
        try:
            board = community and queries.collection_board(
                request.actor,
                community,
                self._as_of(request),
                known_at=read_known(request.GET.get("known_at", "")),
                by=self._by(request),
            )
        except Refused as refusal:
            context = self.frame(refusal=refusal.message, offered=offered, community=community)
            return render(request, self.template, context, status=400)
        context = self.frame(
            board=board,
            offered=offered,
            community=community,
            cuts=By,
            known_at=request.GET.get("known_at", ""),
            **self._tabled(board),
        )
        return render(request, self.template, context)

    def actions(self) -> list[Link]:
        new, rounds = reverse("registry:round_new"), reverse("registry:rounds")
        _offered, community = chosen_community(self.request)
        options = reverse("registry:options", args=[community.uuid]) if community else ""
        return [
            *([Link(_("选采项"), options, capability=permissions.ROUNDS)] if options else []),
            Link(_("历次采集"), rounds),
            Link(_("开始新轮次"), new, "plus", capability=permissions.ROUNDS),
        ]

    def _as_of(self, request: HttpRequest) -> date | None:
        return read_day(request.GET.get("as_of", ""))

    def _by(self, request: HttpRequest) -> By:
        return By.THEN if request.GET.get("by") == By.THEN else By.NOW

    def _tabled(self, board: Board | None) -> dict[str, Any]:
        """The lines of the board by kind, each with its addresses."""
        if board is None:
            return {}
        opens = can(self.request.actor, permissions.VIEW)
        when = self._when(board)
        kinds = (
            (_("按网格"), _("网格"), board.grids),
            (_("按小区"), _("小区"), board.estates),
            (_("按楼栋"), _("楼栋"), board.buildings),
        )
        return {
            "total": Figures(board.total, board, when=when, opens=opens),
            "tables": [
                (label, head, [Figures(line, board, when=when, opens=opens) for line in lines])
                for label, head, lines in kinds
            ],
        }

    def _when(self, board: Board) -> dict[str, str]:
        """The days of the board for the address of a list; today's go without saying."""
        known_at = self.request.GET.get("known_at", "")
        earlier = board.as_of != clock.today()
        return ({"as_of": board.as_of.isoformat()} if earlier else {}) | (
            {"known_at": known_at} if known_at else {}
        )
