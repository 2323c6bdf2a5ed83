"""What is missing: the rows behind each figure, and findings that are no item group."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.ui.pages import Crumb, ListPage

from .. import permissions, queries
from ..queries.items import Narrowed
from ..rules.items import Item
from . import gap_tables
from .collection import chosen_community


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing that is no item group."""

    title: str
    query: Callable[..., Any]
    table: type


FINDINGS: Mapping[str, Finding] = {
    "no_record": Finding(
        _("没有任何记录的房屋"), queries.items.unrecorded, gap_tables.UnrecordedTable
    ),
    "unproved": Finding(_("空置佐证待审核"), queries.items.unproved, gap_tables.UnprovedTable),
    "too_low": Finding(_("应有户数存疑的楼栋"), queries.items.too_low, gap_tables.TooLowTable),
}
STATES = {"empty": _("未填"), "stale": _("过期")}
NOTHING = {
    "empty": _("这一项没有未填的记录。"),
    "stale": _("这一项没有超过期限的记录。"),
}


class Gaps(ListPage):
    """The rows behind one figure; each opens the form with only that item."""

    capability = permissions.VISIT
    nothing = _("没有这类记录。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._choose(kwargs["code"])
        return super().get(request, *args, **kwargs)

    def _choose(self, code: str) -> None:
        found = FINDINGS.get(code)
        if found:
            self.title, self.table, self.item = found.title, found.table, None
            return
        if code not in Item.values or code not in gap_tables.TABLES:
            raise Http404
        self.item, self.state = Item(code), self._state()
        self.table = gap_tables.TABLES[code]
        self.nothing = NOTHING[self.state]
        self.title = f"{code} {self.item.label} · {STATES[self.state]}"

    def _state(self) -> str:
        asked = self.request.GET.get("state", "")
        return asked if asked in STATES else "empty"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("完整与鲜活")), reverse("registry:items"))]

    def rows(self) -> Any:
        _offered, community = chosen_community(self.request)
        if community is None:
            raise Http404
        if self.item is None:
            finding = FINDINGS[self.kwargs["code"]]
            return finding.query(self.request.actor, community)
        return queries.items.lacking(
            self.request.actor, community, self.item, self.state, where=self._where()
        )

    def _where(self) -> Narrowed:
        asked = self.request.GET
        keys = {name: asked.get(name, "") for name in ("grid", "estate", "building")}
        return Narrowed(**{name: int(key) for name, key in keys.items() if key.isdigit()})
