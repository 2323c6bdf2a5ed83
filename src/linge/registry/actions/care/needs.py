"""A care need from proposal to end. Sensitive facts stay out of the trail: ids and dates alone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import CareAnswer, CareKind, CareNeed, CareVisit, Consent, Resident
from ...rules import care
from ...rules.care import CareAnswered, Ending, Ground, Way
from ...rules.consents import age_on, care_purpose
from ..saving import sound
from .visits import plan_first


@transaction.atomic
def propose_need(
    person: Resident,
    kind: CareKind,
    *,
    by: Actor,
    words: str = "",
    evidence: Sequence[Mapping[str, str]] = (),
    way: Way = Way.VISIT,
) -> CareNeed:
    """Propose that a person be looked after (关爱需求).

    Refuses with ``registry.kind_unpublished`` for a kind without purpose, basis or service, and
    with ``registry.care_need_open_once``.
    """
    permissions.require(by, permissions.CARE_PROPOSE, person)
    if kind.published_at is None:
        message = _("这一类还没有写明用途和依据，不能登记到人。")
        raise Refused("registry.kind_unpublished", str(message), "kind")
    need = CareNeed(
        person=person,
        kind=kind,
        purpose=kind.purpose,
        basis=kind.basis,
        article=kind.article,
        words=words,
        evidence=list(evidence),
        way=way,
        proposed_by_id=by.user_id,
        since=clock.today(),
    )
    sound(need)
    need.save()
    record(by, "registry.propose_need", need)
    return need


@transaction.atomic
def grant_need(need: CareNeed, *, by: Actor) -> CareNeed:
    """Accept a proposed need: its review falls due and the first visit is planned.

    Refuses with ``registry.own_proposal`` and ``registry.care_no_consent``.
    """
    permissions.require(by, permissions.CARE_GRANT, need)
    if by.user_id is not None and need.proposed_by_id == by.user_id:
        message = _("自己提出的关爱需求要由他人审核。")
        raise Refused("registry.own_proposal", str(message))
    consent = _grounded(need)
    today = clock.today()
    review_due = today + timedelta(days=need.kind.review_days or 0)
    _take(
        need, "grant", consent=consent, granted_by_id=by.user_id, granted_at=clock.now(),
        review_due=review_due,
    )  # fmt: skip
    record(by, "registry.grant_need", need, review_due=review_due)
    plan_first(need, by=by)
    return need


def _grounded(need: CareNeed) -> Consent | None:
    """The consent a need rests on; none where a cited duty is enough."""
    ground = care.ground(need.basis, age=age_on(need.person.birth_date, clock.today()))
    if ground == Ground.NOTHING:
        return None
    consent = Consent.objects.filter(
        person=need.person, purpose=care_purpose(need.kind.code), until=None
    ).first()
    if consent is None or (ground == Ground.GUARDIAN and consent.guardian_id is None):
        message = _("还没有%(ground)s，请先征得同意再审核。") % {"ground": ground.label}
        raise Refused("registry.care_no_consent", message)
    return consent


@transaction.atomic
def review_need(need: CareNeed, *, by: Actor) -> CareNeed:
    """Find a need still true (复核): the next review falls due, a paused one goes on."""
    permissions.require(by, permissions.CARE_GRANT, need)
    _grounded(need)
    review_due = clock.today() + timedelta(days=need.kind.review_days or 0)
    _take(need, "review", review_due=review_due)
    record(by, "registry.review_need", need, review_due=review_due)
    if not need.visits.filter(done_at=None, missed_at=None).exists():
        plan_first(need, by=by)
    return need


@transaction.atomic
def pause_lapsed(*, by: Actor) -> int:
    """Pause every need whose review is overdue by thirty days; says how many."""
    lapsed = CareNeed.objects.filter(
        state=care.NeedState.GRANTED, review_due__lte=clock.today() - care.PAUSE_AFTER
    ).select_related("person__community", "kind")
    paused = 0
    for need in lapsed:
        permissions.require(by, permissions.CARE_GRANT, need)
        _take(need, "pause")
        _stop_visits(need)
        record(by, "registry.pause_need", need)
        paused += 1
    return paused


@transaction.atomic
def end_need(need: CareNeed, *, by: Actor, ending: Ending = Ending.CHANGED) -> CareNeed:
    """End a need that no longer holds, or was not granted; it is kept as long as its kind says."""
    permissions.require(by, permissions.CARE_GRANT, need)
    keep = timedelta(days=need.kind.keep_days or 0)
    close_need(need, ending, keep)
    record(by, "registry.end_need", need, ending=str(ending))
    return need


def close_need(need: CareNeed, ending: Ending, keep: timedelta) -> None:
    """Out of sight at once, visits stopped, to be destroyed after the time it is kept."""
    _take(need, "end", until=clock.today(), ended_for=ending, erase_at=clock.now() + keep)
    _stop_visits(need)


def _take(need: CareNeed, move: str, **values: Any) -> None:
    """Compare and set the state, so that only the first of two deeds is done."""
    lands = care.move(move, need.state)
    for name, value in values.items():
        setattr(need, name, value)
    taken = CareNeed.objects.filter(pk=need.pk, state=need.state).update(
        state=lands, version=need.version + 1, confirmed_at=clock.now(), **values
    )
    if not taken:
        care.move(move, care.NeedState.ENDED)
    need.state, need.version = lands, need.version + 1


def _stop_visits(need: CareNeed) -> None:
    CareVisit.objects.filter(need=need, done_at=None, missed_at=None).delete()


@transaction.atomic
def answer_care(
    person: Resident, answers: Mapping[CareKind, CareAnswered], *, by: Actor
) -> list[CareKind]:
    """Keep what a person said when asked kind by kind; gives the kinds that apply.

    “Yes” proposes nothing by itself: the need is proposed with its purpose told.
    """
    permissions.require(by, permissions.CARE_PROPOSE, person)
    CareAnswer.objects.filter(person=person, kind__in=answers).delete()
    for kind, answer in answers.items():
        CareAnswer.objects.create(
            person=person, kind=kind, answer=str(answer), asked_by_id=by.user_id
        )
    record(by, "registry.ask_care", person, kinds=len(answers))
    return [kind for kind, answer in answers.items() if answer == CareAnswered.YES]


def note_reading(need: CareNeed, *, by: Actor) -> None:
    """Put on the trail that somebody read a need; the page asks before it shows one."""
    record(by, "registry.read_need", need)
