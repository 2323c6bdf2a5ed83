"""CS06: what was not done is done again, by the same agency, with all that is known and a fair time."""

import pytest

from linge.cases import actions, queries
from linge.cases.models import Due
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import TEN, CaseFactory, make_photo, make_town
from linge.kernel.tests.test_worktime import at as moment


def handle(town, case):
    actions.handle_case(
        case, by=town.agency_handler, result="已修", photos=[make_photo(town)], condition_met=True
    )


@pytest.mark.proves("C2", "C3")
@pytest.mark.django_db
def test_sent_back_twice_with_the_rest_then_half_and_never_to_another(at):
    at("2026-06-15 10:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED)  # a street lamp: two working days
    at("2026-06-15 12:00")
    handle(town, case)
    at("2026-06-15 15:00")
    actions.send_back_case(case, by=town.grid_a, reason=TEN, photos=[make_photo(town)])
    # 120 of 960 minutes used: 840 are left, which is more than half
    assert case.handle_due_at == moment("2026-06-17 11:00")
    assert (case.state, case.rework, case.agency) == (State.DISPATCHED, 1, town.agency)
    assert case.handler == town.people["agency_handler"]

    at("2026-06-17 10:00")
    handle(town, case)
    at("2026-06-17 11:00")
    actions.send_back_case(case, by=town.grid_a, reason=TEN)
    # 60 minutes are left, so it is half of two days: 480
    assert case.handle_due_at == moment("2026-06-18 11:00")
    assert case.rework == 2
    handling = case.dues.filter(clock=ClockName.STAGE, stage=Stage.HANDLE)
    assert [due.because for due in handling] == [
        Due.Because.START,
        Due.Because.REWORK,
        Due.Because.REWORK,
    ]
    parts = case.assignments.order_by("assigned_at")
    assert [(part.agency, part.outcome) for part in parts] == [
        (town.agency, "handled"),
        (town.agency, "handled"),
        (town.agency, ""),
    ]
    told = [moment.label for moment in reversed(queries.timeline(case).moments)]
    assert told[-4:] == ["处置", "退回", "处置", "退回"]
    assert len(case.photos.all()) == 3  # what each of them showed stays with the case


@pytest.mark.proves("C3")
@pytest.mark.django_db
def test_a_short_limit_leaves_two_working_hours_at_least(at):
    at("2026-06-15 09:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED, code="0302")  # two working hours
    at("2026-06-15 10:50")
    handle(town, case)
    at("2026-06-15 11:00")
    actions.send_back_case(case, by=town.grid_a, reason=TEN)
    assert case.handle_due_at == moment("2026-06-15 15:00")
