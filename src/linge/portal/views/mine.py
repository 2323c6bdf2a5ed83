"""我的: the signed-in resident's own record, and what may be done with it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linge.accounts.doors import door
from linge.cases.views.portal import place_of_report
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.models import Consent, Resident
from linge.registry.queries import accounts, consents, own, slips
from linge.registry.rules.kinds import ConsentChannel
from linge.ui.pages import say

from .. import queries

FRESH = timedelta(minutes=15)  # a copy in clear is handed out only so long after signing in
Mine = Callable[..., HttpResponse]


def mine(view: Mine) -> Mine:
    """For whoever is signed in and known to the register; ``?who=`` chooses a child of the home."""

    @wraps(view)
    @door()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = accounts.own_records(request.actor).select_related("community")
        if not known and kwargs:
            raise Http404
        if not known:
            place = place_of_report(request)
            desk = queries.duty_desk(place) if place else None
            return render(request, "portal/mine/unknown.html", {"desk": desk})
        person = _chosen(request, list(known))
        return view(request, person, *args, **kwargs)

    return guarded


def _chosen(request: HttpRequest, known: list[Resident]) -> Resident:
    """The record asked for among the own ones; without a word, the person's own."""
    asked = request.GET.get("who") or request.POST.get("who")
    named = (person for person in known if str(person.uuid) == asked)
    own_one = accounts.me(request.actor)
    return next(named, None) or next((one for one in known if one == own_one), known[0])


def frame(request: HttpRequest, person: Resident, **more: Any) -> dict[str, Any]:
    """What every page of 我的 shows: whose record it is, and the others one may open."""
    known = list(accounts.own_records(request.actor))
    return {"person": person, "known": known, "is_me": person == accounts.me(request.actor)} | more


def to(page: str, person: Resident) -> HttpResponseRedirect:
    """To another page of the same record."""
    return HttpResponseRedirect(f"{reverse(page)}?who={person.uuid}")


@require_safe
@mine
def home(request: HttpRequest, person: Resident) -> HttpResponse:
    """The doors of 我的, and what is due next."""
    visit = own.next_care_visit(person)
    return render(request, "portal/mine/home.html", frame(request, person, visit=visit))


@require_safe
@mine
def record(request: HttpRequest, person: Resident) -> HttpResponse:
    """我的档案: the record field by field, each with 这里不对."""
    context = frame(request, person, lines=own.own_lines(person), family=own.family(person))
    return render(request, "portal/mine/record.html", context | {"needs": own.own_needs(person)})


@require_safe
@mine
def trail(request: HttpRequest, person: Resident) -> HttpResponse:
    """谁看过、谁改过."""
    context = frame(request, person, looks=own.looks_at(person), changes=own.changes_of(person))
    return render(request, "portal/mine/trail.html", context)


@require_safe
@mine
def agreed(request: HttpRequest, person: Resident) -> HttpResponse:
    """我的授权: what was agreed to, each taken back in one tap."""
    context = frame(
        request, person, agreements=consents.standing(person), offered=consents.offered(person)
    )
    return render(request, "portal/mine/consents.html", context)


@require_POST
@mine
def agree(request: HttpRequest, person: Resident) -> HttpResponse:
    """Agree to one purpose; for a small child the signed-in guardian does."""
    me = accounts.me(request.actor)
    purpose = request.POST.get("purpose", "")
    if purpose not in {one.purpose for one in consents.offered(person)}:
        return to("portal:consents", person)
    try:
        actions.give_consent(
            person,
            purpose,
            by=request.actor,
            channel=ConsentChannel.PORTAL,
            guardian=None if me == person else me,
        )
        say(request, str(_("已记下您的同意，您可以随时撤回。")))
    except Refused as refusal:
        say(request, refusal.message)
    return to("portal:consents", person)


@require_POST
@mine
def withdraw(request: HttpRequest, person: Resident, uuid: str) -> HttpResponse:
    """Take a consent back: one tap, no reason asked."""
    rows = Consent.objects.filter(person__in=accounts.own_records(request.actor))
    consent = get_object_or_404(rows.select_related("person__community"), uuid=uuid)
    try:
        actions.withdraw_consent(consent, by=request.actor)
        say(request, str(_("已撤回：相关关爱即刻停止，资料24小时内销毁。")))
    except Refused as refusal:
        say(request, refusal.message)
    return to("portal:consents", consent.person)


@require_safe
@mine
def receipts(request: HttpRequest, person: Resident) -> HttpResponse:
    """我的回执: the slips of every visit."""
    mine_ = [slips.slip_text(slip) for slip in slips.own_slips(request.actor)[:50]]
    return render(request, "portal/mine/receipts.html", frame(request, person, slips=mine_))


@require_safe
@mine
def receipt(request: HttpRequest, person: Resident, uuid: str) -> HttpResponse:
    """One slip."""
    slip = get_object_or_404(slips.own_slips(request.actor), uuid=uuid)
    context = frame(request, person, slip=slips.slip_text(slip))
    return render(request, "portal/mine/receipt.html", context)


@require_safe
@mine
def copy(request: HttpRequest, person: Resident) -> HttpResponse:
    """A copy of the own data, to print or as a file; signed in anew within a quarter of an hour."""
    signed_in = request.user.last_login  # type: ignore[union-attr]  # `mine` lets in users alone
    if signed_in is None or clock.now() - signed_in > FRESH:
        return redirect_to_login(request.get_full_path())
    actions.note_copy(person, by=request.actor)
    held = own.copy_of(person)
    if request.GET.get("as") == "json":
        answer = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="linge-my-data.json"'
        return answer
    context = frame(
        request, person, held=held, looks=own.looks_at(person), changes=own.changes_of(person)
    )
    return render(request, "portal/mine/copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def erase(request: HttpRequest, person: Resident) -> HttpResponse:
    """Have everything that rests on consent destroyed; what the law keeps is named with its article."""
    if request.method == "POST":
        for agreement in consents.standing(person):
            if not agreement.withdrawn:
                actions.withdraw_consent(agreement.row, by=request.actor)
        say(request, str(_("凭同意登记的资料已停用，24小时内销毁。")))
        return to("portal:consents", person)
    gone, kept = own.erasable(person)
    context = frame(request, person, gone=gone, kept=kept)
    return render(request, "portal/mine/erase.html", context)
