"""Versions of the moves compared, and a version tried on what has been. Source: cases §2.3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from linge.kernel.access import Actor, can
from linge.kernel.worktime import span
from linge.territory import queries as territory

from .. import permissions, rules
from ..models import Case, CaseWorkflow, ClockSegment, WorkflowDraft
from ..rules import ClockName, Stage

REHEARSED = 1_000
STAGES = (Stage.ACCEPT, Stage.CONFIRM, Stage.DISPATCH, Stage.SIGN, Stage.VERIFY, Stage.CLOSE)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing two versions say differently: where, and each in words."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StageTrial:
    """How many past stretches of a stage were in time, by the limits of then and of the draft."""

    stage: str
    label: str
    count: int
    before: int
    after: int


def drafts(actor: Actor) -> QuerySet[WorkflowDraft]:
    """The drafts, the latest first, for whoever keeps the workflow."""
    rows = WorkflowDraft.objects.select_related("by", "region")
    return rows if can(actor, permissions.CATALOGUE) else rows.none()


def versions() -> QuerySet[CaseWorkflow]:
    """Every published version, the latest first."""
    return CaseWorkflow.objects.select_related("region").order_by("-effective_from", "-number")


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every line that differs, in the order of the file."""
    return [
        Difference(where, _words(old), _words(new))
        for where, old, new in _differences(before, after, "")
        if where != "number"
    ]


def trial(draft: WorkflowDraft, now_in_force: Mapping[str, Any]) -> list[StageTrial]:
    """The last thousand cases under the draft's stage limits: how many stretches were in time."""
    versions = rules.read_workflow(now_in_force), rules.read_workflow(draft.data)
    cases = Case.objects.filter(accepted_at__isnull=False)
    if draft.region is not None:
        cases = cases.filter(path__startswith=draft.region.path)
    recent = cases.order_by("-accepted_at", "-pk").values("pk")[:REHEARSED]
    segments = ClockSegment.objects.filter(
        case__in=list(recent.values_list("pk", flat=True)),
        clock=ClockName.STAGE,
        stage__in=STAGES,
        ended_at__isnull=False,
        recharged_as__isnull=True,
    ).select_related("case__community")
    counted = {stage: [0, 0, 0] for stage in STAGES}
    for segment in segments:
        tally = counted[Stage(segment.stage)]
        tally[0] += 1
        for place, version in enumerate(versions, start=1):
            tally[place] += _in_time(segment, version)
    return [
        StageTrial(stage, str(stage.label), *tally) for stage, tally in counted.items() if tally[0]
    ]


def _in_time(segment: ClockSegment, version: rules.Workflow) -> bool:
    limit = version.limit(segment.stage, urgent=segment.case.urgent)
    allowed = span(limit, territory.workdays(segment.case.community))
    worked = segment.worked_minutes or 0
    return worked * 60 <= allowed.total_seconds()


def _differences(before: Any, after: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        if before != after:
            yield where, before, after
        return
    for key in dict.fromkeys((*before, *after)):
        inner = f"{where}.{key}" if where else key
        yield from _differences(before.get(key), after.get(key), inner)


def _words(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "—"
    return str(value)
