"""Home visits: recorded once, approved by the lead where they say vacant, voided with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.identifiers import uuid7
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling, Region

from .. import permissions
from ..events import VisitRecorded
from ..models import CollectionRound, Household, HouseholdMember, Residency, Resident, Visit
from ..rules import collection
from ..rules.kinds import Outcome
from .saving import sound


@transaction.atomic
def record_visit(
    dwelling: Dwelling,
    *,
    by: Actor,
    outcome: Outcome,
    evidence: Sequence[Mapping[str, str]] = (),
    words: str = "",
    device_at: datetime | None = None,
    point: Sequence[float] | None = None,
    uuid: UUID | None = None,
) -> Visit:
    """Record a home visit (入户走访). ``uuid`` is born on the phone: sending twice is harmless.

    Refuses with ``registry.vacant_needs_evidence`` when a vacant or non-residential dwelling has
    neither a photo nor two named sources.
    """
    permissions.require(by, permissions.VISIT, dwelling)
    sent = Visit.objects.filter(uuid=uuid, dwelling=dwelling).first() if uuid else None
    if sent:
        return sent
    if not collection.has_evidence(outcome, evidence):
        message = _("登记为空置或非居住，请附一张照片，或写明两位知情人。")
        raise Refused("registry.vacant_needs_evidence", str(message), "evidence")
    now = clock.now()
    visit = Visit.objects.create(
        uuid=uuid or uuid7(),
        dwelling=dwelling,
        community_id=dwelling.community_id,
        path=dwelling.path,
        grid_id=dwelling.grid_id,
        worker_id=by.user_id,
        at=now,
        day=clock.today(),
        device_at=device_at,
        outcome=outcome,
        evidence=list(evidence),
        point=point,
        words=words,
    )
    if outcome == Outcome.CONFIRMED:
        _confirm(dwelling, now)
    record(by, "registry.visit", visit, dwelling=dwelling.pk, outcome=str(outcome))
    publish(VisitRecorded(visit.pk, dwelling.pk, str(outcome)))
    return visit


def _confirm(dwelling: Dwelling, now: datetime) -> None:
    """“无变化”: what is known of the home and its people was found true again today."""
    homes = Residency.objects.filter(dwelling=dwelling, until=None)
    Resident.objects.filter(pk__in=homes.values("person")).update(confirmed_at=now)
    households = Household.objects.filter(dwelling=dwelling, until=None)
    HouseholdMember.objects.filter(household__in=households, until=None).update(confirmed_at=now)
    households.update(confirmed_at=now)
    homes.update(confirmed_at=now)


@transaction.atomic
def approve_vacancy(visit: Visit, *, by: Actor) -> Visit:
    """Accept the evidence that a home is vacant; from now on the visit counts as collected."""
    permissions.require(by, permissions.APPROVE_VACANCY, visit)
    if visit.outcome != Outcome.VACANT:
        raise Refused("registry.not_vacant", str(_("只有登记为空置的走访需要审核。")))
    if visit.worker_id == by.user_id:
        message = _("空置佐证要由走访人以外的人员审核，请交由网格长办理。")
        raise Refused("registry.own_visit", str(message))
    now = clock.now()
    taken = Visit.objects.filter(pk=visit.pk, approved_at=None, voided_at=None).update(
        approved_by=by.user_id, approved_at=now
    )
    if not taken:
        raise Refused("registry.moved_on", str(_("这次走访刚刚被其他人处理，请刷新页面。")))
    visit.approved_by_id, visit.approved_at = by.user_id, now
    record(by, "registry.approve_vacancy", visit)
    return visit


@transaction.atomic
def void_visit(visit: Visit, *, by: Actor, reason: str) -> Visit:
    """Take a visit out of every figure; it stays readable with the reason (作废)."""
    permissions.require(by, permissions.VISIT, visit)
    if not reason.strip():
        raise Refused("registry.visit_void_has_reason", str(_("请写明作废原因。")), "reason")
    now = clock.now()
    taken = Visit.objects.filter(pk=visit.pk, voided_at=None).update(
        voided_at=now, void_reason=reason.strip()
    )
    if not taken:
        raise Refused("registry.moved_on", str(_("这次走访刚刚被其他人处理，请刷新页面。")))
    visit.voided_at, visit.void_reason = now, reason.strip()
    record(by, "registry.void_visit", visit)
    return visit


@transaction.atomic
def open_round(community: Region, *, by: Actor, name: str, since: date) -> CollectionRound:
    """Begin a collection round (采集轮次); the one before ends there."""
    permissions.require(by, permissions.ROUNDS, community)
    current = CollectionRound.objects.filter(community=community, until=None).first()
    if current:
        current.until = since
        sound(current)
        current.save(update_fields=["until"])
    started = CollectionRound(community=community, name=name, since=since)
    sound(started)
    started.save()
    record(by, "registry.open_round", started, since=since.isoformat())
    return started
