"""The dues a choice would lead to, shown before the click."""

from dataclasses import dataclass

from linge.kernel.clock import now
from linge.kernel.worktime import Due, Limit, due_at
from linge.territory import queries as territory

from .. import rules
from ..models import Case, Standard
from .facts import standard_limit
from .workflows import workflow_of


@dataclass(frozen=True, slots=True)
class Preview:
    """A limit in words, when handling would be due, and what the reporter would be promised."""

    limit: str
    due: Due
    promise: Due | None = None


def if_accepted(case: Case, standard: Standard, *, urgent: bool) -> Preview:
    """What acceptance under a standard would promise now; handling as if dispatched at once."""
    limit = rules.handling_limit(standard.limit, standard.urgent_limit, chosen=urgent)
    pressing = rules.is_urgent(standard.limit, chosen=urgent, urgent_limit=standard.urgent_limit)
    calendar, at = territory.workdays(case.community), now()
    promise = rules.promise(at, limit, workflow_of(case), calendar, urgent=pressing)
    return Preview(rules.limit_in_words(limit), due_at(at, limit, calendar), promise)


def if_dispatched(case: Case, limit: Limit | None = None) -> Preview | None:
    """When handling would be due if the case were sent now; nothing without a standard."""
    given = limit or standard_limit(case)
    if given is None:
        return None
    due = due_at(now(), given, territory.workdays(case.community))
    return Preview(rules.limit_in_words(given), due)
