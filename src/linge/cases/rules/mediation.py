"""Mediation of a dispute (矛盾调解): when an agreement is in force, and what is due after it.

Source: 人民调解法 第十七条 (a party may refuse), 第二十六条 (other ways), 第二十九条, 第三十条 (when an agreement
takes effect), 第三十三条 (joint judicial confirmation within 30 days).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DISPUTES = "05"
CONFIRM_WITHIN = timedelta(days=30)
REMIND_BEFORE = timedelta(days=7)
FOLLOW_UPS = tuple(timedelta(days=days) for days in (7, 30, 90))
OTHER_WAYS = (
    _("向仲裁机构申请仲裁（有仲裁协议或属劳动人事争议的）"),
    _("向有关行政机关申请行政调解、行政裁决"),
    _("向人民法院起诉"),
)


class Side(TextChoices):
    """Where a party stands."""

    APPLICANT = "applicant", _("申请方")
    RESPONDENT = "respondent", _("被申请方")
    OTHER = "other", _("其他当事人")


class Outcome(TextChoices):
    """How a mediation ended."""

    AGREEMENT = "agreement", _("达成书面协议")
    ORAL = "oral", _("达成口头协议")
    ENDED = "ended", _("调解终止")
    WITHDRAWN = "withdrawn", _("申请方撤回")


class SignWay(TextChoices):
    """How somebody signed."""

    DRAWN = "drawn", _("屏幕签名")
    PAPER = "paper", _("纸质签名照片")


@dataclass(frozen=True, slots=True)
class Signing:
    """Who has signed a version of an agreement, and whether it bears the seal."""

    parties: Collection[int]
    signed_parties: Collection[int]
    signed_mediators: int
    sealed_on: date | None
    last_signed_on: date | None


def in_force_on(signing: Signing) -> date | None:
    """The day a written agreement takes effect: all parties and a mediator signed, and the seal."""
    if not signing.parties or set(signing.parties) - set(signing.signed_parties):
        return None
    if not signing.signed_mediators or signing.sealed_on is None or signing.last_signed_on is None:
        return None
    return max(signing.sealed_on, signing.last_signed_on)


def confirm_until(in_force: date) -> date:
    """The last day on which the parties may jointly ask a court to confirm (司法确认)."""
    return in_force + CONFIRM_WITHIN


def remind_on(in_force: date) -> date:
    """The day the parties are reminded of that."""
    return confirm_until(in_force) - REMIND_BEFORE


def follow_up_days(in_force: date) -> tuple[date, ...]:
    """When somebody asks whether the agreement is kept (回访)."""
    return tuple(in_force + span for span in FOLLOW_UPS)
