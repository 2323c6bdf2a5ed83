"""Sign-in and sign-out, the dialog that opens a masked value, the list of accounts."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused

from . import actions, queries, reveals
from .doors import door
from .forms import CodeForm, PasswordForm, PhoneForm, RevealForm
from .models import User

WRONG = _("手机号或密码不对。请核对后再试，或改用短信验证码登录。")


def _session_key(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.create()
    return request.session.session_key or ""


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("home")


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    target = _next(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return HttpResponseRedirect(target)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Mobile number and password."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(
            request, username=form.cleaned_data["phone"], password=form.cleaned_data["password"]
        )
        if user is not None:
            return _enter(request, user)
        form.add_error(None, WRONG)
    return _sign_in_page(request, form, "password")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """Mobile number and a code by SMS: first asks for the number, then for the code."""
    if request.method == "GET":
        return _sign_in_page(request, PhoneForm(), "phone")
    if "code" not in request.POST:
        return _code_sent(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            user = actions.check_code(
                form.cleaned_data["phone"],
                form.cleaned_data["code"],
                session_key=_session_key(request),
            )
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            return _enter(request, user)
    return _sign_in_page(request, form, "code")


def _code_sent(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, "phone")
    try:
        actions.send_code(form.cleaned_data["phone"], session_key=_session_key(request))
    except Refused as refused:
        form.add_error(refused.field, refused.message)
        return _sign_in_page(request, form, "phone")
    return _sign_in_page(request, CodeForm(initial=form.cleaned_data), "code")


def _sign_in_page(request: HttpRequest, form: Any, way: str) -> HttpResponse:
    page = {"form": form, "way": way, "next": _next(request), "demo": settings.DEMO_OUTBOX}
    return render(request, "accounts/sign_in.html", page, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("accounts:sign_in")


@door()
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest) -> HttpResponse:
    """The dialog behind 查看: purpose and reason first, then the clear value for a minute."""
    asked = request.POST or request.GET
    subject, field = asked.get("subject", ""), asked.get("field", "")
    try:
        row, declared = reveals.find(request.actor, subject, field)  # type: ignore[attr-defined]  # set by the middleware
    except (Refused, ObjectDoesNotExist, ValidationError) as unknown:
        raise Http404 from unknown
    form = RevealForm(
        request.POST or None,
        initial={"subject": subject, "field": field},
        purposes=declared.purposes,
    )
    if request.method == "POST" and form.is_valid():
        try:
            value = actions.reveal(
                row,
                field,
                by=request.actor,  # type: ignore[attr-defined]  # set by the middleware
                purpose=form.cleaned_data["purpose"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            return render(request, "accounts/_revealed.html", {"value": value})
    return render(request, "accounts/_reveal.html", {"form": form})


@door("accounts.read")
def users(request: HttpRequest) -> HttpResponse:
    """Accounts inside the actor's scope with what they hold."""
    people = queries.visible_to(request.actor).prefetch_related("grants")  # type: ignore[attr-defined]  # set by the middleware
    return render(request, "accounts/users.html", {"people": people})


def dev_outbox(request: HttpRequest) -> HttpResponse:
    """Demo only: the messages that would have left the building, newest first."""
    if not settings.DEMO_OUTBOX:
        raise Http404
    messages = OutboxMessage.objects.exclude(kind="inapp").order_by("-created_at")[:50]
    return render(request, "accounts/dev_outbox.html", {"letters": messages})
