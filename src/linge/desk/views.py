"""The desk's own pages: 今日待办, 即将超期 and 我的设置."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts import actions as accounts
from linge.accounts.models import User
from linge.cases import permissions
from linge.kernel.access import can
from linge.kernel.clock import now
from linge.kernel.refusals import Refused
from linge.registry import permissions as registry_permissions
from linge.registry.views.days import read_day
from linge.territory import queries as territory
from linge.territory.models import Grid
from linge.ui.appearance import A_YEAR, Appearance
from linge.ui.pages import Crumb, FormPage, ListPage, Page
from linge.ui.views import asked_look, way_back

from . import queries
from .clears import four_clears
from .forms import MeForm
from .tables import DueTable


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this person now, each number opening the list it counts."""
    actor = request.actor
    may_see_cases = can(actor, permissions.VIEW)
    table = DueTable()
    context = {
        "now": now(),
        "queues": queries.queues(actor),
        "may_see_cases": may_see_cases,
        "collection": queries.collection(actor),
        "table": table,
        "rows": table.rows(queries.nearest_dues(actor)) if may_see_cases else [],
    }
    return render(request, "desk/today.html", context)


class DueSoon(ListPage):
    """即将超期: late, or due within a day."""

    title = _("即将超期")
    capability = permissions.VIEW
    query = queries.due_soon
    table = DueTable
    nothing = _("一天之内没有到期的事件。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("今日"))]


class Clears(Page):
    """四清: of one grid, what is clear, what is missing."""

    title = _("四清")
    capability = registry_permissions.COLLECTION
    template = "desk/clears.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        grids = list(
            territory.visible_to(request.actor, Grid)
            .filter(until=None)
            .select_related("community")
            .order_by("community__path", "code")
        )
        asked = request.GET.get("grid", "")
        grid = next((row for row in grids if str(row.pk) == asked), next(iter(grids), None))
        context = {
            "grids": grids,
            "grid": grid,
            "may_open": can(request.actor, registry_permissions.VISIT),
        }
        try:
            day = read_day(request.GET.get("as_of", ""))
            found = grid and four_clears(request.actor, grid, day)
        except Refused as refusal:
            context = self.frame(**context, refusal=refusal.message)
            return render(request, self.template, context, status=400)
        return render(request, self.template, self.frame(**context, found=found))


@require_POST
@login_required
def look(request: HttpRequest) -> HttpResponse:
    """The quick switches of theme and type size: kept in this browser and on the account."""
    user, wanted = request.user, asked_look(request)
    accounts.choose_appearance(
        user,
        by=request.actor,
        theme=wanted.theme,
        type_size=wanted.size,
        language=user.language,
        shortcuts=user.shortcuts,
    )
    response = HttpResponseRedirect(way_back(request))
    wanted.keep(response, request)
    return response


class Me(FormPage):
    """我的设置: how the pages look to me, here and in the next browser."""

    title = _("我的设置")
    form = MeForm

    def initial(self, row: Any) -> dict[str, Any]:
        now = Appearance.of(self.request)
        return {
            "theme": now.theme,
            "type_size": now.size,
            "language": get_language(),
            "shortcuts": self.request.user.shortcuts,
        }

    def perform(self, form: MeForm, row: Any) -> User:
        return accounts.choose_appearance(
            self.request.user, by=self.request.actor, **form.cleaned_data
        )

    def done_at(self, row: User) -> str:
        return "desk:me"

    def answer(self, row: User) -> HttpResponse:
        """The next page already looks as chosen: this browser's cookies follow the account."""
        response = super().answer(row)
        Appearance.chosen(row.theme, row.type_size).keep(response, self.request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, row.language, max_age=A_YEAR, samesite="Lax"
        )
        return response
