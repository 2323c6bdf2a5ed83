"""The slip left after a visit (采集回执): made by the visit, opened in the portal or with a code."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock, crypto, outbox
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import numbers
from ..events import CareVisitDone, VisitRecorded
from ..models import CareVisit, Phone, ReceiptSlip, Resident, ResidentAccount, Visit
from ..models.portal import SLIP_LIFE, SLIP_TRIES
from ..queries.slips import person_at
from ..rules.kinds import Outcome, Usable

SPOKEN_TO = (Outcome.MET, Outcome.CONFIRMED, Outcome.PHONE)
CODE_GAP = timedelta(seconds=60)


def leave_slip(event: VisitRecorded) -> None:
    """Leave a slip where somebody was spoken to."""
    visit = Visit.objects.get(pk=event.visit)
    person = person_at(visit.dwelling_id)
    if visit.outcome in SPOKEN_TO and person is not None:
        slip, _made = ReceiptSlip.objects.get_or_create(visit=visit, defaults={"person": person})
        _tell(slip, person)


def leave_care_slip(event: CareVisitDone) -> None:
    """Leave a slip after a care visit."""
    visit = CareVisit.objects.select_related("need__person").get(pk=event.visit)
    person = visit.need.person
    slip, _made = ReceiptSlip.objects.get_or_create(care_visit=visit, defaults={"person": person})
    _tell(slip, person)


def _tell(slip: ReceiptSlip, person: Resident) -> None:
    """Whoever has the portal is told there; the message says nothing of the visit."""
    account = ResidentAccount.objects.filter(person=person, until=None).first()
    if account:
        outbox.post(
            "inapp",
            key=f"registry.slip:{slip.uuid}",
            recipient_id=account.user_id,
            body=_("今天的走访回执已出具，请在“我的回执”查看。"),
            link=reverse("portal:receipt", args=[slip.uuid]),
        )


@transaction.atomic
def send_slip_code(slip: ReceiptSlip) -> None:
    """Send the six digits that open a slip to the person's phone; a minute between two.

    Refuses with ``registry.slip_over``, ``registry.slip_no_phone`` and ``registry.slip_wait``.
    """
    _still_open(slip)
    phone = phone_of(slip)
    if phone is None:
        message = _("没有登记可用的手机号，请到社区查看这张回执。")
        raise Refused("registry.slip_no_phone", message)
    if slip.code_sent_at and clock.now() - slip.code_sent_at < CODE_GAP:
        raise Refused("registry.slip_wait", _("验证码已发送，请等一分钟再取。"))
    code = f"{secrets.randbelow(1_000_000):06d}"
    slip.code_hash, slip.code_sent_at = _hash(slip, code), clock.now()
    slip.save(update_fields=["code_hash", "code_sent_at"])
    outbox.post(
        "sms",
        key=f"registry.slip_code:{slip.uuid}:{slip.code_sent_at:%Y%m%d%H%M%S}",
        to=numbers.clear(phone),
        body=_("您的走访回执验证码是 %(code)s，请勿告诉他人。") % {"code": code},
    )


def open_slip(slip: ReceiptSlip, code: str) -> None:
    """Open a slip with its code. Refuses with ``registry.slip_over`` and ``registry.slip_code``;
    the wrong try counts although it is refused.
    """
    _still_open(slip)
    fresh = ReceiptSlip.objects.filter(pk=slip.pk, tries__lt=SLIP_TRIES)
    counted = fresh.update(tries=F("tries") + 1)
    right = bool(slip.code_hash) and secrets.compare_digest(slip.code_hash, _hash(slip, code))
    if not (counted and right):
        raise Refused("registry.slip_code", _("验证码不对，请核对短信。"), "code")
    ReceiptSlip.objects.filter(pk=slip.pk).update(tries=0, code_hash="")
    record(Actor.holder(f"registry.receiptslip:{slip.uuid}"), "registry.open_slip", slip)


def _still_open(slip: ReceiptSlip) -> None:
    if clock.now() >= slip.made_at + SLIP_LIFE or slip.tries >= SLIP_TRIES:
        message = _("这张回执已过30天或试错5次，不能再扫码打开；请登录居民端或到社区查看。")
        raise Refused("registry.slip_over", message)


def phone_of(slip: ReceiptSlip) -> Phone | None:
    """The phone a slip's code goes to."""
    return Phone.objects.filter(person=slip.person, is_main=True, usable=Usable.YES).first()


def _hash(slip: ReceiptSlip, code: str) -> str:
    return crypto.keyed_hash("registry.slip", f"{slip.uuid}:{code}")
