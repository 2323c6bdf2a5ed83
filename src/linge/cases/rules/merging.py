"""Whether two reports may be one case, and how alike their words and photos are. Source: cases §6."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from linge.kernel.worktime import window_ends
from linge.kernel.zone import SHANGHAI

from .states import OPEN, State

ALIKE_BITS = 10  # of 64: the same scene from about the same spot


@dataclass(frozen=True, slots=True)
class Side:
    """A case as one side of a merge."""

    pk: int
    community: int
    state: str
    large: int | None
    closed_at: datetime | None
    is_parent: bool


def merge_fault(case: Side, target: Side, days: int, now: datetime) -> str:
    """Why a case can't join another, in words; nothing when it can.

    ``days`` are the natural days a closed case still takes voices.
    """
    if case.pk == target.pk:
        return _("不能并入自己")
    if case.community != target.community:
        return _("不在同一社区")
    if target.state == State.MERGED:
        return _("它自己已并入别的事件")
    if case.is_parent or target.is_parent:
        return _("有子事件的事件不参与并案")
    if None not in (case.large, target.large) and case.large != target.large:
        return _("大类不同")
    return "" if _takes_voices(target, days, now) else _("它已办结较久或没有立案")


def words_alike(one: str, other: str) -> Fraction:
    """How many pairs of neighbouring signs two texts share, of all they have; 0 to 1."""
    mine, theirs = _pairs(one), _pairs(other)
    either = mine | theirs
    return Fraction(len(mine & theirs), len(either)) if either else Fraction(0)


def photos_alike(one: str, other: str) -> bool:
    """Whether two photos, by the 16 hex digits of their look, show the same."""
    if not one or not other:
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= ALIKE_BITS


def _takes_voices(target: Side, days: int, now: datetime) -> bool:
    if target.state in OPEN:
        return True
    if target.state != State.CLOSED or target.closed_at is None:
        return False
    return now < window_ends(target.closed_at.astimezone(SHANGHAI).date(), days)


def _pairs(words: str) -> set[str]:
    signs = "".join(sign for sign in words if sign.isalnum())
    return {signs[place : place + 2] for place in range(len(signs) - 1)}
