"""The posts of a grid team and how they follow one another. Source: registry.md §2.3."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A post in a grid team. Grid manager 网格管理员 is the same post as grid lead 网格长."""

    LEAD = "lead", _("网格长")
    A = "a", _("A岗网格员")
    B = "b", _("B岗网格员")
    ASSISTANT = "assistant", _("网格协管员")
    SUPERVISOR = "supervisor", _("网格督导员")


SINGLE = (Role.LEAD, Role.A, Role.B)
WORKERS = (Role.A, Role.B)


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one post of a grid, half-open; no end: still there."""

    role: str
    user: int
    since: date
    until: date | None = None

    def meets(self, other: "Term") -> bool:
        """Whether two terms share a day."""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )


def clash(new: Term, held: Iterable[Term]) -> str:
    """Why a term cannot begin beside those held in the grid: ``occupied``, ``both_workers``,
    ``already``; empty text when it can."""
    together = [term for term in held if term.meets(new)]
    if any(term.user == new.user and term.role == new.role for term in together):
        return "already"
    if new.role in SINGLE and any(term.role == new.role for term in together):
        return "occupied"
    if new.role in WORKERS and any(
        term.user == new.user and term.role in WORKERS for term in together
    ):
        return "both_workers"
    return ""


class Line(TextChoices):
    """A field of work that cases are dispatched by (条线)."""

    SANITATION = "sanitation", _("环卫")
    PROPERTY = "property", _("物业")
    LIGHTING = "lighting", _("照明")
    ROADS = "roads", _("道路")
    LIFTS = "lifts", _("电梯")
    UTILITIES = "utilities", _("水电")
    GAS = "gas", _("燃气")
    FIRE = "fire", _("消防")
    URBAN_MANAGEMENT = "urban_management", _("城管")
    HOUSING = "housing", _("房管")
    MEDIATION = "mediation", _("调解")
    CIVIL_AFFAIRS = "civil_affairs", _("民政")
    POLICE = "police", _("公安")
    LABOUR = "labour", _("人社")
    DESK = "desk", _("社区值守")


def line_words(lines: Iterable[str]) -> str:
    """Fields of work as people read them, unknown ones as written: ``照明、道路``."""
    known = dict(Line.choices)
    return "、".join(str(known.get(line, line)) for line in lines)


FOUR_BY_DEFAULT = (Role.LEAD, Role.A, Role.ASSISTANT, Role.SUPERVISOR)
FOUR = 4

QUESTIONS = (
    _("本月上报的问题得到处理了吗"),
    _("公共区域的环境秩序怎么样"),
    _("隐患和矛盾按期办结了吗"),
    _("居民的诉求有回音吗"),
    _("台账与实际相符吗"),
)
BEST = 5

MONTH_FAULTS = {
    "month_to_come": _("这个月还没有开始，不能评价。"),
    "month_closed": _("这个月的评价已经截止，请评价上月或本月。"),
}


def are_four(roles: Sequence[str]) -> bool:
    """Whether these are four different posts of a grid team."""
    return len(set(roles)) == len(roles) == FOUR and set(roles) <= set(Role.values)


def are_scores(scores: Sequence[int]) -> bool:
    """Whether every question has an answer from 1 to 5."""
    return len(scores) == len(QUESTIONS) and all(1 <= score <= BEST for score in scores)


def month_fault(month: date, today: date) -> str:
    """Why a month cannot be rated now: it has not begun, or the month after it has ended."""
    months = (today.year - month.year) * 12 + today.month - month.month
    if months < 0:
        return "month_to_come"
    return "month_closed" if months > 1 else ""
