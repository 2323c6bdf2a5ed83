"""Signing in and out on the phone, and who is signed in."""

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from linge.kernel.access import Purpose, tables
from linge.kernel.refusals import Refused

from . import actions, reveals
from .models import User
from .tables import labels

door = Router(tags=["accounts"])
"""Operations for those who are not signed in yet."""
router = Router(tags=["accounts"])

SHOWN_SECONDS = 60


class Me(Schema):
    """The person on the phone: name, staff number, posts in words, what they may do, how they like
    to see it."""

    uuid: UUID
    name: str
    staff_no: str
    posts: list[str]
    capabilities: list[str]
    theme: str
    type_size: str
    language: str


class PasswordAsk(Schema, extra="forbid"):
    """Mobile number and password."""

    phone: str = Field(max_length=20)
    password: str = Field(max_length=128)


class PhoneAsk(Schema, extra="forbid"):
    """The mobile number a code goes to."""

    phone: str = Field(max_length=20)


class CodeAsk(PhoneAsk, extra="forbid"):
    """The code that came by SMS; it serves in the session that asked for it."""

    code: str = Field(max_length=12)


class LookAsk(Schema, extra="forbid"):
    """How somebody likes to see the pages."""

    theme: Literal["system", "light", "dark"]
    type_size: Literal["normal", "big", "elder"]
    language: Literal["", "zh-hans", "en"]


class Told(Schema):
    """A sentence for the person."""

    message: str


@door.post("/sign-in", response=Me, summary="密码登录")
def sign_in(request: HttpRequest, asked: PasswordAsk) -> dict[str, Any]:
    """Open a session. Five wrong tries lock the number for a quarter of an hour."""
    user = authenticate(request, username=asked.phone.strip(), password=asked.password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # we answer, not axes' page
        told = _("连续输错5次，请15分钟后再试，或改用短信验证码登录。")
        raise Refused("accounts.locked", told, "phone")
    if user is None:
        told = _("手机号或密码不对。请核对后再试，或改用短信验证码登录。")
        raise Refused("accounts.wrong", told, "password")
    return _entered(request, user)


@door.post("/sign-in/code", response=Told, summary="获取短信验证码")
def send_code(request: HttpRequest, asked: PhoneAsk) -> dict[str, str]:
    """Send a code to a known number; an unknown one gets the same answer."""
    actions.send_code(asked.phone.strip(), session_key=_session_key(request))
    return {"message": _("验证码已发送，5分钟内有效。")}


@door.post("/sign-in/code/check", response=Me, summary="验证码登录")
def check_code(request: HttpRequest, asked: CodeAsk) -> dict[str, Any]:
    """Open a session with the code."""
    user = actions.check_code(
        asked.phone.strip(), asked.code.strip(), session_key=_session_key(request)
    )
    return _entered(request, user)


@router.get("/me", response=Me, summary="当前登录人")
def me(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in; also sets the cookie that later writes show."""
    get_token(request)
    return _me(request)


@router.post("/me/look", response=Me, summary="外观与语言")
def choose_look(request: HttpRequest, asked: LookAsk) -> dict[str, Any]:
    """Keep theme, type size and language with the account."""
    user = _user(request)
    actions.choose_appearance(
        user,
        by=request.actor,  # type: ignore[attr-defined]  # set by the middleware
        shortcuts=user.shortcuts,
        **asked.dict(),
    )
    return _me(request)


@router.post("/sign-out", response=Told, summary="退出登录")
def sign_out(request: HttpRequest) -> dict[str, str]:
    """End the session."""
    logout(request)
    return {"message": _("已退出登录。")}


class RevealAsk(Schema, extra="forbid"):
    """Which value (``registry.phone:<uuid>``, ``number``), for what, and why in words."""

    subject: str = Field(max_length=80)
    field: str = Field(max_length=30)
    purpose: Purpose
    reason: str = Field(max_length=200)


class Revealed(Schema):
    """The clear value, to be shown for sixty seconds and kept nowhere."""

    value: str
    seconds: int


@router.post("/reveal", response=Revealed, summary="查看明文")
def reveal(request: HttpRequest, response: HttpResponse, asked: RevealAsk) -> dict[str, Any]:
    """Open one masked value; the entry with purpose and reason is written before it leaves."""
    by = request.actor  # type: ignore[attr-defined]  # set by the middleware
    row, _declared = reveals.find(by, asked.subject, asked.field)
    value = actions.reveal(row, asked.field, by=by, purpose=asked.purpose, reason=asked.reason)
    response["Cache-Control"] = "no-store"
    return {"value": value, "seconds": SHOWN_SECONDS}


def _entered(request: HttpRequest, user: Any) -> dict[str, Any]:
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.user = user
    return _me(request)


def _me(request: HttpRequest) -> dict[str, Any]:
    user, actor = _user(request), request.actor  # type: ignore[attr-defined]  # set by the middleware
    words = labels()
    return {
        "uuid": user.uuid,
        "name": user.name,
        "staff_no": user.staff_no,
        "posts": sorted({str(words.get(grant.post, grant.post)) for grant in actor.grants}),
        "capabilities": sorted({deed for g in actor.grants for deed in tables.deeds_of(g)}),
        "theme": user.theme,
        "type_size": user.type_size,
        "language": user.language,
    }


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _session_key(request: HttpRequest) -> str:
    """The key of this browser's session, opened now if there is none."""
    if not request.session.session_key:
        request.session.create()
    return request.session.session_key or ""
