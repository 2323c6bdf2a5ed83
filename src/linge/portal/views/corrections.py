"""这里不对: asking that the own record be put right, and how far that has come."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linge.files.actions import store_photo
from linge.kernel.refusals import Refused
from linge.registry import actions, queries
from linge.registry.models import ChangeRequest, Resident
from linge.registry.queries import own
from linge.registry.rules.kinds import Source
from linge.registry.rules.requests import RequestState
from linge.ui.pages import say

from ..forms import CORRECTABLE, CorrectionForm
from .mine import frame, mine, to

LOOKS = {
    RequestState.SUBMITTED: "warn",
    RequestState.APPLIED: "ok",
    RequestState.SENT_BACK: "danger",
}


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def correct(request: HttpRequest, person: Resident, fact: str) -> HttpResponse:
    """One field: what stands there, what it should be."""
    if fact not in CORRECTABLE:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CorrectionForm(*sent, fact=fact)
    if form.is_valid():
        with form.refusals():
            _ask(request, person, fact, form.cleaned_data)
    if form.is_bound and form.is_valid():
        say(request, str(_("已提出，15天内答复您。")))
        return to("portal:corrections", person)
    line = next(line for line in own.own_lines(person) if line.fact == fact)
    context = frame(request, person, form=form, line=line)
    status = 422 if form.is_bound else 200
    return render(request, "portal/mine/correct.html", context, status=status)


def _ask(request: HttpRequest, person: Resident, fact: str, told: dict[str, Any]) -> None:
    by = request.actor
    photos = [
        store_photo(upload, by=by, community=person.community, has_person=True)
        for upload in told["evidence"] or ()
    ]
    actions.request_change(
        person,
        {fact: told["value"]},
        by=by,
        reason=told["reason"],
        evidence=[{"kind": "photo", "file": str(photo.uuid)} for photo in photos],
        source=Source.PORTAL,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as the person reads it."""

    row: ChangeRequest
    look: str
    lines: list[Any]
    clock: Any
    answer: str

    @property
    def may_withdraw(self) -> bool:
        return self.row.state in (RequestState.SUBMITTED, RequestState.SENT_BACK)


@require_safe
@mine
def corrections(request: HttpRequest, person: Resident) -> HttpResponse:
    """我的更正: everything asked for, with its clock, and the answer when there is one."""
    asked = [_asked(row) for row in queries.own_requests(person).select_related("person")[:50]]
    return render(request, "portal/mine/corrections.html", frame(request, person, asked=asked))


def _asked(row: ChangeRequest) -> Asked:
    answers = [step.words for step in queries.request_steps(row) if step.words]
    look = LOOKS.get(RequestState(row.state), "muted")
    answer = answers[-1] if answers else ""
    return Asked(row, look, list(queries.request_lines(row)), queries.waiting(row), answer)


@require_POST
@mine
def withdraw(request: HttpRequest, person: Resident, uuid: str) -> HttpResponse:
    """Take a correction back."""
    row = get_object_or_404(queries.own_requests(person), uuid=uuid)
    try:
        actions.withdraw_request(row, by=request.actor)
        say(request, str(_("已撤回这次更正。")))
    except Refused as refusal:
        say(request, refusal.message)
    return to("portal:corrections", person)
