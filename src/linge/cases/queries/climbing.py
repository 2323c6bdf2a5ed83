"""How high a case has climbed on the clocks that run now, and when it climbs next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linge.kernel.worktime import Workdays
from linge.territory import queries as territory

from ..models import Case, ClockSegment, Due, WhistleUnit
from ..rules import escalation as ladder
from ..rules.escalation import Cause, Level, Reached, Run
from ..rules.states import ClockName, Stage

BEGINNINGS = (Due.Because.START, Due.Because.REWORK)


@dataclass(frozen=True, slots=True)
class Climb:
    """What is new at a moment, the level the case stands at, and when to look again."""

    new: tuple[tuple[Run, Reached], ...]
    level: str
    next_at: datetime | None


def climb_of(case: Case, at: datetime) -> Climb:
    """The levels reached by ``at`` and not recorded yet. Four queries, however long the history."""
    calendar = territory.workdays(case.community)
    running = case.segments.filter(
        clock=ClockName.STAGE, kind=ClockSegment.Kind.RUNNING, ended_at__isnull=True
    )
    runs = [_run(case, segment.stage, calendar) for segment in running]
    known = _known(case)
    unkept = _unkept(case)
    new, later, level = [], [], ""
    for run, cause in runs:
        done = known.get((run.origin, run.stage), set())
        fresh = [each for each in _reached(run, cause, unkept, at) if each.level not in done]
        new += [(run, each) for each in fresh]
        done = done | {each.level for each in fresh}
        later.append(ladder.next_rung(run, done))
        if run.stage != Stage.SIGN:
            level = max(done, default="")
    later += [each for each in unkept if each > at]
    return Climb(
        tuple(sorted(new, key=lambda pair: pair[1].level)),
        level,
        min((each for each in later if each is not None), default=None),
    )


def main_run(case: Case) -> Run | None:
    """The run that counts for the ladder; none while the case stands still or is at its end."""
    running = case.segments.filter(
        clock=ClockName.STAGE, kind=ClockSegment.Kind.RUNNING, ended_at__isnull=True
    ).exclude(stage=Stage.SIGN)
    segment = running.first()
    return _run(case, segment.stage, territory.workdays(case.community))[0] if segment else None


def _run(case: Case, stage: str, calendar: Workdays) -> tuple[Run, Cause | None]:
    """The run of a stage since it began afresh, and why it began higher than others."""
    dues = list(case.dues.filter(clock=ClockName.STAGE, stage=stage).select_related("step"))
    began = next(due for due in reversed(dues) if due.because in BEGINNINGS)
    last = dues[-1]
    stretches = case.segments.filter(
        clock=ClockName.STAGE,
        stage=stage,
        kind=ClockSegment.Kind.RUNNING,
        step_id__gte=began.step_id,
        recharges__isnull=True,
    )
    run = Run(
        stage=stage,
        origin=began.step_id,
        began_at=began.step.at,
        stretches=tuple(
            stretches.order_by("started_at", "id").values_list("started_at", "ended_at")
        ),
        allowed=timedelta(minutes=last.allowed_minutes),
        round_the_clock=last.round_the_clock,
        calendar=calendar,
    )
    cause = ladder.turned_back(began.step.action, rework=case.rework, declines=case.declines)
    return run, cause


def _reached(run: Run, cause: Cause | None, unkept: list[datetime], at: datetime) -> list[Reached]:
    found = ladder.climbed(run, at)
    if run.stage == Stage.SIGN:
        return found
    if cause is not None:
        found = [each for each in found if each.level != Level.LEADER]
        found.append(Reached(Level.LEADER, run.began_at, cause))
    missed = [each for each in unkept if run.began_at <= each <= at]
    if missed:
        found.append(Reached(Level.DISTRICT, min(missed), Cause.UNKEPT))
    return found


def _known(case: Case) -> dict[tuple[int, str], set[str]]:
    known: dict[tuple[int, str], set[str]] = {}
    for origin, stage, level in case.escalations.values_list("origin", "stage", "level"):
        known.setdefault((origin, stage), set()).add(level)
    return known


def _unkept(case: Case) -> list[datetime]:
    """The dues of called units that were missed or are still to be kept, the earliest first."""
    units = WhistleUnit.objects.filter(whistle__case=case)
    return sorted(due for unit in units for due in _missing(unit))


def _missing(unit: WhistleUnit) -> list[datetime]:
    pairs = (
        (unit.sign_due_at, unit.signed_at),
        (unit.contact_due_at, unit.contacted_at),
        (unit.arrive_due_at, unit.arrived_at),
    )
    return [due for due, done in pairs if (done is None) or done > due]
