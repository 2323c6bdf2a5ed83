"""值守登记: a report by phone or at the counter, written down by the clerk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import can
from linge.ui.pages import Crumb, FormPage, say

from .. import actions, permissions, tables
from ..forms.reports import RegisterForm
from ..rules import emergency_numbers
from .case import move_address


class Register(FormPage):
    """The code is on the receipt, to be read out to the caller; the next page takes the case up."""

    title = _("登记事件")
    capability = permissions.REPORT
    template = "cases/register.html"
    form = RegisterForm
    submit = _("登记")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("受理台")), reverse("cases:intake"))]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.made_form(None, request)
        form.is_valid()
        community = form.cleaned_data.get("community")
        for fault in form.keep_photos(by=request.actor, community=community):
            form.add_error("photos", fault)
        if form.is_valid():
            with form.refusals():
                made = actions.report_case(form.report(), by=request.actor, **_once(form))
        if not form.is_valid():
            return self._show(None, form, status=422)
        return self._done(made)

    def frame(self, **more: Any) -> dict[str, Any]:
        form = more.get("form")
        words = form["words"].value() if form else ""
        return super().frame(**more) | {"emergency": emergency_numbers(words or "")}

    def _done(self, made: actions.Reported) -> HttpResponse:
        told = {"number": made.case.number, "code": made.code}
        say(self.request, gettext("已登记 %(number)s，请把查询码 %(code)s 告诉上报人。") % told)
        accepts = can(self.request.actor, permissions.ACCEPT)
        accept = move_address(made.case, "accept")
        return redirect(accept if accepts else tables.case_address(made.case))


def _once(form: RegisterForm) -> dict[str, Any]:
    return {"request_id": form.cleaned_data["request_id"]}


def emergency(request: HttpRequest) -> HttpResponse:
    """The numbers to call first for the words typed so far; nothing is kept of them."""
    numbers = emergency_numbers(request.POST.get("words", ""))
    return render(request, "cases/_emergency.html", {"emergency": numbers})
