"""The desk's own pages: 今日待办, 即将超期 and 我的设置."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linge.cases import permissions
from linge.kernel.access import can
from linge.kernel.clock import now
from linge.ui.pages import Crumb, ListPage

from . import queries
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
