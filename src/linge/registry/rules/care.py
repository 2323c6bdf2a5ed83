"""Care needs (关爱需求): what leads to a service, on which ground, for how long.

Source: registry.md §7; trust.md §4.1, §4.3; 个人信息保护法 第二十八至三十一条.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

GUARDED_UNDER = 14  # years; below, the guardian consents (个人信息保护法 第三十一条)
PAUSE_AFTER = timedelta(days=30)  # a review overdue this long pauses the need
MISSED_IN_A_ROW = 3
FEWEST = 5  # people; a smaller figure is hidden


class NeedState(TextChoices):
    PROPOSED = "proposed", _("待审核")
    GRANTED = "granted", _("关爱中")
    PAUSED = "paused", _("已暂停")
    ENDED = "ended", _("已结束")


class Basis(TextChoices):
    CONSENT = "consent", _("本人同意")
    DUTY = "duty", _("法定职责")


class Ending(TextChoices):
    """Why a need ended."""

    WITHDRAWN = "withdrawn", _("本人撤回")
    CHANGED = "changed", _("情况已变化")
    REFUSED = "refused", _("审核不同意")


class Way(TextChoices):
    """How a person wishes to be looked after."""

    VISIT = "visit", _("上门看望")
    CALL = "call", _("电话问候")


class VisitResult(TextChoices):
    WELL = "well", _("一切都好")
    HELP = "help", _("需要帮助")
    CHANGED = "changed", _("情况有变化")


class CareAnswered(TextChoices):
    """What somebody said when asked whether a kind applies."""

    YES = "yes", _("是")
    NO = "no", _("否")
    DECLINED = "declined", _("不愿回答")


class Ground(TextChoices):
    """What must lie beneath a need before it is granted."""

    NOTHING = "nothing", _("告知即可")
    OWN = "own", _("本人单独同意")
    GUARDIAN = "guardian", _("监护人同意")


MOVES = {
    "grant": ({NeedState.PROPOSED}, NeedState.GRANTED),
    "review": ({NeedState.GRANTED, NeedState.PAUSED}, NeedState.GRANTED),
    "pause": ({NeedState.GRANTED}, NeedState.PAUSED),
    "end": ({NeedState.PROPOSED, NeedState.GRANTED, NeedState.PAUSED}, NeedState.ENDED),
}


def move(name: str, state: str) -> NeedState:
    """Where a move lands. Refuses with ``registry.care_state``."""
    begins, lands = MOVES[name]
    if state not in begins:
        message = _("这项关爱需求已被处理，请刷新页面。")
        raise Refused("registry.care_state", str(message))
    return lands


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind says of itself."""

    name: str = ""
    purpose: str = ""
    basis: str = ""
    article: str = ""
    service: str = ""
    visit_days: int | None = None
    review_days: int | None = None
    line: str = ""
    keep_days: int | None = None


WANTED = {
    "purpose": _("用途"),
    "service": _("对应的服务"),
    "visit_days": _("看望间隔"),
    "review_days": _("复核间隔"),
    "line": _("由哪条线查看"),
    "keep_days": _("保存期限"),
}


def lacking(kind: KindFacts) -> list[str]:
    """The names of what a kind lacks; only a whole one can be published."""
    missing = [name for name in WANTED if getattr(kind, name) in ("", None)]
    grounded = kind.basis == Basis.CONSENT or (kind.basis == Basis.DUTY and kind.article)
    return missing if grounded else [*missing, "basis"]


def forbidden(words: str, list_: Iterable[str]) -> str:
    """The first forbidden word in a text, or empty: kinds that watch instead of help."""
    return next((word for word in list_ if word in words), "")


def ground(basis: str, *, age: int | None) -> Ground:
    """What a need of a kind rests on: under fourteen always the guardian, then the kind's basis."""
    if age is not None and age < GUARDED_UNDER:
        return Ground.GUARDIAN
    return Ground.OWN if basis == Basis.CONSENT else Ground.NOTHING


def is_lapsed(review_due: date, today: date) -> bool:
    """Whether a review is overdue so long that the need pauses."""
    return today >= review_due + PAUSE_AFTER


def missed_in_a_row(outcomes: Sequence[bool]) -> int:
    """How many of the latest visits failed, one after another; newest first, True is missed."""
    return next((place for place, missed in enumerate(outcomes) if not missed), len(outcomes))


def asked(answered: Iterable[tuple[str, date]], kinds: Iterable[str]) -> date | None:
    """The day on which every kind had been asked: the oldest answer, or none while one is open."""
    days = dict(answered)
    asked_on = [days.get(kind) for kind in kinds]
    known = [day for day in asked_on if day is not None]
    return min(known) if known and len(known) == len(asked_on) else None


def figure(people: int) -> str:
    """A number of people as it may be shown: fewer than five are hidden."""
    return str(people) if people >= FEWEST else f"<{FEWEST}"
