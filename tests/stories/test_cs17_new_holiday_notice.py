"""CS17: next year's notice is loaded: the running clocks are reckoned again, the difference is shown,
and only a click moves dues, later and never earlier. The notice of 2027 here is invented.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from linge.audit.models import AuditEntry
from linge.cases import actions, queries
from linge.cases.models import Due
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.kernel.access import Actor, Grant
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit
from linge.staff.tests.factories import WorkerFactory
from linge.territory import actions as territory
from linge.territory.rules.calendars import ArrangedDay
from linge.territory.rules.kinds import DayKind

NOTICE = "国办发明电〔2026〕X号"


def arranged(day, kind):
    return ArrangedDay(date(2027, 1, day), kind, "元旦", NOTICE)


@pytest.fixture
def town(db, at):
    at("2026-12-31 15:00")
    return make_town()


def administrator():
    user = WorkerFactory(name="宋雨")
    grant = Grant(role="system_admin", post="system_admin", node="", since=date(2025, 1, 1))
    return Actor(user_id=user.pk, name=user.name, kind="staff", how="desk", grants=(grant,))


@pytest.mark.proves("C3")
def test_dues_are_expected_then_shown_then_later_only(town, as_actor):
    long = CaseFactory(town=town, state=State.ACCEPTED, code="0203")
    actions.dispatch_case(long, by=town.dispatcher, agency=town.agency)
    short = CaseFactory(town=town, state=State.ACCEPTED, code="0203")
    two_days = Limit(Decimal(2), Unit.WORK_DAY)
    actions.dispatch_case(short, by=town.dispatcher, agency=town.agency, limit=two_days)
    for case in (long, short):
        actions.sign_case(case, by=town.agency_handler)
    assert long.handle_due_at == moment("2027-01-08 15:00") and long.current_provisional
    assert queries.due_words(long).provisional

    off, work = DayKind.OFF, DayKind.WORK
    admin = administrator()
    days = [arranged(1, off), arranged(2, work), *(arranged(day, off) for day in (6, 7, 8))]
    territory.load_calendar(days, by=Actor.clock("case"))
    long.refresh_from_db()
    assert long.handle_due_at == moment("2027-01-08 15:00")  # nothing moves by itself

    page = as_actor(admin).get(reverse("cases:recalculation"))
    handling = {s.case.number: s for s in page.context["shifts"] if s.due.stage == "handle"}
    shown = handling[long.number]
    assert (shown.due.at, shown.will.at) == (moment("2027-01-08 15:00"), moment("2027-01-12 15:00"))
    assert not handling[short.number].later and handling[short.number].settled

    promised = long.promise_at
    as_actor(admin).post(reverse("cases:recalculation"))
    for case in (long, short):
        case.refresh_from_db()
    assert long.handle_due_at == long.current_due_at == moment("2027-01-12 15:00")
    assert long.promise_at > promised
    # Saturday the 2nd is worked, but nobody's due comes earlier for it
    assert short.handle_due_at == moment("2027-01-05 15:00")
    assert not long.current_provisional and not short.current_provisional
    last = long.dues.filter(clock="stage", stage="handle").last()
    assert (last.because, last.calendar_version) == (Due.Because.CALENDAR, "national-2")
    assert queries.shifts(admin) == []
    assert AuditEntry.objects.filter(act="cases.follow_calendar").count() == 2
