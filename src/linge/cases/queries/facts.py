"""Reading a case for its guards, inside the transaction of the move."""

from datetime import datetime

from linge.kernel.clock import SHANGHAI
from linge.kernel.worktime import Limit, Workdays

from .. import rules
from ..models import Assignment, Case, Standard
from ..rules import AssignmentOutcome, CaseFacts, Workflow


def facts_of(case: Case, workflow: Workflow, calendar: Workdays) -> CaseFacts:
    """Everything the guards may ask about a case."""
    handled = case.assignments.filter(outcome=AssignmentOutcome.HANDLED)
    contacts = list(case.contacts.filter(episode=case.episode).values_list("at", "reached"))
    return CaseFacts(
        state=case.state,
        source=case.source,
        numbers=workflow.numbers,
        calendar=calendar,
        verify_mode=case.category.verify_mode if case.category else "site",
        standard_limit=standard_limit(case),
        grid=case.grid_id,
        reporter=case.reporter_user_id,
        reporter_reachable=bool(case.reporter_phone or case.reporter_user_id),
        confirmer=case.confirmer_id,
        declines=case.declines,
        cannots=case.cannots,
        reopened=case.reopened,
        closed_at=case.closed_at,
        dispatched_at=case.dispatched_at,
        signed=case.signed_at is not None,
        lead_agency=case.agency_id,
        handlers=_handlers(case),
        handler_agencies=frozenset(handled.values_list("agency_id", flat=True)),
        open_co_agencies=_open_co_agencies(case),
        contacts_reached=sum(reached for _at, reached in contacts),
        contact_days=tuple(at.astimezone(SHANGHAI).date() for at, _reached in contacts),
        last_step=_last_step(case),
    )


def standard_limit(case: Case) -> Limit | None:
    """The limit the accepted standard gives for handling."""
    standard: Standard | None = case.standard
    if standard is None:
        return None
    return rules.handling_limit(standard.limit, standard.urgent_limit, chosen=case.by_urgent_limit)


def _handlers(case: Case) -> frozenset[int]:
    acted = case.steps.filter(action__in=("handle", "self_handle"), by__isnull=False)
    held = case.assignments.filter(outcome=AssignmentOutcome.HANDLED, handler__isnull=False)
    return frozenset(acted.values_list("by_id", flat=True)) | frozenset(
        held.values_list("handler_id", flat=True)
    )


def _open_co_agencies(case: Case) -> tuple[str, ...]:
    waiting = case.assignments.filter(role=Assignment.Role.CO, ended_at__isnull=True)
    return tuple(waiting.values_list("agency__short_name", flat=True))


def _last_step(case: Case) -> tuple[str, int | None, datetime] | None:
    step = case.steps.last()
    return (step.action, step.by_id, step.at) if step else None
