"""The desk's own pages: 今日待办 and 我的设置."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linge.desk.forms import MeForm
from linge.ui.appearance import Appearance
from linge.ui.pages import FormPage


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this person now, each number opening the list it counts."""
    return render(request, "desk/today.html", {})


class Me(FormPage):
    """How the pages look to me, here and in the next browser."""

    title = _("我的设置")
    template = "desk/me.html"
    form = MeForm

    def initial(self, row: Any) -> dict[str, Any]:
        look = Appearance.of(self.request)
        return {"theme": look.theme, "size": look.size}

    def perform(self, form: Any, row: Any) -> str:
        return "desk:me"
