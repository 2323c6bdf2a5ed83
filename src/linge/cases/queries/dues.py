"""The due of a case in words, from what the row itself knows: no further query."""

from datetime import datetime, timedelta

from linge.kernel.clock import now
from linge.kernel.worktime import Clock
from linge.territory import queries as territory

from .. import rules
from ..models import Case
from ..rules import DueWords


def due_words(case: Case, at: datetime | None = None) -> DueWords:
    """Colour, word and time left of the nearest due; nothing for a case at its end."""
    if case.current_due_at is None or case.current_allowed_minutes is None:
        return rules.NO_DUE
    clock = Clock(
        case.current_due_at,
        timedelta(minutes=case.current_allowed_minutes),
        case.current_round_the_clock,
        territory.workdays(case.community),
    )
    return rules.due_in_words(clock, at or now(), provisional=case.current_provisional)
