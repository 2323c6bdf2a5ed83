"""A register's list: narrowed, sorted, paged, taken away as a file."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import django_filters
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import can
from linge.kernel.trail import record
from linge.ui.sheets import SHEETS
from linge.ui.tables import Table

from .base import Link, Page, Query, asked_by_htmx, open_links

PAGE_SIZES = (10, 20, 50, 100)
DEFAULT_SIZE = 20
FILTERS_IN_A_ROW = 4
EXPORT_MOST = 5_000
COUNT_MOST = 50_000
FORMS = {"xlsx": _("Excel 工作簿"), "csv": _("CSV 文本")}


class Pages(Paginator):
    """The pages of a list, whose keys are read once: they say how many rows there are, and in order.

    Reading ends at ``COUNT_MOST`` rows, more than anybody turns over. ``more``: there are further
    ones, which the list reaches when it is narrowed or sorted anew.
    """

    @cached_property
    def _keys(self) -> list[Any]:
        return list(self.object_list.values_list("pk", flat=True)[: COUNT_MOST + 1])

    @property
    def count(self) -> int:  # type: ignore[override]  # a property there too, by another decorator
        return min(len(self._keys), COUNT_MOST)

    @property
    def more(self) -> bool:
        return len(self._keys) > COUNT_MOST

    def page(self, number: int | str) -> Slice:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self._keys[first : min(first + self.per_page, self.count)]
        return Slice(self.object_list.filter(pk__in=keys), number, self)


class ListPage(Page):
    """Rows that can be narrowed, sorted, paged and taken away as a file; its state is its address.

    ``nothing`` says what would be here and how to begin. ``export`` is the capability that may take
    the list as a file (as masked as on the page); "" offers none. ``batch`` are buttons for ticked
    rows: each posts ``row`` (keys) to its address. ``forms`` are the kinds of file offered, by their
    ending; ``export_note`` says what is in them.
    """

    template = "ui/list.html"
    query: Query
    filter: type[django_filters.FilterSet] | None = None
    table: type[Table]
    nothing = _("这里还没有记录。")
    export = ""
    batch: Sequence[Link] = ()
    forms: Mapping[str, str] = FORMS
    export_note = _("按当前条件导出，证件和电话保持遮盖。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        table = self.table()
        table.bare = bool(table.links_ask) and not can(request.actor, table.links_ask)
        chosen = self._chosen()
        rows = self._narrowed(chosen).order_by(*table.ordering(request.GET.get("sort", "")))
        wanted = request.GET.get("as", "")
        if wanted in self.forms and self._may_export():
            return self._file(wanted, table, rows)
        context = self._results(table, rows, chosen)
        part = asked_by_htmx(request) and request.headers.get("HX-Target") == "results"
        response = render(request, "ui/_results.html" if part else self.template, context)
        response["Vary"] = "HX-Request, HX-Target"
        return response

    def rows(self) -> QuerySet:
        """Everything the actor may see here; override to narrow by the address."""
        return type(self).query(self.request.actor)

    def _chosen(self) -> django_filters.FilterSet | None:
        if self.filter is None:
            return None
        return self.filter(self.request.GET or None, queryset=self.rows(), request=self.request)

    def _narrowed(self, chosen: django_filters.FilterSet | None) -> QuerySet:
        return self.rows() if chosen is None else chosen.qs

    def _results(
        self, table: Table, rows: QuerySet, chosen: django_filters.FilterSet | None
    ) -> dict[str, Any]:
        slice_ = Pages(rows, self._size()).get_page(self.request.GET.get("page"))
        fields = list(chosen.form.visible_fields()) if chosen else []
        return self.frame(
            table=table,
            rows=table.rows(slice_),
            slice=slice_,
            pages=list(_pages(slice_)),
            sizes=PAGE_SIZES,
            sort=self.request.GET.get("sort", ""),
            filter=chosen,
            first_fields=fields[:FILTERS_IN_A_ROW],
            more_fields=fields[FILTERS_IN_A_ROW:],
            narrowed=_narrowed_by(fields),
            nothing=self.nothing,
            batch=open_links(self.batch, self.request.actor),
            may_export=self._may_export(),
            total=self.total(rows),
        )

    def total(self, rows: QuerySet) -> str:
        """A line under the table that adds the rows up; "" for none."""
        return ""

    def _size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else DEFAULT_SIZE

    def _may_export(self) -> bool:
        return bool(self.export) and can(self.request.actor, self.export)

    def _file(self, kind: str, table: Table, rows: QuerySet) -> HttpResponse:
        """The list as a file, at most ``EXPORT_MOST`` rows; who took what is on the trail."""
        taken = list(rows[:EXPORT_MOST])
        record(self.request.actor, self.export, rows.model, rows=len(taken), kind=kind)
        return SHEETS[kind](table, taken, str(self.title))


def _pages(slice_: Slice) -> list[int | str]:
    """Page numbers around the present one, ``…`` where some are left out."""
    return list(slice_.paginator.get_elided_page_range(slice_.number, on_each_side=2, on_ends=1))


def _narrowed_by(fields: list[Any]) -> list[str]:
    """The names of the filters in use, for the words of an empty list."""
    return [str(field.label) for field in fields if field.value() not in (None, "", [], False)]
