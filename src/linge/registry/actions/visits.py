"""Home visits: recorded once, approved by the lead where they say vacant, voided with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.identifiers import uuid7
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from .. import permissions
from ..events import VisitRecorded
from ..models import Visit
from ..rules import collection
from ..rules.kinds import Outcome
from ..rules.telling import NewHeard
from .confirming import confirm_home
from .sampling import watch
from .telling import hear, take_vacancy, tell_found

FORM_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """What a worker says of a visit. ``uuid`` is born on the phone: sending twice is harmless.

    ``use`` is what was told of the home's use, in a code or in people's words.
    """

    outcome: Outcome
    evidence: Sequence[Mapping[str, str]] = ()
    words: str = ""
    use: str = ""
    card_left: bool = False
    heard: Sequence[NewHeard] = ()
    device_at: datetime | None = None
    point: Sequence[float] | None = None
    form_version: int = FORM_VERSION
    uuid: UUID | None = None


def record_visit(dwelling: Dwelling, *, by: Actor, outcome: Outcome, **facts: Any) -> Visit:
    """`pay_visit` with the facts one by one."""
    return pay_visit(dwelling, NewVisit(outcome=outcome, **facts), by=by)


@transaction.atomic
def pay_visit(dwelling: Dwelling, told: NewVisit, *, by: Actor) -> Visit:
    """Record a home visit (入户走访), with what was told and heard there.

    Refuses with ``registry.vacant_needs_evidence`` when a vacant or non-residential dwelling has
    neither a photo nor two named sources, with ``registry.visit_elsewhere`` when the uuid belongs
    to a visit of another dwelling.
    """
    permissions.require(by, permissions.VISIT, dwelling)
    sent = _sent(dwelling, told)
    if sent:
        return sent
    if not collection.has_evidence(told.outcome, told.evidence):
        message = _("登记为空置或非居住，请附一张照片，或写明两位知情人。")
        raise Refused("registry.vacant_needs_evidence", str(message), "evidence")
    visit = _keep(dwelling, told, by)
    tell_found(dwelling, told.use, by=by, visit=visit)
    hear(visit, told.heard, by=by)
    if told.outcome == Outcome.CONFIRMED:
        confirm_home(dwelling, visit.at)
    record(by, "registry.visit", visit, dwelling=dwelling.pk, outcome=str(told.outcome))
    publish(VisitRecorded(visit.pk, dwelling.pk, str(told.outcome)))
    watch(visit)
    return visit


def _sent(dwelling: Dwelling, told: NewVisit) -> Visit | None:
    """The visit the phone has sent before."""
    sent = Visit.objects.filter(uuid=told.uuid).first() if told.uuid else None
    if sent and sent.dwelling_id != dwelling.pk:
        message = _("这次走访已登记在另一套房屋，请在手机上新建一次走访。")
        raise Refused("registry.visit_elsewhere", str(message), "uuid")
    return sent


def _keep(dwelling: Dwelling, told: NewVisit, by: Actor) -> Visit:
    return Visit.objects.create(
        uuid=told.uuid or uuid7(),
        dwelling=dwelling,
        community_id=dwelling.community_id,
        path=dwelling.path,
        grid_id=dwelling.grid_id,
        worker_id=by.user_id,
        at=clock.now(),
        day=clock.today(),
        device_at=told.device_at,
        outcome=told.outcome,
        evidence=list(told.evidence),
        point=list(told.point) if told.point else None,
        words=told.words,
        card_left=told.card_left,
        form_version=told.form_version,
    )


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
    take_vacancy(visit, by=by)
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
