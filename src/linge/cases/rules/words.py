"""Spans, limits and dues in the words a desk uses. Source: cases §4.4, experience.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from linge.kernel.worktime import Clock, Limit, Unit, elapsed, share_used

YELLOW = Fraction(80, 100)


class Colour(StrEnum):
    """A traffic light that is never shown without its word."""

    GREEN = "ok"
    YELLOW = "warn"
    RED = "danger"
    NONE = "muted"


@dataclass(frozen=True, slots=True)
class DueWords:
    """A due as it is shown: colour, word, how long, and the moment itself."""

    colour: Colour
    word: str
    span: str
    at: datetime | None
    provisional: bool = False

    @property
    def text(self) -> str:
        """Word and span in one line: ``超期 3 小时 20 分``."""
        return f"{self.word} {self.span}".strip()


NO_DUE = DueWords(Colour.NONE, "", "", None)


def colour_of(share: Fraction) -> Colour:
    """Green below 80 %, yellow to 100 %, red above."""
    if share > 1:
        return Colour.RED
    return Colour.YELLOW if share >= YELLOW else Colour.GREEN


def due_in_words(clock: Clock, now: datetime, *, provisional: bool = False) -> DueWords:
    """The due of a clock as it reads now."""
    share = share_used(clock, now)
    colour = colour_of(share)
    word = {Colour.GREEN: _("正常"), Colour.YELLOW: _("将到期"), Colour.RED: _("超期")}[colour]
    reading = clock.stopped_at or now
    first, last = sorted((reading, clock.due_at))
    span = elapsed(first, last, clock.calendar, round_the_clock=clock.round_the_clock)
    words = span_in_words(span, day_minutes=_day_minutes(clock), working=not clock.round_the_clock)
    if colour is not Colour.RED:
        words = _("剩 %(span)s") % {"span": words}
    return DueWords(colour, word, words, clock.due_at, provisional)


def span_in_words(span: timedelta, *, day_minutes: int = 1440, working: bool = False) -> str:
    """``1 个工作日 2 小时``, ``3 小时 20 分``; at most the two largest units, minutes at least."""
    minutes = int(span.total_seconds() // 60)
    days, rest = divmod(minutes, day_minutes)
    hours, left = divmod(rest, 60)
    day_word = _("%(n)s 个工作日") if working else _("%(n)s 天")
    parts = [
        (days, day_word % {"n": days}),
        (hours, _("%(n)s 小时") % {"n": hours}),
        (left, _("%(n)s 分") % {"n": left}),
    ]
    shown = [words for count, words in parts if count][:2]
    return " ".join(shown) or _("不到 1 分")


def limit_in_words(limit: Limit) -> str:
    """A limit as the catalogue shows it: ``2 个工作日``, ``0.25 紧急工作时``."""
    amount = limit.amount.normalize()
    number = f"{amount:f}"
    return {
        Unit.URGENT_HOUR: _("%(n)s 紧急工作时"),
        Unit.WORK_HOUR: _("%(n)s 个工作时"),
        Unit.WORK_DAY: _("%(n)s 个工作日"),
        Unit.NATURAL_DAY: _("%(n)s 个自然日"),
    }[limit.unit] % {"n": number}


def _day_minutes(clock: Clock) -> int:
    return 1440 if clock.round_the_clock else clock.calendar.day_minutes
