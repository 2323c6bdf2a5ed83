"""Whatever people do in whatever order: what must always hold, holds. Source: cases §2.5."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from linge.cases import queries
from linge.cases.models import Case
from linge.cases.rules import ClockName, Stage
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment

from .factories import ROLES, CaseFactory, bearer
from .test_actions import everything
from .test_actions_matrix import DEEDS

STEPS = 40
ENDS = {"withdraw", "reject", "void", "force_close"}  # left to the people who press anything


def history(case):
    """Steps and closed segments: what is never changed afterwards."""
    steps = {step["number"]: step for step in case.steps.values()}
    closed = {row["id"]: row for row in case.segments.filter(ended_at__isnull=False).values()}
    return steps, closed


def check_row(case):
    """I1 and I6: the steps chain and end where the case stands; one stage clock while open."""
    steps = list(case.steps.all())
    assert [step.from_state for step in steps[1:]] == [step.to_state for step in steps[:-1]]
    assert (steps[-1].to_state, len(steps)) == (case.state, case.seq)
    running = case.segments.filter(ended_at__isnull=True)
    stages = running.filter(clock=ClockName.STAGE).exclude(stage=Stage.SIGN)
    assert stages.count() == (1 if case.is_open else 0)
    assert running.exists() == case.is_open
    ticking = stages.filter(kind="running").exists()
    assert (case.current_due_at is not None) == ticking
    dues = {}
    for due in case.dues.all():  # I14, within one run of a clock
        if due.because in ("start", "rework"):
            dues.pop((due.clock, due.stage), None)
        assert due.at >= dues.get((due.clock, due.stage), due.at)
        dues[due.clock, due.stage] = due.at


def check_cover(case, openings):
    """I13: the stages cover the open time without gap or overlap."""
    segments = case.segments.filter(clock=ClockName.STAGE, recharges__isnull=True)
    spans = list(
        segments.exclude(stage=Stage.SIGN)
        .order_by("started_at", "id")
        .values_list("started_at", "ended_at")
    )
    for (_start, end), (start, _end) in pairwise(spans):
        assert end == start or start in openings


def somebody_and_something(chance, town, case):
    """Mostly somebody at a button that is theirs, now and then anybody at any."""
    people = [bearer(case), *(town.actor(post) for post in ROLES)]
    chance.shuffle(people)
    if chance.random() < 0.8:
        for actor in people:
            offers = [offer.action for offer in queries.moves_possible(actor, case)]
            if known := sorted(set(offers) & set(DEEDS) - ENDS):
                return actor, chance.choice(known)
    return people[0], chance.choice(sorted(DEEDS))


@pytest.mark.parametrize("seed", range(8))
def test_random_sequences_keep_the_invariants(town, at, seed):
    chance = Random(seed)
    case = CaseFactory(town=town, source="patrol", by=town.grid_a, reporter_phone="12000000021")
    clock, openings, done = moment("2026-06-15 09:00"), set(), 0
    for _ in range(STEPS):
        clock += timedelta(minutes=chance.choice([0, 1, 7, 45, 200]))
        at(f"{clock:%Y-%m-%d %H:%M}")
        before, steps_and_segments = everything(case), history(case)
        fresh = Case.objects.get(pk=case.pk)
        actor, action = somebody_and_something(chance, town, fresh)
        was_open = fresh.is_open
        try:
            DEEDS[action](fresh, actor, town)
        except Refused:
            assert everything(case) == before  # I15
            continue
        done += 1
        if fresh.is_open and not was_open:
            openings.add(clock)
        check_row(Case.objects.get(pk=case.pk))
        for old, now in zip(steps_and_segments, history(case), strict=True):
            assert old.items() <= now.items()  # I2
        check_cover(case, openings)
    assert done >= 5
