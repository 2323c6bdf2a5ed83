"""Reading a report as it comes in: words, place, time, danger. Source: cases §9, §13, §14."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linge.kernel.worktime import window_ends
from linge.kernel.zone import SHANGHAI

from .refusals import refusal
from .states import Source, State

LONGEST_WORDS = 1000
LONGEST_OF = {Source.OPEN311: 4000}  # what GeoReport clients may send
OFFLINE = timedelta(hours=72)
CALL_BACK_DAYS = 7
DANGERS = {
    "119": ("起火", "着火", "失火", "冒烟", "火灾", "燃气", "煤气", "爆炸"),
    "110": ("打架", "斗殴", "持刀", "抢劫", "盗窃", "家暴", "砍人"),
    "120": ("晕倒", "昏迷", "流血", "受伤", "呼吸困难", "心脏"),
}


@dataclass(frozen=True, slots=True)
class ReportTime:
    """When a report began: for the resident's clock, and whether the phone's clock was off."""

    began_at: datetime
    clock_off: bool


def clean_words(words: str, source: str = "") -> str:
    """The words without control signs, trimmed; refused with the counts when too long."""
    most = LONGEST_OF.get(Source(source), LONGEST_WORDS) if source else LONGEST_WORDS
    kept = "".join(sign for sign in words if sign == "\n" or unicodedata.category(sign) != "Cc")
    text = kept.strip()
    if len(text) > most:
        raise refusal("words_too_long", "words", limit=most, count=len(text))
    return text


def report_time(device_at: datetime | None, received_at: datetime) -> ReportTime:
    """The phone's time counts when it lies within 72 hours before receipt and not after it."""
    if device_at is None:
        return ReportTime(received_at, False)
    believed = received_at - OFFLINE <= device_at <= received_at
    return ReportTime(device_at if believed else received_at, not believed)


def point(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    """A point that can be on the ground; half a point, one out of range or (0, 0) is none."""
    if lon is None or lat is None or (lon, lat) == (0, 0):
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def emergency_numbers(words: str) -> list[str]:
    """The numbers to call first for what the words tell; they block nothing."""
    return [number for number, signs in DANGERS.items() if any(sign in words for sign in signs)]


def sampled(case: UUID, percent: int) -> bool:
    """Whether a case settled on the spot is looked at again: the same answer every time."""
    return int.from_bytes(hashlib.sha256(case.bytes).digest()[:4]) % 100 < percent


def may_evaluate(state: str, closed_at: datetime | None, now: datetime) -> bool:
    """Whether the call-back is open (回访): seven natural days from closing."""
    if state != State.CLOSED or closed_at is None:
        return False
    return now < window_ends(closed_at.astimezone(SHANGHAI).date(), CALL_BACK_DAYS)


def check_evaluation(state: str, closed_at: datetime | None, now: datetime) -> None:
    """Refuse an evaluation of what isn't closed, or one that comes too late."""
    if state != State.CLOSED:
        raise refusal("wrong_state", state=State(state).label, action=_("评价"))
    if not may_evaluate(state, closed_at, now):
        raise refusal("evaluate_late")
