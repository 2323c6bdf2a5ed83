"""A record's page: its head with the moves possible now, and tabs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from linge.kernel.access import Actor
from linge.ui.tables import Badge, Due

from .base import Link, Page, Query, asked_by_htmx, open_links


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a detail page: its template and, when it needs more than the row, a loader."""

    key: str
    title: str
    template: str
    load: Callable[[Any, Actor], dict[str, Any]] | None = None


class DetailPage(Page):
    """One record: its head with the moves possible now, and tabs.

    ``look_up`` names the field of the address (``uuid`` or ``pk``).
    """

    template = "ui/detail.html"
    query: Query
    tabs: Sequence[Tab] = ()
    look_up = "uuid"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row()
        tab = self._tab()
        context = self.frame(
            row=row,
            title=self.heading(row),
            badge=self.badge(row),
            due=self.due(row),
            moves=open_links(self.moves(row), request.actor),
            tab=tab,
            **self.more(row),
            **(tab.load(row, request.actor) if tab and tab.load else {}),
        )
        part = asked_by_htmx(request) and request.headers.get("HX-Target") == "tab"
        return render(request, "ui/_tab.html" if part else self.template, context)

    def row(self) -> Any:
        """The record, or 404 where the actor may not see it."""
        found = {self.look_up: self.kwargs[self.look_up]}
        return get_object_or_404(type(self).query(self.request.actor), **found)

    def heading(self, row: Any) -> str:
        return str(row)

    def badge(self, row: Any) -> Badge | None:
        return None

    def due(self, row: Any) -> Due | None:
        return None

    def moves(self, row: Any) -> list[Link]:
        """Only what is possible now."""
        return []

    def more(self, row: Any) -> dict[str, Any]:
        """What the page's own template needs besides."""
        return {}

    def _tab(self) -> Tab | None:
        asked = self.request.GET.get("tab", "")
        return next(
            (tab for tab in self.tabs if tab.key == asked),
            self.tabs[0] if self.tabs else None,
        )
