"""A workflow drafted, weighed and published: the moves as a district wants them (流程)."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linge.audit import actions as audit
from linge.kernel import access
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.refusals import Refused
from linge.kernel.zone import day_begins
from linge.territory.models import Region

from .. import permissions, rules
from ..models import CaseWorkflow, WorkflowDraft
from .catalogue import publish_workflow


@transaction.atomic
def draft_workflow(
    data: Mapping[str, Any], *, by: Actor, region: Region | None = None
) -> WorkflowDraft:
    """Keep an edited workflow as a draft; its number is the next one free.

    Refuses with ``cases.workflow_problems``, one line a problem.
    """
    access.require(by, permissions.CATALOGUE, _at(region))
    asked = {**data, "number": _next_number(region)}
    if problems := rules.check_workflow(asked):
        words = "\n".join(f"{problem.where} {problem.what}" for problem in problems)
        raise Refused("cases.workflow_problems", words, problems=problems)
    draft = WorkflowDraft.objects.create(region=region, data=asked, by_id=by.user_id, at=now())
    audit.record(by, "cases.draft_workflow", draft, number=asked["number"])
    return draft


@transaction.atomic
def publish_draft(draft: WorkflowDraft, *, by: Actor) -> CaseWorkflow:
    """Put a draft in force from the coming midnight; open cases keep the version they began with.

    Refuses with ``cases.moved_on`` when it was published before or another version came first.
    """
    access.require(by, permissions.CATALOGUE, _at(draft.region))
    waiting = WorkflowDraft.objects.filter(pk=draft.pk, published_at__isnull=True)
    if draft.data["number"] != _next_number(draft.region) or not waiting.update(published_at=now()):
        raise rules.refusal("moved_on")
    midnight = day_begins(today() + timedelta(days=1))
    return publish_workflow(draft.data, by=by, region=draft.region, effective_from=midnight)


def read_workflow_file(data: bytes) -> dict[str, Any]:
    """A workflow from a file somebody edited; refused in words when it isn't one."""
    try:
        read = json.loads(data.decode("utf-8-sig"))
    except ValueError as fault:
        raise Refused(
            "cases.workflow_unreadable", _("这不是流程文件，请先下载现行流程再改。")
        ) from fault
    if not isinstance(read, dict):
        raise Refused("cases.workflow_unreadable", _("这不是流程文件，请先下载现行流程再改。"))
    return read


def _next_number(region: Region | None) -> int:
    latest = CaseWorkflow.objects.filter(region=region).aggregate(Max("number"))["number__max"]
    shipped = CaseWorkflow.objects.aggregate(Max("number"))["number__max"]
    return int(max(latest or 0, shipped or 0)) + 1


def _at(region: Region | None) -> access.Subject:
    return access.Subject(node=region.path if region else "", key="cases.catalogue")
