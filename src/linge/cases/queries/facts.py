"""Reading a case for its guards, inside the transaction of the move."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from linge.kernel.clock import SHANGHAI
from linge.kernel.worktime import Limit, Unit, Workdays

from .. import rules
from ..models import Assignment, Case, CaseLink, CaseRequest, Standard
from ..models.turns import WAITING
from ..rules import OPEN, AssignmentOutcome, CaseFacts, RequestFacts, RequestStanding, Workflow
from .matters import open_matters

Step = tuple[str, int | None, datetime]


def facts_of(
    case: Case,
    workflow: Workflow,
    calendar: Workdays,
    *,
    reopened: int | None = None,
    tied: bool = True,
) -> CaseFacts:
    """Everything the guards may ask about a case. Five queries, however long its history.

    ``reopened`` counts the reopenings of whoever asks, where that is a voice of the case. A page
    that knows the case to be tied to no other says so; a move always looks.
    """
    parts = list(case.assignments.select_related("agency"))
    handled = [part for part in parts if part.outcome == AssignmentOutcome.HANDLED]
    steps = list(case.steps.values_list("action", "by_id", "at"))
    children = _children(case) if tied else {}
    hazards, disputed = open_matters(case)
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
        voices=case.voices.filter(left_at__isnull=True).count() if tied else 0,
        declines=case.declines,
        cannots=case.cannots,
        reopened=case.reopened if reopened is None else reopened,
        closed_at=case.closed_at,
        dispatched_at=case.dispatched_at,
        signed=case.signed_at is not None,
        suspended=case.suspended_until is not None,
        question_open=case.question_until is not None,
        request=_request_facts(case),
        postponed=case.postponed,
        can_postpone=case.category is None or case.category.postpone,
        handle_due_at=case.handle_due_at,
        given_limit=given_limit(case),
        lead_agency=case.agency_id,
        handlers=_handlers(steps, handled),
        handler_agencies=frozenset(part.agency_id for part in handled),
        open_co_agencies=tuple(part.agency.short_name for part in _helping(parts)),
        helping=frozenset(part.agency_id for part in _helping(parts)),
        sample_waits=case.sampled and not any(action == "spot_check" for action, *_rest in steps),
        has_parent=case.pk in children,
        open_children=sum(pk != case.pk and state in OPEN for pk, state in children.items()),
        contacts_reached=sum(reached for _at, reached in contacts),
        contact_days=tuple(at.astimezone(SHANGHAI).date() for at, _reached in contacts),
        open_hazards=int(hazards),
        mediation_open=disputed,
        last_step=steps[-1] if steps else None,
    )


def standard_limit(case: Case) -> Limit | None:
    """The limit the accepted standard gives for handling."""
    standard: Standard | None = case.standard
    if standard is None:
        return None
    return rules.handling_limit(standard.limit, standard.urgent_limit, chosen=case.by_urgent_limit)


def given_limit(case: Case) -> Limit | None:
    """The limit the agency was given with the dispatch."""
    return Limit(case.limit_amount, Unit(case.limit_unit)) if case.limit_amount else None


def open_request(case: Case) -> CaseRequest | None:
    """The request that waits for a decision; no query where there is none."""
    return case.requests.get(standing__in=WAITING) if case.pending else None


def _request_facts(case: Case) -> RequestFacts | None:
    request = open_request(case)
    if request is None:
        return None
    agreed = request.standing == RequestStanding.AGREED
    return RequestFacts(request.kind, request.asked_by_id, agreed, request.until)


def _handlers(steps: Sequence[Step], handled: list[Assignment]) -> frozenset[int]:
    """Who did the work: by a step of their own, or as the named handler of a part."""
    acted = [by for action, by, _at in steps if action in ("handle", "self_handle")]
    return frozenset(by for by in (*acted, *(part.handler_id for part in handled)) if by)


def _helping(parts: list[Assignment]) -> list[Assignment]:
    """The agencies that help now."""
    return [part for part in parts if part.role == Assignment.Role.CO and not part.ended_at]


def _children(case: Case) -> dict[int, str]:
    """The states of the cases that are part of this one; with its own, where it is part itself."""
    links = CaseLink.objects.filter(Q(parent=case) | Q(child=case), unlinked_at__isnull=True)
    return dict(links.values_list("child_id", "child__state"))
