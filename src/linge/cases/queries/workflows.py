"""Versions of the moves: the one a case was reported under, and the one in force at a place."""

from datetime import datetime
from functools import cache

from .. import rules
from ..models import Case, CaseWorkflow
from ..rules import Workflow


def workflow_of(case: Case) -> Workflow:
    """The version of the moves this case was reported under."""
    return _read(case.workflow_id)


def workflow_now(path: str, at: datetime) -> CaseWorkflow:
    """The version in force for a place: the narrowest region's, then the latest."""
    versions = CaseWorkflow.objects.filter(effective_from__lte=at).select_related("region")
    covering = [row for row in versions if row.region is None or path.startswith(row.region.path)]
    return max(
        covering,
        key=lambda row: (len(row.region.path) if row.region else 0, row.effective_from, row.number),
    )


@cache
def _read(workflow_id: int) -> Workflow:
    """Read a version once in the life of a process: a published version never changes."""
    return rules.read_workflow(CaseWorkflow.objects.get(pk=workflow_id).moves)


def forget_workflows() -> None:
    """Read the versions anew: another database has other ones under the same keys."""
    _read.cache_clear()
