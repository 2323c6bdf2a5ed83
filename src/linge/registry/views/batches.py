"""What is done for several ticked people at once: first the count and the names, then the deed."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused
from linge.ui.forms import LingeForm
from linge.ui.pages import Crumb, Page, say

from .. import actions, forms, permissions, queries
from ..actions.batches import Told
from ..models import Resident


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Batch(Page):
    """Ticked rows arrive as ``row``; ``sure`` says that the count was seen."""

    capability = permissions.EDIT
    template = "registry/batch.html"
    form: type[LingeForm] = LingeForm
    sure = ""
    done = ""
    check: Callable[[Sequence[Resident]], None] | None = None

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("居民")), reverse("registry:residents"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("registry:residents")

    def post(self, request: HttpRequest) -> HttpResponse:
        people = self._people(request.POST.getlist("row"))
        if not people:
            say(request, str(_("没有选中的居民，请先在名单里勾选。")))
            return redirect("registry:residents")
        sent = "sure" in request.POST
        form = self.form(*([request.POST] if sent else []), **self.form_facts())
        told: list[Told] = []
        if sent and form.is_valid():
            with form.refusals():
                told = self.perform(form, people)
        if told and form.is_valid():
            return self._answer(told)
        return self._show(people, form, status=422 if sent else 200)

    def perform(self, form: Any, people: list[Resident]) -> list[Told]:
        raise NotImplementedError

    def form_facts(self) -> dict[str, Any]:
        return {}

    def _people(self, keys: list[str]) -> list[Resident]:
        """Those of the ticked people that the actor may see."""
        wanted = [read for key in keys if (read := _uuid(key))]
        rows = queries.residents(self.request.actor).filter(uuid__in=wanted)
        return list(rows.order_by("name", "pk"))

    def _show(self, people: list[Resident], form: LingeForm, status: int) -> HttpResponse:
        words, check = "", type(self).check
        try:
            if check:
                check(people)
        except Refused as refusal:
            words = refusal.message
        context = self.frame(
            people=people, form=form, refusal=words, submit=self.sure,
            cancel=reverse("registry:residents"),
        )  # fmt: skip
        return render(self.request, self.template, context, status=status)

    def _answer(self, told: list[Told]) -> HttpResponse:
        refused = [each for each in told if each.refusal]
        words = str(self.done) % {"count": len(told) - len(refused)}
        if refused:
            context = self.frame(refused=refused, done_words=words)
            return render(self.request, "registry/batch_done.html", context)
        say(self.request, words)
        return HttpResponseRedirect(reverse("registry:residents"))


class ConfirmPeople(Batch):
    title = _("批量确认无变化")
    sure = _("确认无变化")
    done = _("已确认%(count)s人无变化。")
    check = staticmethod(actions.sound_batch)

    def perform(self, form: Any, people: list[Resident]) -> list[Told]:
        return actions.confirm_people(people, by=self.request.actor)


class MovePeople(Batch):
    title = _("批量登记居住")
    sure = _("登记居住")
    done = _("已登记%(count)s人的新住处。")
    form = forms.MovePeopleForm

    def form_facts(self) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: Any, people: list[Resident]) -> list[Told]:
        return actions.move_people(people, form.home(), by=self.request.actor)
