"""The three pages of a register: list, detail and form, declared instead of written.

A context declares a query, a filter, a table and a capability::

    class Residents(ListPage):
        title = _("居民")
        capability = permissions.READ
        query = queries.visible_to
        filter = ResidentFilter
        table = ResidentTable

and mounts ``Residents.as_view()``. The query begins at what the actor may see, so a row out of
scope is not found (404). Templates stand in ``ui/list.html``, ``ui/detail.html`` and
``ui/form.html``; a page that shows more extends one of them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as Slice
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views import View

from linge.kernel.access import Actor, can
from linge.kernel.trail import record
from linge.ui.forms import LingeForm
from linge.ui.sheets import SHEETS
from linge.ui.tables import Badge, Due, Table

PAGE_SIZES = (10, 20, 50, 100)
DEFAULT_SIZE = 20
FILTERS_IN_A_ROW = 4
EXPORT_MOST = 5_000

Query = Callable[[Actor], QuerySet]


@dataclass(frozen=True, slots=True)
class Link:
    """A button of a page: what it does, where it leads. ``capability`` hides it from others."""

    label: str
    href: str
    icon: str = ""
    primary: bool = False
    dialog: bool = False
    capability: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a detail page: its template and, when it needs more than the row, a loader."""

    key: str
    title: str
    template: str
    load: Callable[[Any, Actor], dict[str, Any]] | None = None


def asked_by_htmx(request: HttpRequest) -> bool:
    """A swap of a region; going back in history needs the whole page again."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def say(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Tell on the next page, in one line, what was done; ``undo`` is the address that takes it back."""
    messages.success(request, sentence, extra_tags=undo)


def toast(response: HttpResponse, sentence: str, *, kind: str = "success", undo: str = "") -> HttpResponse:
    """Tell the same with a swapped region, where there is no next page."""
    told = {"toast": {"message": str(sentence), "kind": kind, "undo": undo}}
    others = json.loads(response["HX-Trigger"]) if "HX-Trigger" in response else {}
    response["HX-Trigger"] = json.dumps(others | told)
    return response


class Page(View):
    """What the three have in common: the door, the words on top, the face they belong to."""

    title: str = ""
    capability: str = ""
    face = "desk/page.html"
    template = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        if self.capability and not can(request.actor, self.capability):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        """A swapped region must not swallow the sign-in page: the whole window goes there."""
        if not asked_by_htmx(request):
            return redirect_to_login(request.get_full_path())
        away = redirect_to_login(request.headers.get("HX-Current-URL", request.path))
        return HttpResponse(status=204, headers={"HX-Redirect": away["Location"]})

    def crumbs(self) -> list[Crumb]:
        """The way here, without this page itself."""
        return []

    def actions(self) -> list[Link]:
        """Buttons right of the head."""
        return []

    def frame(self, **more: Any) -> dict[str, Any]:
        """The context every page's template reads."""
        return {
            "page": self,
            "face": self.face,
            "title": self.title,
            "crumbs": self.crumbs(),
            "actions": open_links(self.actions(), self.request.actor),
            "asked_by_htmx": asked_by_htmx(self.request),
        } | more


def open_links(links: Sequence[Link], actor: Actor) -> list[Link]:
    """Only the links whose capability the person holds."""
    return [link for link in links if not link.capability or can(actor, link.capability)]


class ListPage(Page):
    """Rows that can be narrowed, sorted, paged and taken away as a file; its state is its address.

    ``nothing`` says what would be here and how to begin. ``export`` is the capability that may take
    the list as a file (as masked as on the page); "" offers none. ``batch`` are buttons for ticked
    rows: each posts ``row`` (keys) to its address.
    """

    template = "ui/list.html"
    query: Query
    filter: type[django_filters.FilterSet] | None = None
    table: type[Table]
    nothing = _("这里还没有记录。")
    export = ""
    batch: Sequence[Link] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        table = self.table()
        chosen = self._chosen()
        rows = self._narrowed(chosen).order_by(*table.ordering(request.GET.get("sort", "")))
        wanted = request.GET.get("as", "")
        if wanted in SHEETS and self._may_export():
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
        slice_ = Paginator(rows, self._size()).get_page(self.request.GET.get("page"))
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
        )

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
        return next((tab for tab in self.tabs if tab.key == asked), self.tabs[0] if self.tabs else None)


class FormPage(Page):
    """Cards of fields with 保存 and 取消 at the foot; what an action refuses stands beside its field.

    Subclasses give ``form`` and ``perform``, and for a change of a record ``query`` and ``initial``.
    """

    template = "ui/form.html"
    form: type[LingeForm]
    query: Query | None = None
    look_up = "uuid"
    submit = _("保存")
    done = _("已保存。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self.made_form(self.row(), None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row()
        form = self.made_form(row, request)
        if form.is_valid():
            with form.refusals():
                row = self.perform(form, row)
        if not form.is_valid():
            return self._show(form, status=422)
        say(request, str(self.done))
        return HttpResponseRedirect(resolve_url(self.done_at(row)))

    def row(self) -> Any:
        """The record to change; None when the page makes a new one."""
        query = type(self).query
        if query is None:
            return None
        found = {self.look_up: self.kwargs[self.look_up]}
        return get_object_or_404(query(self.request.actor), **found)

    def made_form(self, row: Any, sent: HttpRequest | None) -> BaseForm:
        data = (sent.POST, sent.FILES) if sent else ()
        return self.form(*data, initial=self.initial(row), **self.form_facts(row))

    def form_facts(self, row: Any) -> dict[str, Any]:
        """Keyword arguments the form asks for."""
        return {}

    def initial(self, row: Any) -> dict[str, Any]:
        """Facts already held arrive filled in."""
        return {}

    def perform(self, form: Any, row: Any) -> Any:
        """Call the action; what it returns goes to ``done_at``."""
        raise NotImplementedError

    def done_at(self, row: Any) -> Any:
        """Where to go after the deed: an address, a name or a record with its own address."""
        return row

    def cancel_at(self, row: Any) -> str:
        crumbs = [crumb.href for crumb in self.crumbs() if crumb.href]
        return crumbs[-1] if crumbs else ".."

    def _show(self, form: BaseForm, status: int = 200) -> HttpResponse:
        row = self.row()
        context = self.frame(form=form, row=row, submit=self.submit, cancel=self.cancel_at(row))
        return render(self.request, self.template, context, status=status)
