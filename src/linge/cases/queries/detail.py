"""One case in full: what happened, what every clock took, what may be done now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.worktime import elapsed
from linge.territory import queries as territory

from .. import permissions, rules
from ..models import Case, CasePhoto, CaseStep, ClockSegment, Due
from ..rules import (
    Asked,
    ClockName,
    DeclineReason,
    Finding,
    RejectReason,
    RequestKind,
    SampleOutcome,
    Stage,
    VerifyOutcome,
    VoidReason,
    WaitFor,
    Workflow,
)
from .facts import facts_of
from .ties import maybe
from .workflows import workflow_of


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One segment of a clock: how long it ran, what it allowed, who answers for it."""

    clock: str
    stage: str
    stage_label: str
    charged_to: str
    agency: str
    started_at: datetime
    ended_at: datetime | None
    minutes: Decimal
    due_at: datetime | None
    provisional: bool
    round_the_clock: bool
    frozen: bool
    recharged: bool
    recharge: bool

    @property
    def running(self) -> bool:
        """Whether it still counts."""
        return self.ended_at is None

    @property
    def counts(self) -> bool:
        """Whether its minutes belong to a sum: signing runs beside handling, a recharged one moved."""
        return self.stage != Stage.SIGN and not self.recharged

    def stopped_by(self, step: CaseStep) -> bool:
        """Whether this step ended the segment."""
        return self.ended_at == step.at and not self.recharge


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the timeline, with the clocks it stopped."""

    step: CaseStep
    label: str
    who: str
    words: str
    clocks: tuple[ClockLine, ...]
    photos: tuple[CasePhoto, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole history, the latest first, and the ledger of clocks in order."""

    moments: tuple[Moment, ...]
    ledger: tuple[ClockLine, ...]

    def total(self, clock: str) -> Decimal:
        """Minutes worked on a clock; signing runs beside handling and isn't added twice."""
        counted = (line.minutes for line in self.ledger if line.clock == clock and line.counts)
        return sum(counted, Decimal())


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A move this actor may try on this case now, with what the form must ask."""

    action: str
    label: str
    needs: tuple[str, ...]


def timeline(case: Case) -> Timeline:
    """Steps with who, when, words, photos and clocks. Five queries, however long the history."""
    steps = list(case.steps.select_related("by").order_by("number"))
    lines = _lines(case)
    photos = defaultdict(list)
    for photo in case.photos.select_related("file"):
        photos[photo.step_id].append(photo)
    workflow = workflow_of(case)
    moments = [
        _moment(step, workflow, [line for line in lines if line.stopped_by(step)], photos)
        for step in reversed(steps)
    ]
    return Timeline(tuple(moments), tuple(lines))


def moves_possible(actor: Actor, case: Case) -> list[MoveOffer]:
    """The moves of the present state that are this actor's, in the table's order.

    What is still to be filled in is checked when the move is made; who asks is checked here, so
    that nobody is offered a button that is never theirs.
    """
    workflow = workflow_of(case)
    lines = rules.moves_from(case.state, workflow)
    wanted = tuple({name for line in lines for name in line.who})
    held = permissions.held(actor, wanted, permissions.subject_facts(case))
    tied = maybe(case, "has_voices") or maybe(case, "has_links")
    facts = facts_of(case, workflow, territory.workdays(case.community), tied=tied)
    bearer = actor.holds == permissions.key_of(case)
    asked = Asked(actor.user_id, bearer, actor.agencies, held)
    at = now()
    return [
        MoveOffer(line.action, line.label, line.needs)
        for line in lines
        if held & set(line.who)
        and not rules.barred_by_waiting(line.action, facts)
        and not rules.never_theirs(line.guards, facts, asked, at)
    ]


def _moment(
    step: CaseStep,
    workflow: Workflow,
    clocks: list[ClockLine],
    photos: dict[int, list[CasePhoto]],
) -> Moment:
    line = workflow.moves.get(step.action)
    return Moment(
        step=step,
        label=line.label if line else step.action,
        who=step.by.name if step.by else str(rules.KIND_LABELS.get(step.by_kind, "")),
        words=_words(step),
        clocks=tuple(clocks),
        photos=tuple(photos[step.pk]),
    )


def _lines(case: Case) -> list[ClockLine]:
    dues: dict[tuple[str, str, int | None], list[Due]] = defaultdict(list)
    for due in case.dues.order_by("id"):
        dues[due.clock, due.stage, due.part_id].append(due)
    segments = case.segments.select_related("agency", "recharged_as").order_by("started_at", "id")
    calendar = territory.workdays(case.community)
    at = now()
    lines = []
    for segment in segments:
        worked = segment.worked_minutes
        if worked is None:
            span = elapsed(
                segment.started_at, at, calendar, round_the_clock=segment.round_the_clock
            )
            worked = Decimal(int(span.total_seconds() // 60))
        lines.append(
            _line(
                segment,
                worked,
                _due_of(segment, dues[segment.clock, segment.stage, segment.part_id]),
            )
        )
    return lines


def _due_of(segment: ClockSegment, dues: list[Due]) -> Due | None:
    """The due a segment ran under: its own, and for one that runs or for the promise the latest."""
    latest = segment.ended_at is None or segment.clock == ClockName.RESIDENT
    known = [due for due in dues if latest or due.step_id <= segment.step_id]
    return known[-1] if known else None


def _line(segment: ClockSegment, minutes: Decimal, due: Due | None) -> ClockLine:
    recharge = segment.recharges_id is not None
    return ClockLine(
        clock=segment.clock,
        stage=segment.stage,
        stage_label=segment.get_stage_display() if segment.stage else segment.get_clock_display(),
        charged_to=segment.get_charged_to_display(),
        agency=segment.agency.short_name if segment.agency else "",
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        minutes=minutes,
        due_at=due.at if due and not recharge else None,
        provisional=bool(due and due.provisional),
        round_the_clock=segment.round_the_clock,
        frozen=segment.kind == ClockSegment.Kind.FROZEN,
        recharged=hasattr(segment, "recharged_as"),
        recharge=recharge,
    )


CODED = {
    ("reject", "reason_code"): RejectReason,
    ("decline", "reason_code"): DeclineReason,
    ("confirm", "finding"): Finding,
    ("verify", "outcome"): VerifyOutcome,
    ("spot_check", "outcome"): SampleOutcome,
    ("ask_suspend", "wait_for"): WaitFor,
    ("suspend", "wait_for"): WaitFor,
    ("ask_void", "reason_code"): VoidReason,
    ("agree_request", "kind"): RequestKind,
    ("refuse_request", "kind"): RequestKind,
}
SPOKEN = (
    "target_number",
    "parent_number",
    "task",
    "voice_number",
    "asked_by_name",
    "public_note",
    "grid_name",
    "place_name",
    "no_grid",
    "agency_name",
    "worker_name",
    "handler_name",
    "receiver",
    "result",
    "reason",
    "words",
)


def _words(step: CaseStep) -> str:
    """What a step tells, in one line: the coded reason, then whom it concerns and the words."""
    coded = [
        str(labels(step.data[name]).label)
        for (action, name), labels in CODED.items()
        if action == step.action and name in step.data
    ]
    spoken = [str(step.data[name]) for name in SPOKEN if step.data.get(name)]
    return "；".join([*coded, *spoken])
