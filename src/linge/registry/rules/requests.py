"""Change requests (变更申请): which facts need two people, what a request goes through, by when.

Source: registry.md §10, §11; 个人信息保护法 第四十六条 (correction on request).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.refusals import Refused

from .kinds import Life

DAYS = timedelta(days=15)  # natural days from submission to an answer, default
WARNING = timedelta(days=10)
HEAD = "02"


class RequestState(TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", pgettext_lazy("request", "待核")
    CHECKED = "checked", _("已核")
    APPLIED = "applied", _("已生效")
    SENT_BACK = "sent_back", pgettext_lazy("request", "退回")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "撤回")


@dataclass(frozen=True, slots=True)
class Move:
    """One step: its name, where it may begin, where it lands, what it asks for."""

    label: str | Promise
    begins: frozenset[RequestState]
    lands: RequestState
    needs: tuple[str, ...] = ()


S = RequestState
MOVES = {
    "submit": Move(
        pgettext_lazy("request", "提交"), frozenset({S.DRAFT, S.SENT_BACK}), S.SUBMITTED
    ),
    "check": Move(_("核对通过"), frozenset({S.SUBMITTED}), S.CHECKED),
    "apply": Move(_("生效"), frozenset({S.CHECKED}), S.APPLIED),
    "look_again": Move(_("资料已变，重新待核"), frozenset({S.CHECKED}), S.SUBMITTED),
    "send_back": Move(
        pgettext_lazy("request", "退回"), frozenset({S.SUBMITTED}), S.SENT_BACK, ("words",)
    ),
    "withdraw": Move(
        pgettext_lazy("request", "撤回"),
        frozenset({S.DRAFT, S.SUBMITTED, S.SENT_BACK}),
        S.WITHDRAWN,
    ),
}
OPEN = (S.DRAFT, S.SUBMITTED, S.CHECKED, S.SENT_BACK)


def move(name: str, state: str) -> Move:
    """The step a deed takes from a state. Refuses with ``registry.request_state``."""
    step = MOVES[name]
    if state not in step.begins:
        message = _("这份变更申请刚刚被其他人办理，请刷新页面。")
        raise Refused("registry.request_state", str(message))
    return step


class Part(StrEnum):
    """Which row of a person's record a fact stands in."""

    PERSON = "person"
    DOCUMENT = "document"
    PHONE = "phone"
    HUKOU = "hukou"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that can be asked to change. ``empty`` is its value while nobody has told it."""

    label: str | Promise
    part: Part
    guarded: bool = False
    empty: str = ""


FACTS: dict[str, Fact] = {
    "name": Fact(_("姓名"), Part.PERSON, guarded=True),
    "sex": Fact(_("性别"), Part.PERSON, guarded=True, empty="0"),
    "birth_date": Fact(_("出生日期"), Part.PERSON, guarded=True),
    "birth_precision": Fact(_("出生日期精度"), Part.PERSON),
    "life": Fact(_("存续状态"), Part.PERSON),
    "death_date": Fact(_("死亡日期"), Part.PERSON),
    "former_name": Fact(_("曾用名"), Part.PERSON),
    "nationality": Fact(_("国籍"), Part.PERSON),
    "marital": Fact(_("婚姻状况"), Part.PERSON),
    "education": Fact(_("文化程度"), Part.PERSON),
    "number": Fact(_("居民身份证号"), Part.DOCUMENT, guarded=True),
    "phone": Fact(_("主要电话"), Part.PHONE),
    "hukou_state": Fact(_("户籍"), Part.HUKOU, guarded=True),
    "region_code": Fact(_("户口所在地代码"), Part.HUKOU, guarded=True),
    "no_code_reason": Fact(_("没有代码的原因"), Part.HUKOU),
    "left": Fact(_("是否离开户口所在街道"), Part.HUKOU),
    "left_street_on": Fact(_("何时离开户口所在街道"), Part.HUKOU),
    "left_reason": Fact(_("离开原因"), Part.HUKOU),
    "relation": Fact(_("与户主关系"), Part.MEMBER),
    "head_becomes": Fact(_("原户主与新户主的关系"), Part.MEMBER),
}
ROW_OF = {
    "resident": Part.PERSON,
    "hukourecord": Part.HUKOU,
    "householdmember": Part.MEMBER,
}


def fact_of(entity: str, column: str) -> str:
    """The fact a column of a row is, by which it can be corrected; empty where it is none."""
    name = "hukou_state" if (entity, column) == ("hukourecord", "state") else column
    part = ROW_OF.get(entity)
    return name if name in FACTS and FACTS[name].part == part else ""


COMPANIONS = {
    "birth_precision": "birth_date",
    "no_code_reason": "region_code",
    "head_becomes": "relation",
}
"""Facts that only make sense together with another: they wait with it."""

Values = Mapping[str, str]
"""Facts by their names, as text: codes, days as ``2026-03-14``, nothing as ``""``."""


def is_guarded(name: str, old: str, new: str) -> bool:
    """Whether a change of one fact needs a second person.

    A first value for an empty fact does not; a death always does, and so does any change of head.
    """
    fact = FACTS[name]
    if name == "death_date":
        return True
    if name == "life":
        return Life.DEAD in (old, new)
    if name == "relation":
        return HEAD in (old, new)
    return fact.guarded and old != fact.empty


def split(old: Values, new: Values) -> tuple[dict[str, str], dict[str, str]]:
    """What differs, in two: what may be saved at once, and what needs a second person.

    The state and region of a hukou go together: one never moves without the other.
    """
    changed = {name: value for name, value in new.items() if old.get(name, "") != value}
    guarded = {
        name for name, value in changed.items() if is_guarded(name, old.get(name, ""), value)
    }
    if old.get("hukou_state"):
        guarded |= changed.keys() & {"hukou_state", "region_code"}
    guarded |= {name for name in changed if COMPANIONS.get(name) in guarded}
    if "life" in guarded or "death_date" in guarded:
        guarded |= changed.keys() & {"life", "death_date"}
    free = {name: value for name, value in changed.items() if name not in guarded}
    return free, {name: changed[name] for name in changed if name in guarded}


def stale(old: Values, new: Values, now: Values) -> tuple[str, ...]:
    """The facts that are no longer what the request began from, nor already what it asks."""
    return tuple(name for name in new if now.get(name, "") not in (old.get(name, ""), new[name]))


def due_on(submitted: date) -> date:
    """The last day for an answer."""
    return submitted + DAYS


def urgency(submitted: date, today: date) -> str:
    """``ok``, ``warn`` from the tenth day on, ``danger`` after the fifteenth."""
    waited = today - submitted
    if waited > DAYS:
        return "danger"
    return "warn" if waited >= WARNING else "ok"
