"""Every write on accounts: hire, grant, sign in by code, look, reveal."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linge.kernel import clock, crypto, outbox
from linge.kernel.access import SENTENCES, Actor, Purpose, subject_key
from linge.kernel.refusals import Refused
from linge.kernel.trail import record

from . import queries, reveals, tables
from .models import PHONE, Grant, Reveal, SignInCode, User

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
CODE_GAP = timedelta(seconds=60)
CODES_A_DAY = 10
RESIDENT = "resident"  # the post of somebody who lives here
REVEAL_REASON = 6  # signs at least


def _code_hash(phone: str, code: str) -> str:
    return crypto.keyed_hash("accounts.sign_in", f"{crypto.blind(PHONE, phone)}:{code}")


@transaction.atomic
def send_code(phone: str, *, session_key: str) -> None:
    """Send a sign-in code by SMS to a known number; an unknown one gets the same silence.

    Refuses with ``accounts.code_wait`` (one a minute) and ``accounts.code_day`` (ten a day).
    """
    index = crypto.blind(PHONE, phone)
    sent = SignInCode.objects.filter(phone_index=index)
    if sent.filter(created_at__gt=clock.now() - CODE_GAP).exists():
        raise Refused("accounts.code_wait", _("验证码已发送，请等一分钟再取。"), "phone")
    if sent.filter(created_at__gt=clock.now() - timedelta(days=1)).count() >= CODES_A_DAY:
        raise Refused("accounts.code_day", _("今天取验证码的次数已用完，请用密码登录。"), "phone")
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = SignInCode.objects.create(
        phone_index=index,
        code_hash=_code_hash(phone, code),
        session_key=session_key,
        created_at=clock.now(),
    )
    if User.objects.filter(phone_index=index, is_active=True).exists():
        body = _("您的登录验证码是 %(code)s，5分钟内有效，请勿告诉他人。") % {"code": code}
        outbox.post("sms", key=f"accounts.code:{row.pk}", to=phone, body=body)


def check_code(phone: str, code: str, *, session_key: str) -> User:
    """The user a code signs in; a code serves once, in the session that asked for it.

    Refuses with ``accounts.code_wrong`` for anything that does not fit, always in the same words.
    """
    refusal = Refused("accounts.code_wrong", _("验证码不对或已过期，请重新获取。"), "code")
    row = (
        SignInCode.objects.filter(
            phone_index=crypto.blind(PHONE, phone),
            session_key=session_key,
            used_at__isnull=True,
            created_at__gt=clock.now() - CODE_LIFE,
            tries__lt=CODE_TRIES,
        )
        .order_by("-created_at")
        .first()
    )
    if row is None:
        raise refusal
    SignInCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    if not secrets.compare_digest(row.code_hash, _code_hash(phone, code)):
        raise refusal
    used = SignInCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=clock.now())
    user = User.objects.filter(phone_index=row.phone_index, is_active=True).first()
    if not used or user is None:
        raise refusal
    return user


@transaction.atomic
def grant(
    user: User,
    *,
    by: Actor,
    post: str,
    node: str,
    since: date,
    until: date | None = None,
    agency_id: int | None = None,
    lines: tuple[str, ...] = (),
) -> Grant:
    """Give a post on a node (授权). Nobody grants to themselves: ``accounts.own_grant``."""
    if by.user_id == user.pk:
        raise Refused("accounts.own_grant", _("不能给自己授权，请由另一位管理员办理。"))
    row = Grant.objects.create(
        user=user,
        post=post,
        role=tables.role_of(post),
        node=node,
        agency_id=agency_id,
        lines=list(lines),
        since=since,
        until=until,
        granted_by_id=by.user_id,
    )
    record(by, "accounts.grant", row, post=post, since=since.isoformat())
    return row


@transaction.atomic
def open_account(phone: str, *, by: Actor, name: str, home: str) -> User:
    """A resident's account on a mobile number, signed in to by code; the account there is stays.

    ``home`` is the path of the dwelling. Whoever calls has asked who may.
    """
    index = crypto.blind(PHONE, phone)
    user = User.objects.filter(phone_index=index).first()
    if user is None:
        user = User(name=name, phone=phone, phone_index=index)
        user.set_unusable_password()
        user.save()
        record(by, "accounts.open", user)
    if not Grant.objects.filter(user=user, post=RESIDENT, node=home, until=None).exists():
        grant(user, by=by, post=RESIDENT, node=home, since=clock.today())
    return user


@transaction.atomic
def choose_appearance(
    user: User, *, by: Actor, theme: str, type_size: str, language: str, shortcuts: bool
) -> User:
    """Keep how somebody likes to see the pages."""
    user.theme, user.type_size = theme, type_size
    user.language, user.shortcuts = language, shortcuts
    user.save(update_fields=["theme", "type_size", "language", "shortcuts"])
    record(by, "accounts.appearance", user, theme=theme, type_size=type_size)
    return user


def reveal(row: Any, field: str, *, by: Actor, purpose: str, reason: str) -> str:
    """Open one masked value of one row (查看明文); the entry is committed before it leaves.

    Refuses with ``accounts.reason_short``, ``access.quota`` or what the row's context says.
    Source: trust.md §3.3; 个人信息保护法 第二十八条.
    """
    if len(reason.strip()) < REVEAL_REASON:
        raise Refused("accounts.reason_short", _("请写明查看原因，至少6个字。"), "reason")
    declared = reveals.declared(row, field)
    declared.allow(by, row, Purpose(purpose))
    with transaction.atomic():
        _count_reveal(by)
        Reveal.objects.create(
            user_id=by.person,
            subject=subject_key(row),
            field=field,
            purpose=purpose,
            reason=reason.strip(),
            at=clock.now(),
        )
        record(by, declared.capability, row, field=field, purpose=purpose)
    return crypto.open_field(row, field)


def _count_reveal(by: Actor) -> None:
    User.objects.select_for_update().filter(pk=by.person).first()
    limit = queries.reveal_quota(by)
    if queries.reveals_today(by) >= limit:
        raise Refused("access.quota", str(SENTENCES["access.quota"]) % {"limit": limit})
