"""CS36: the postponement is granted in the moment the ladder looks; no false level is recorded.

The worker of the ladder has read the case, then the dispatcher grants, then the worker writes. It
compares what it read with what stands: nothing is recorded, and the next round sees the new due.
"""

from decimal import Decimal

import pytest

from linge.cases import actions, jobs
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit


@pytest.mark.proves("C3")
@pytest.mark.django_db
def test_a_level_read_before_the_grant_is_never_written_after_it(at):
    at("2026-06-15 10:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED)  # due on Wednesday at ten
    actions.sign_case(case, by=town.agency_handler)
    at("2026-06-16 17:00")
    assert jobs.escalate() == {"0": 1}
    at("2026-06-17 09:00")
    one_day = Limit(Decimal(1), Unit.WORK_DAY)
    actions.ask_postpone(case, by=town.agency_head, limit=one_day, reason="等灯具到货")
    at("2026-06-17 10:00")
    read = Case.objects.get(pk=case.pk)  # the worker's look, due this very minute
    actions.postpone_case(case, by=town.dispatcher)
    assert actions.climb(read, moment("2026-06-17 10:00")) == []
    assert jobs.escalate() == {}
    assert not case.escalations.filter(level="1").exists()
    # the clock allows three days now: its shares are counted from that
    at("2026-06-18 10:00")
    assert jobs.escalate() == {"1": 1}
    assert case.escalations.get(level="1").at == moment("2026-06-18 10:00")
