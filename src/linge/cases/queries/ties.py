"""What belongs to a case: the whole it is part of, its parts, the agencies that help."""

from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from linge.kernel.access import Actor

from ..models import (
    Assignment,
    Case,
    CaseLink,
    CaseStep,
    Escalation,
    Question,
    Urge,
    Voice,
    Whistle,
)
from ..models.cases import CaseQuerySet
from ..rules import AssignmentOutcome, State, Whole
from .queues import RELATED
from .scope import visible_to

NEWS = (
    "accept",
    "reject",
    "dispatch",
    "decline",
    "handle",
    "self_handle",
    "send_back",
    "verify",
    "close",
    "reopen",
    "merge",
    "forward",
    "force_close",
)
"""The moves of a child that its parent's timeline tells."""


def with_ties(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that know whether anything is tied to them, so that a page asks no further in vain."""
    me = OuterRef("pk")
    links = CaseLink.objects.filter(Q(parent=me) | Q(child=me), unlinked_at__isnull=True)
    shared = Assignment.objects.filter(
        Q(role=Assignment.Role.CO) | Q(rating__isnull=False), case=me
    )
    higher = (Escalation, Urge, Whistle)
    supervised = reduce(or_, (Exists(model.objects.filter(case=me)) for model in higher))
    return cases.annotate(
        has_voices=Exists(Voice.objects.filter(target=me)),
        has_links=Exists(links),
        is_shared=Exists(shared),
        was_supervised=supervised,
        was_asked=Exists(Question.objects.filter(case=me)),
    )


def maybe(case: Case, tie: str) -> bool:
    """Whether a case may have a tie: what was not asked with it might be there."""
    return bool(getattr(case, tie, True))


def whole_side(case: Case) -> Whole:
    """A case as the rule of parts and wholes sees it. Two queries."""
    return Whole(
        pk=case.pk,
        community=case.community_id,
        state=case.state,
        parts=case.part_links.filter(unlinked_at__isnull=True).count(),
        has_parent=case.whole_links.filter(unlinked_at__isnull=True).exists(),
    )


def links_of(case: Case) -> tuple[Case | None, list[Case]]:
    """The parent of a case and its children, the oldest link first. One query."""
    if not maybe(case, "has_links"):
        return None, []
    links = CaseLink.objects.filter(unlinked_at__isnull=True).select_related(
        "parent__category", "child__category", "child__grid", "child__agency"
    )
    mine = list(links.filter(Q(parent=case) | Q(child=case)))
    parent = next((link.parent for link in mine if link.child_id == case.pk), None)
    return parent, [link.child for link in mine if link.parent_id == case.pk]


def news_of_children(case: Case) -> list[CaseStep]:
    """What happened to the parts of a case since they are its parts. One query."""
    if not maybe(case, "has_links"):
        return []
    steps = CaseStep.objects.filter(
        action__in=NEWS,
        case__whole_links__parent=case,
        case__whole_links__unlinked_at__isnull=True,
        at__gte=F("case__whole_links__linked_at"),
    )
    return list(steps.select_related("case", "by"))


def parts_of(case: Case) -> list[Assignment]:
    """The agencies that have or had a part in a case and didn't give it back, the lead first."""
    live = ("", AssignmentOutcome.HANDLED)
    rows = case.assignments.filter(outcome__in=live).select_related("agency", "handler")
    return list(rows.order_by("-role", "assigned_at", "id"))


def helpers_of(case: Case) -> QuerySet[Assignment]:
    """The agencies that help now."""
    return case.assignments.filter(role=Assignment.Role.CO, ended_at__isnull=True)


def handled_parts(case: Case) -> QuerySet[Assignment]:
    """The agencies that did their part in this episode, to be rated."""
    done = case.assignments.filter(outcome=AssignmentOutcome.HANDLED, episode=case.episode)
    return done.select_related("agency").order_by("-role", "id")


def helping_queue(actor: Actor) -> CaseQuerySet:
    """协同: the cases in which the actor's agencies help now."""
    helping = Assignment.objects.filter(
        case=OuterRef("pk"),
        role=Assignment.Role.CO,
        agency__in=actor.agencies,
        ended_at__isnull=True,
    )
    waiting: CaseQuerySet = visible_to(actor).filter(Exists(helping), state=State.DISPATCHED)
    return waiting.select_related(*RELATED).urgent_first()
