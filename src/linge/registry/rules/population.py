"""Permanent, hukou and floating population: labels derived from facts, never stored.

The clock is the time since somebody left the street of the hukou, not since arriving here.
Source: 第七次全国人口普查, 常住人口 and 人户分离 definitions (``census2020``).
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from .kinds import HukouState, Left, LeftReason

MUNICIPALITIES = ("11", "12", "31", "50")
ABROAD = (LeftReason.ABROAD_WORK, LeftReason.ABROAD_STUDY)
MONTHS_AWAY = {"census2020": 6}
ASK_LEFT = _("何时离开户口所在街道")
ASK_HUKOU = _("户口登记地")
ASK_HOME = _("现居住地、离开时间")


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A street as counting sees it; ``in_district``: its county-level region is a 市辖区."""

    street: str
    in_district: bool = True

    @property
    def city(self) -> str:
        """The city, for the four municipalities the province."""
        return self.street[:2] if self.street[:2] in MUNICIPALITIES else self.street[:4]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person on the day. ``main_street``: where the main home stands."""

    main_street: str | None = None
    hukou: HukouState | None = None
    hukou_place: Place | None = None
    left: Left = Left.UNKNOWN
    left_street_on: date | None = None
    left_reason: LeftReason | None = None
    from_abroad: bool = False
    death_date: date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The three answers, their label, the row of the table that decided, and what to ask."""

    permanent: Answer
    hukou: Answer
    floating: Answer
    because: int
    ask: str = ""

    @property
    def label(self) -> str:
        return LABELS.get(self.because, NO_LABEL)


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def away_since(as_of: date, definition: str = "census2020") -> date:
    """The latest day of leaving for which the months away are up on ``as_of``."""
    months = MONTHS_AWAY[definition]
    day = add_months(as_of, -months)
    while add_months(day + timedelta(days=1), months) <= as_of:
        day += timedelta(days=1)
    return day


LABELS = {
    1: _("常住·户籍"),
    2: _("常住·流动"),
    3: _("常住·市内人户分离"),
    4: _("暂住"),
    5: _("常住·户口待定"),
    6: _("常住·境外"),
    7: _("常住·外出"),
    8: _("户在人不在"),
    9: _("待核实"),
    10: _("待核实"),
    11: _("待核实"),
    12: _("境外人员"),
}
"""Row of the table → the label it gives, in Chinese for all; rows 13 and 14 give none."""
NO_LABEL = "–"
ALL_LABELS = tuple(dict.fromkeys(LABELS.values()))

POPULATIONS = {
    "permanent": gettext_lazy("常住人口"),
    "hukou": gettext_lazy("户籍人口"),
    "floating": gettext_lazy("流动人口"),
}
COUNTED = {
    "permanent": (1, 2, 3, 5, 6, 7),
    "hukou": (1, 6, 7, 8, 11),
    "floating": (2,),
}
"""Population → the rows of the table that count for it."""


def rows_of(counted: str) -> tuple[int, ...]:
    """The rows of the table that count for a population, or that give a label."""
    named = tuple(row for row, label in LABELS.items() if label == counted)
    return COUNTED.get(counted, named)


def lives(facts: Facts, street: Place) -> Answer:
    """Whether somebody lives in the street, by the main home, else by the hukou and leaving."""
    if facts.main_street is not None:
        return YES if facts.main_street == street.street else NO
    if facts.hukou != HukouState.HERE:
        return UNKNOWN
    if facts.left == Left.NO:
        return YES
    return NO if facts.left == Left.YES and facts.left_street_on else UNKNOWN


def population_status(
    facts: Facts, *, street: Place, as_of: date, definition: str = "census2020"
) -> Status:
    """The first matching row of the table decides; its number is in ``because``."""
    if facts.death_date and facts.death_date <= as_of:
        return Status(NO, NO, NO, 14)
    home = lives(facts, street)
    if home == YES and facts.from_abroad:
        return Status(NO, NO, NO, 12)
    away = _away(facts, as_of, MONTHS_AWAY[definition])
    if facts.hukou == HukouState.HERE:
        return _hukou_here(facts, home, away)
    return _DECIDES[home](facts, street, away)


def _away(facts: Facts, as_of: date, months: int) -> Answer:
    """Whether the months away from the hukou street are up."""
    if facts.left_street_on is None:
        return UNKNOWN
    return YES if as_of >= add_months(facts.left_street_on, months) else NO


def _hukou_here(facts: Facts, home: Answer, away: Answer) -> Status:
    if home == YES:
        return Status(YES, YES, NO, 1)
    if home == NO and facts.left_reason in ABROAD:
        return Status(YES, YES, NO, 6)
    if home == UNKNOWN or away == UNKNOWN:
        return Status(UNKNOWN, YES, NO, 11, ASK_HOME)
    if away == NO:
        return Status(YES, YES, NO, 7)
    return Status(NO, YES, NO, 8)


def _lives_here(facts: Facts, street: Place, away: Answer) -> Status:
    if facts.hukou == HukouState.PENDING:
        return Status(YES, NO, NO, 5)
    if facts.hukou != HukouState.ELSEWHERE:
        return Status(UNKNOWN, UNKNOWN, UNKNOWN, 10, ASK_HUKOU)
    one_city = _one_city(facts.hukou_place, street)
    if away == UNKNOWN:
        return Status(UNKNOWN, NO, NO if one_city else UNKNOWN, 9, ASK_LEFT)
    if away == NO:
        return Status(NO, NO, NO, 4)
    if one_city:
        return Status(YES, NO, NO, 3)
    return Status(YES, NO, YES, 2)


def _lives_elsewhere(facts: Facts, street: Place, away: Answer) -> Status:
    return Status(NO, NO, NO, 13)


def _one_city(hukou: Place | None, street: Place) -> bool:
    """Both streets lie in districts (市辖区) of one city."""
    return (
        hukou is not None and hukou.in_district and street.in_district and hukou.city == street.city
    )


_DECIDES: dict[Answer, Callable[[Facts, Place, Answer], Status]] = {
    YES: _lives_here,
    NO: _lives_elsewhere,
    UNKNOWN: _lives_elsewhere,
}
