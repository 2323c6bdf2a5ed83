"""Consents: given by the right person, withdrawn in one stroke, and what then has to go."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.files.actions import destroy
from linge.files.models import StoredFile
from linge.kernel import access, clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import ConsentWithdrawn
from ..models import CareAnswer, CareNeed, ChangeEvent, Consent, Resident
from ..queries import accounts
from ..rules import consents
from ..rules.care import Ending, NeedState
from ..rules.consents import Giver, age_on
from ..rules.kinds import ConsentChannel
from .care.needs import close_need
from .saving import sound


def _require(by: Actor, person: Resident) -> None:
    """The person (a small child's guardian) in the portal, or whoever keeps consents at the desk."""
    owners = accounts.owners_of(person)
    if by.user_id in owners:
        access.require(by, permissions.OWN, permissions.own_subject(person, owners))
    else:
        permissions.require(by, permissions.CONSENT, person)


@transaction.atomic
def give_consent(
    person: Resident,
    purpose: str,
    *,
    by: Actor,
    channel: ConsentChannel,
    guardian: Resident | None = None,
    classes: Sequence[str] = ("C4",),
    evidence: Sequence[Mapping[str, str]] = (),
) -> Consent:
    """Keep a person's agreement to one purpose (授权同意); never bundled with another.

    Refuses with ``registry.consent_guardian``, ``registry.consent_own`` or
    ``registry.consent_open_once``.
    """
    _require(by, person)
    today = clock.today()
    adults = accounts.housemates(person)
    consents.may_give(
        Giver(
            person_age=age_on(person.birth_date, today),
            guardian_age=age_on(guardian.birth_date, today) if guardian else None,
            by_guardian=guardian is not None,
            same_household=guardian is not None and adults.filter(pk=guardian.pk).exists(),
        )
    )
    consent = Consent(
        person=person,
        purpose=purpose,
        classes=list(classes),
        channel=channel,
        guardian=guardian,
        text_version=consents.TEXT_VERSION,
        evidence=list(evidence),
        since=today,
    )
    sound(consent)
    consent.save()
    record(by, "registry.give_consent", consent, channel=str(channel))
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Actor) -> Consent:
    """Take an agreement back (撤回), without a reason. From now on nobody sees what rests on it,
    visits stop, and within a day it is destroyed; the trail stays.
    """
    _require(by, consent.person)
    now = clock.now()
    taken = Consent.objects.filter(pk=consent.pk, until=None).update(
        until=clock.today(), withdrawn_at=now
    )
    if not taken:
        raise Refused("registry.moved_on", str(_("这项同意已经撤回。")))
    consent.until, consent.withdrawn_at = clock.today(), now
    resting = CareNeed.objects.filter(consent=consent).exclude(state=NeedState.ENDED)
    for need in resting.select_related("kind"):
        close_need(need, Ending.WITHDRAWN, timedelta(0))
    record(by, "registry.withdraw_consent", consent)
    publish(ConsentWithdrawn(consent.pk))
    return consent


@transaction.atomic
def erase_ended(*, by: Actor) -> int:
    """Destroy the needs whose time is over, with visits, answers, history and files."""
    due = CareNeed.objects.filter(state=NeedState.ENDED, erase_at__lte=clock.now())
    erased = 0
    for need in due.select_related("person__community", "kind"):
        permissions.require(by, permissions.CONSENT, need.person)
        _erase(need, by)
        erased += 1
    return erased


def _erase(need: CareNeed, by: Actor) -> None:
    papers = [need.evidence, need.consent.evidence if need.consent else []]
    names = [paper["file"] for bundle in papers for paper in bundle if "file" in paper]
    for stored in StoredFile.objects.filter(uuid__in=names):
        destroy(stored, by=by)
    visits = need.visits.values_list("uuid", flat=True)
    ChangeEvent.objects.filter(subject__in=[need.uuid, *visits]).delete()
    CareAnswer.objects.filter(person=need.person, kind=need.kind).delete()
    record(by, "registry.erase_need", need, ending=need.ended_for)
    need.delete()
