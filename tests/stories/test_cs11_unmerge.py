"""CS11: unmerge on day 7 and on day 8; a chain A → B → C is flattened.

A merge is a judgement, and a judgement can be wrong: for seven days it can be taken back as if it
had never been, then only a new case helps.
"""

from decimal import Decimal

import pytest

from linge.cases import actions, queries
from linge.cases.models import Case, Voice
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import TEN, CaseFactory, kind_of, make_town
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment


def merged(town, case, target):
    return actions.merge_case(case, by=town.intake_clerk, target=target)


def why_not(town, case, target):
    """What the clerk reads when a merge is refused."""
    with pytest.raises(Refused, match=r"cases\.bad_target") as refused:
        merged(town, case, target)
    return refused.value.message


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_day_seven_and_day_eight(at):
    at("2026-06-15 09:00")
    town = make_town()
    target, case, late = (CaseFactory(town=town) for _ in range(3))
    at("2026-06-15 10:00")
    merged(town, case, target)
    merged(town, late, target)
    assert not case.is_open and case.current_due_at is None

    at("2026-06-22 23:59")  # the last minute of the seventh day after
    actions.unmerge_case(case, by=town.intake_clerk, reason="是另一盏路灯，不在同一处")
    assert (case.state, case.closed_at) == (State.REPORTED, None)
    assert case.current_due_at == moment("2026-06-23 09:00"), "one hour of two was left"
    assert case.current_stage == Stage.ACCEPT
    waits = case.segments.filter(clock=ClockName.RESIDENT).order_by("started_at")
    first, second = waits
    assert (first.ended_at, second.started_at) == (moment("2026-06-15 10:00"),) * 2
    assert first.worked_minutes == Decimal(60)
    assert [voice.case_id for voice in queries.voices_of(target)] == [late.pk]

    at("2026-06-23 00:00")
    with pytest.raises(Refused, match=r"cases\.too_late"):
        actions.unmerge_case(late, by=town.intake_clerk, reason=TEN)
    assert Case.objects.get(pk=late.pk).state == State.MERGED


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_a_chain_is_flattened_and_bad_targets_are_named(at):
    at("2026-06-15 09:00")
    town = make_town()
    a, b, c = (CaseFactory(town=town) for _ in range(3))
    merged(town, a, b)
    assert why_not(town, c, a) == "不能并入所选事件：它自己已并入别的事件。请另选一件。"
    merged(town, b, c)
    assert {voice.case_id for voice in queries.voices_of(c)} == {a.pk, b.pk}
    assert not queries.voices_of(b)
    assert queries.followed(a) == c
    assert Voice.objects.filter(case=a).count() == 2, "that it first joined b stays written"

    actions.unmerge_case(b, by=town.intake_clerk, reason=TEN)
    assert [voice.case_id for voice in queries.voices_of(c)] == [a.pk]
    assert "不能并入自己" in why_not(town, b, b)
    rubbish = CaseFactory(town=town, state=State.ACCEPTED, code="0101")
    lit = CaseFactory(town=town, category=kind_of("0201")[0])
    assert "大类不同" in why_not(town, lit, rubbish)
    rejected = CaseFactory(town=town, state=State.REJECTED)
    assert "没有立案" in why_not(town, b, rejected)
    closed = CaseFactory(town=town, state=State.CLOSED)
    at("2026-07-15 23:59")
    merged(town, b, closed)
    at("2026-07-16 00:00")
    assert "办结较久" in why_not(town, lit, closed)
