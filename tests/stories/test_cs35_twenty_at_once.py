"""CS35: twenty people press at the same moment. One wins, nobody waits for ever, nothing is half done."""

import threading

import pytest
from django.db import connection

from linge.audit.tests.emptying import audit_may_be_emptied  # noqa: F401  a fixture of this module
from linge.cases import actions
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, kind_of, make_town
from linge.cases.tests.test_actions_invariants import check_row
from linge.kernel.refusals import Refused

CROWD = 20
PATIENCE = 60


@pytest.fixture
def town(transactional_db, at):
    at("2026-06-15 09:00")
    return make_town()


def at_once(deeds):
    """All deeds together, each with its own reading of the case; what each was answered."""
    gate, answers = threading.Barrier(len(deeds)), []

    def press(case, deed):
        mine = Case.objects.get(pk=case.pk)
        connection.close()  # twenty wait at the gate, the pool holds twelve
        gate.wait(PATIENCE)
        try:
            deed(mine)
            answers.append("done")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(answers) == len(deeds), "somebody waits for ever"
    return answers


@pytest.mark.proves("C2")
def test_of_twenty_who_dispatch_one_case_one_wins(town):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    agencies = [town.agency, town.rival] * (CROWD // 2)

    def dispatch(agency):
        return lambda mine: actions.dispatch_case(mine, by=town.dispatcher, agency=agency)

    answers = at_once([(case, dispatch(agency)) for agency in agencies])
    assert sorted(answers) == ["cases.moved_on"] * (CROWD - 1) + ["done"]
    case.refresh_from_db()
    check_row(case)
    assert case.assignments.count() == case.steps.filter(action="dispatch").count() == 1
    assert case.segments.filter(stage="handle", ended_at__isnull=True).count() == 2


@pytest.mark.proves("C2")
def test_accepting_and_merging_crosswise_leaves_one_winner_of_each_case(town):
    one, other = CaseFactory.create_batch(2, town=town)
    category, standard = kind_of("0201")

    def accept(mine):
        actions.accept_case(mine, by=town.intake_clerk, category=category, standard=standard)

    def merge_into(target):
        fresh = Case.objects.get(pk=target.pk)
        return lambda mine: actions.merge_case(mine, by=town.intake_clerk, target=fresh)

    crowd = [(one, accept), (other, accept), (one, merge_into(other)), (other, merge_into(one))]
    answers = at_once(crowd * (CROWD // 4))
    assert set(answers) <= {"done", "cases.moved_on", "cases.wrong_state", "cases.bad_target"}
    merged = []
    for case in (one, other):
        case.refresh_from_db()
        check_row(case)
        merged += [case.pk] if case.state == State.MERGED else []
    assert len(merged) <= 1  # never each into the other
    assert 1 <= answers.count("done") <= 3
