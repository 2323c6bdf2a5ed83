"""进度: what the bearer of a code sees and can say, without signing in.

The pages carry no session: their address is the key. So a forged request from elsewhere gains
nothing, and with ``no-referrer`` a browser sends no origin a form's token could be checked by.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from linge.kernel.access import Actor

from .. import actions, queries, tables, wrong_codes
from ..forms import answers
from ..forms.deeds import DeedForm
from ..models import Case
from ..rules import emergency_numbers
from .case import picture
from .qr import qr_svg

CodeView = Callable[..., HttpResponse]


def by_code(view: CodeView) -> CodeView:
    """Open a page to the bearer of a right code; a wrong one always reads the same sentence."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        if wrong_codes.paused(address):
            return _ask(request, _("查错次数过多，请15分钟后再试。"), status=429)
        found = queries.case_of_code(code)
        if found is None:
            wrong_codes.count_wrong(address)
            return _ask(request, _("请核对查询码：没有找到对应的上报。"), status=404)
        return secret(view(request, code, *found, **more))

    return opened


def secret(response: HttpResponse) -> HttpResponse:
    """A page whose address is its key: not kept, not indexed, not told to the next site."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _ask(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    context = {"form": answers.CodeForm(), "fault": fault}
    return secret(render(request, "cases/portal/look_up.html", context, status=status))


def look_up(request: HttpRequest) -> HttpResponse:
    """Type the code, read the progress."""
    code = request.GET.get("code", "").strip()
    return redirect("cases_public:progress", code=code) if code else _ask(request)


@require_GET
@by_code
def progress(request: HttpRequest, code: str, case: Case, bearer: Actor) -> HttpResponse:
    """Steps, promise, answer and photos of one report, and what its reporter can do now."""
    return _show(request, code, case)


@require_GET
@by_code
def receipt(request: HttpRequest, code: str, case: Case, bearer: Actor) -> HttpResponse:
    """Number, code and its picture, and how to follow: to be written down or photographed."""
    follow = request.build_absolute_uri(reverse("cases_public:progress", args=[code]))
    context = {
        "case": case,
        "code": code,
        "qr": qr_svg(follow),
        "emergency": emergency_numbers(case.words),
    }
    return render(request, "cases/portal/receipt.html", context)


def _show(
    request: HttpRequest, code: str, case: Case, *, status: int = 200, **faulty: DeedForm
) -> HttpResponse:
    """``faulty`` are forms that come back with what is wrong in them."""
    told = queries.progress(case)
    forms = {
        "rating": answers.RatingForm(case=case) if told.may_evaluate else None,
        "not_solved": answers.NotSolvedForm(case=case) if told.may_reopen else None,
        "answer": answers.AnswerForm(case=case) if told.question else None,
        "never_mind": answers.NeverMindForm(case=case) if told.may_withdraw else None,
    }
    facts = {"case": case, "code": code, "progress": told}
    context = facts | {"badge": tables.state_badge(queries.followed(case))} | forms | faulty
    return render(request, "cases/portal/progress.html", context, status=status)


ANSWERS: dict[str, tuple[type[DeedForm], Callable[..., Case]]] = {
    "rating": (answers.RatingForm, actions.evaluate_case),
    "not_solved": (answers.NotSolvedForm, actions.reopen_case),
    "answer": (answers.AnswerForm, actions.answer_question),
    "never_mind": (answers.NeverMindForm, actions.withdraw_case),
}


@csrf_exempt  # the code in the address is the key, no session is at stake
@require_POST
@by_code
def answer(request: HttpRequest, code: str, case: Case, bearer: Actor, kind: str) -> HttpResponse:
    """What the reporter says: the rating, that it is not solved, or never mind."""
    if kind not in ANSWERS:
        raise Http404
    form_class, deed = ANSWERS[kind]
    form = form_class(request.POST, case=case)
    if form.is_valid():
        with form.refusals():
            deed(form.as_seen(case), by=bearer, **form.deed())
            return redirect("cases_public:progress", code=code)
    case.refresh_from_db()
    return _show(request, code, case, status=422, **{kind: form})


@require_GET
@by_code
def photo(request: HttpRequest, code: str, case: Case, bearer: Actor, file: str) -> HttpResponse:
    """A photo shown on the progress page, and no other."""
    told = queries.progress(case)
    shown = {str(each.uuid): each for each in (*told.photos_before, *told.photos_after)}
    if str(file) not in shown:
        raise Http404
    return picture(shown[str(file)], thumb="thumb" in request.GET, kept="no-store")
