"""How a move is asked for at the desk: as a dialog over the page, or as a page of its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, FormPage, asked_by_htmx, say, toast

from .. import permissions, queries, rules, tables
from ..forms import moves as forms
from ..forms.deeds import DeedForm, PhotoForm
from ..models import Case
from ..queries.story import Happening, story
from ..queries.ties import with_ties
from ..queries.workflows import workflow_of

SOMEBODY_WAS_FIRST = ("cases.moved_on", "cases.wrong_state")
REGIONS = ("dialog-body", "move")  # what a move's form is swapped into; the drawer takes a page
Deed = Callable[..., Case]


RELATED = (
    "community",
    "grid",
    "category__parent",
    "standard",
    "agency",
    "handler",
    "confirmer",
    *(f"building__{parent}" for parent in ("estate", "lane", "street_front")),
)


def in_full(actor: Actor) -> QuerySet[Case]:
    """The cases in scope, with all that their pages name."""
    return with_ties(queries.visible_to(actor).select_related(*RELATED))


class Move(FormPage):
    """A move of one case. What the action refuses stands beside its field; who acted on a stale
    page reads who was first and how the case stands now."""

    query = in_full
    capability = permissions.VIEW
    template = "cases/move.html"
    part = "cases/_move.html"
    form: type[DeedForm] = forms.BareForm
    action = ""
    deed: Deed
    explains = ""
    whole_page = False
    undo = False
    latest: Happening | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.row()
        refused = self.not_now(case)
        if refused:
            return self._refuse(case, refused)
        return self._show(case, self.made_form(case, None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case = self.row()
        form = self.made_form(case, request)
        self._take_in(form, case)
        if form.is_valid():
            with form.refusals(), self._noticing_who_was_first(case):
                case = self.perform(form, form.as_seen(case))
        if not form.is_valid():
            return self._show(self.row(), form, status=422)
        return moved(request, case, str(self.done), undo=self._way_back(case))

    def perform(self, form: DeedForm, row: Case) -> Case:
        return type(self).deed(row, by=self.request.actor, **form.deed())

    def form_facts(self, row: Case) -> dict[str, Any]:
        return {"case": row}

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("事件")), reverse("cases:case", args=[self.kwargs["uuid"]]))]

    def not_now(self, case: Case) -> str:
        """Why the move is not this person's to make now, in words; nothing when it is."""
        if self.action in {o.action for o in queries.moves_possible(self.request.actor, case)}:
            return ""
        try:
            rules.move(self.action, case.state, workflow_of(case))
        except Refused as refusal:
            return refusal.message
        return str(rules.refusal("not_yours").message)

    def frame(self, **more: Any) -> dict[str, Any]:
        case = more.get("row")
        return super().frame(**more) | {
            "part": self.part,
            "explains": self.explains,
            "latest": self.latest,
            "state": tables.state_badge(case) if case else None,
            "due": tables.due_of(case) if case else None,
        }

    def _show(self, row: Case, form: BaseForm, status: int = 200) -> HttpResponse:
        context = self.frame(form=form, row=row, submit=self.submit, cancel=self.cancel_at(row))
        return self._answer(context, status)

    def _refuse(self, case: Case, sentence: str) -> HttpResponse:
        self.latest = story(case).happenings[0]
        return self._answer(self.frame(row=case, refused=sentence, form=None), 200)

    def _answer(self, context: dict[str, Any], status: int) -> HttpResponse:
        target = self.request.headers.get("HX-Target") if asked_by_htmx(self.request) else ""
        template = self.part if target in REGIONS else self.template
        response = render(self.request, template, context, status=status)
        if self.latest:
            response["HX-Trigger"] = "case-moved"
        return response

    def _take_in(self, form: DeedForm, case: Case) -> None:
        """Store the photos first: whatever is wrong with the rest, they are not lost."""
        form.is_valid()
        if isinstance(form, PhotoForm):
            for fault in form.keep_photos(by=self.request.actor, community=case.community):
                form.add_error(form.photo_fields[-1], fault)

    @contextmanager
    def _noticing_who_was_first(self, case: Case) -> Iterator[None]:
        try:
            yield
        except Outside:
            raise
        except Refused as refusal:
            if refusal.code in SOMEBODY_WAS_FIRST:
                self.latest = story(case).happenings[0]
            raise

    def _way_back(self, case: Case) -> str:
        return reverse("cases:move", args=[case.uuid, "undo"]) if self.undo else ""


def moved(request: HttpRequest, case: Case, sentence: str, *, undo: str = "") -> HttpResponse:
    """Answer a finished move: regions that show the case or its queue are told to refresh.

    Without script, and on the move's own page, it leads to the case.
    """
    home = tables.case_address(case)
    if not asked_by_htmx(request):
        say(request, sentence, undo=undo)
        return redirect(home)
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == request.path:
        say(request, sentence, undo=undo)
        return HttpResponse(status=204, headers={"HX-Redirect": home})
    told = json.dumps({"case-moved": {}, "dialog-done": {}})
    return toast(HttpResponse(status=204, headers={"HX-Trigger": told}), sentence, undo=undo)


class Addition(Move):
    """Something added to a case without moving it."""

    needs: ClassVar[str] = permissions.NOTE

    def not_now(self, case: Case) -> str:
        held = permissions.held(self.request.actor, (self.needs,), permissions.subject_facts(case))
        return "" if held else str(rules.refusal("not_yours").message)
