"""Whose course a merged report follows, and which reports follow a case (附议)."""

from linge.kernel.access import Actor

from ..models import Case, Category, Voice
from ..models.cases import CaseQuerySet
from ..rules import Side, State
from .scope import visible_to


def followed(case: Case) -> Case:
    """The case whose course a report takes: the one it joined, else itself."""
    if case.state != State.MERGED:
        return case
    voice = case.joined.filter(left_at__isnull=True).select_related(*COURSE).first()
    return voice.target if voice else case


COURSE = ("target__category", "target__community", "target__agency")


def voices_of(case: Case) -> list[Voice]:
    """The reports that joined a case and are still with it, the first to join first. One query."""
    joined = case.voices.filter(left_at__isnull=True)
    return list(joined.select_related("case__category", "case__building"))


def possible_targets(actor: Actor, case: Case) -> CaseQuerySet:
    """The cases a report may be put to, as far as a list can tell; the action judges each."""
    rows: CaseQuerySet = visible_to(actor).filter(community_id=case.community_id)
    return rows.exclude(pk=case.pk).exclude(state__in=NEVER_TARGETS)


NEVER_TARGETS = (State.MERGED, State.REJECTED, State.WITHDRAWN, State.VOID, State.FORCE_CLOSED)


def side(case: Case) -> Side:
    """A case as the rule of merging sees it. One query."""
    category: Category | None = case.category
    return Side(
        pk=case.pk,
        community=case.community_id,
        state=case.state,
        large=category.parent_id if category else None,
        closed_at=case.closed_at,
        is_parent=case.part_links.filter(unlinked_at__isnull=True).exists(),
    )
