"""A form's page: cards of fields, 保存 and 取消 at the foot, refusals beside their field."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm

from .base import Page, Query, say


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
        row = self.row()
        return self._show(row, self.made_form(row, None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row()
        form = self.made_form(row, request)
        if form.is_valid():
            with form.refusals():
                row = self.perform(form, row)
        if not form.is_valid():
            return self._show(row, form, status=422)
        return self.answer(row)

    def answer(self, row: Any) -> HttpResponse:
        """What follows the deed: its sentence, and the next page."""
        say(self.request, str(self.done))
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

    def about(self, row: Any) -> str:
        """Whom or what the form changes, in words beside its title; "" where the way here says it."""
        return ""

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

    def _show(self, row: Any, form: BaseForm, status: int = 200) -> HttpResponse:
        context = self.frame(
            form=form,
            row=row,
            about=self.about(row),
            submit=self.submit,
            cancel=self.cancel_at(row),
        )
        return render(self.request, self.template, context, status=status)
