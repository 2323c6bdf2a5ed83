"""放假安排影响: what the loaded calendar does to the clocks that run, before and after the click."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.ui.pages import Crumb, Page, say

from .. import permissions, queries
from ..actions.recalculating import follow_calendar


class Recalculation(Page):
    """The difference, and one button that moves dues later."""

    title = gettext_lazy("放假安排影响")
    capability = permissions.CATALOGUE
    template = "cases/recalculation.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("工作日历")), reverse("territory:calendar"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = queries.shifts(request.actor)
        later = sum(shift.later for shift in found)
        return render(request, self.template, self.frame(shifts=found, later=later))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moved = follow_calendar(by=request.actor)
        say(request, _("已顺延%(count)s个时限，没有一个提前。") % {"count": moved})
        return redirect("cases:recalculation")
