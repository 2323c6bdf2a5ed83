"""What the clock does with cases: lets go on what waited, keeps figures, looks for places where the
same trouble comes back, reminds of dates. Run again, nothing changes."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, now
from linge.kernel.refusals import Refused
from linge.kernel.zone import day_begins
from linge.territory.models import Region
from linge.territory.rules.kinds import Level

from . import actions
from .actions import figures
from .models import Case
from .queries.mediation import confirmations_due


def go_on_after_waiting() -> int:
    """Resume what was suspended until today, and end five days' silence; returns how many.

    Each at its true moment, however late this runs. Source: cases §2.2.
    """
    today = now().astimezone(SHANGHAI).date()
    waited = Case.objects.open().filter(suspended_until__lte=today).order_by("id")
    silent = Case.objects.open().filter(question_until__lte=now()).order_by("id")
    return sum(map(_resume, waited)) + sum(map(_end_silence, silent))


def find_chronic_places() -> None:
    """Propose what came back often enough lately, in every community."""
    by = Actor.clock("case")
    for community in Region.objects.filter(level=Level.COMMUNITY, until__isnull=True):
        actions.find_chronic_places(community, by=by)


def escalate(at: datetime | None = None) -> dict[str, int]:
    """Let every late case climb (督办升级), one transaction each; how many levels were recorded.

    Each level once and at its true moment, whether it runs every five minutes, twice at a time, or
    first after three days of darkness. Source: cases §5.
    """
    then = at or now()
    waiting = Case.objects.open().filter(climbs_at__lte=then).order_by("id")
    counts: Counter[str] = Counter()
    for case in waiting.select_related("community", "category", "agency", "grid").iterator():
        counts.update(row.level for row in actions.climb(case, then))
    return dict(sorted(counts.items()))


def _resume(case: Case) -> bool:
    assert case.suspended_until is not None
    at = max(day_begins(case.suspended_until), case.moved_at)
    return _done(lambda: actions.resume_case(case, by=clock_of(case), at=at))


def _end_silence(case: Case) -> bool:
    assert case.question_until is not None
    at = max(case.question_until, case.moved_at)
    return _done(lambda: actions.end_silence(case, by=clock_of(case), at=at))


def _done(deed: Callable[[], Case]) -> bool:
    """Whether it was ours to do: another worker, or a person, may have been faster."""
    try:
        deed()
    except Refused:
        return False
    return True


def clock_of(case: Case) -> Actor:
    """The clock at work where the case lies."""
    return Actor.clock("case", node=case.path)


def keep_figures() -> None:
    """Fold what changed, then freeze the months whose day has come; the order matters."""
    figures.fold()
    figures.freeze()


def remind_of_confirmations() -> int:
    """Tell mediators, once each, whose agreements can be confirmed by a court for a week more."""
    due = confirmations_due(now().astimezone(SHANGHAI).date())
    return sum(actions.remind_of_confirmation(one) for one in due)
