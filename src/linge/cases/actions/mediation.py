"""Mediating a dispute (调解): parties, sessions, the agreement and its signatures, what follows."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import PHONE, User
from linge.audit import actions as audit
from linge.files.models import StoredFile
from linge.kernel import crypto, outbox
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.db import hold

from .. import permissions, rules
from ..models import (
    Agreement,
    Case,
    Dispute,
    FollowUp,
    MediationSession,
    Party,
    Signature,
)
from ..queries.mediation import signing_of
from ..rules import mediation
from ..rules.mediation import Outcome


@transaction.atomic
def open_dispute(case: Case, *, by: Actor, scale: int, mediators: Sequence[User]) -> Dispute:
    """Begin the mediation of a case (受理调解); a case has one.

    Refuses with ``cases.not_a_dispute``, ``cases.dispute_open``, ``cases.mediator_needed`` and for
    a case that is over with ``cases.wrong_state``.
    """
    permissions.require(by, permissions.DISPUTES, case)
    hold(case)
    category = case.category
    if category is None or not category.code.startswith(mediation.DISPUTES):
        raise rules.refusal("not_a_dispute")
    if not case.is_open:
        raise rules.refusal("wrong_state", state=case.get_state_display(), action=_("调解"))
    if Dispute.objects.filter(case=case).exists():
        raise rules.refusal("dispute_open")
    if not mediators:
        raise rules.refusal("mediator_needed", "mediators")
    dispute = Dispute.objects.create(case=case, scale=scale, opened_at=now())
    dispute.mediators.set(mediators)
    audit.record(by, "cases.open_dispute", case, mediators=[user.pk for user in mediators])
    return dispute


@transaction.atomic
def set_mediators(dispute: Dispute, *, by: Actor, mediators: Sequence[User]) -> Dispute:
    """Name the mediators anew; none may be a party. Refuses with ``cases.mediator_is_party``."""
    permissions.require(by, permissions.DISPUTES, dispute.case)
    _require_open(dispute)
    if not mediators:
        raise rules.refusal("mediator_needed", "mediators")
    phones = [crypto.open_field(party, "phone") for party in dispute.parties.all()]
    _check_apart(mediators, phones)
    dispute.mediators.set(mediators)
    audit.record(by, "cases.set_mediators", dispute.case, mediators=[user.pk for user in mediators])
    return dispute


def _check_apart(mediators: Sequence[User], phones: Sequence[str]) -> None:
    """A mediator is never a party: known by the phone, which is all we know of a party."""
    indexes = {crypto.blind(PHONE, phone) for phone in phones if phone}
    if any(user.phone_index in indexes for user in mediators):
        raise rules.refusal("mediator_is_party")


def _require_open(dispute: Dispute) -> None:
    hold(dispute)
    dispute.refresh_from_db()
    if not dispute.is_open:
        raise rules.refusal("mediation_over")


@transaction.atomic
def add_party(dispute: Dispute, *, by: Actor, side: str, name: str, phone: str = "") -> Party:
    """Name somebody the dispute is between. Refuses with ``cases.mediator_is_party``."""
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    if not name.strip():
        raise rules.refusal("needed", "name", what=_("姓名"))
    _check_apart(list(dispute.mediators.all()), [phone])
    party = Party.objects.create(dispute=dispute, side=side, name=name.strip(), phone=phone.strip())
    audit.record(by, "cases.add_party", dispute.case, side=side)
    return party


@transaction.atomic
def record_session(
    dispute: Dispute,
    *,
    by: Actor,
    at: datetime,
    minutes: str,
    present: Sequence[Party] = (),
    place: str = "",
    video_link: str = "",
) -> MediationSession:
    """Write down a meeting: when, where or by which link, who came, what was said."""
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    if not (place.strip() or video_link.strip()):
        raise rules.refusal("needed", "place", what=_("地点或视频会议地址"))
    session = MediationSession.objects.create(
        dispute=dispute,
        at=at,
        place=place.strip(),
        video_link=video_link.strip(),
        minutes=rules.clean_words(minutes),
        by_id=by.person,
    )
    session.present.set(party for party in present if party.dispute_id == dispute.pk)
    audit.record(by, "cases.mediation_session", dispute.case, present=len(present))
    return session


@transaction.atomic
def write_agreement(dispute: Dispute, *, by: Actor, text: str) -> Agreement:
    """A further version of the agreement; signatures under an earlier one don't count for it."""
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    if not text.strip():
        raise rules.refusal("needed", "text", what=_("协议内容"))
    last = dispute.agreements.last()
    agreement = Agreement.objects.create(
        dispute=dispute,
        version=last.version + 1 if last else 1,
        text=text.strip(),
        made_at=now(),
        made_by_id=by.person,
    )
    audit.record(by, "cases.write_agreement", dispute.case, version=agreement.version)
    return agreement


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    *,
    by: Actor,
    way: str,
    file: StoredFile,
    party: Party | None = None,
    mediator: User | None = None,
) -> Signature:
    """Take a signature under the version it was given for; the last one that was missing settles.

    Refuses with ``cases.agreement_changed`` for an earlier version, ``cases.who_signs`` for
    somebody who isn't of this dispute and ``cases.signed_already``.
    """
    dispute = agreement.dispute
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    _require_latest(agreement)
    theirs = party is not None and party.dispute_id == dispute.pk
    ours = mediator is not None and dispute.mediators.filter(pk=mediator.pk).exists()
    if theirs == ours:
        raise rules.refusal("who_signs")
    if agreement.signatures.filter(party=party, mediator=mediator).exists():
        raise rules.refusal("signed_already")
    signature = Signature.objects.create(
        agreement=agreement,
        party=party,
        mediator=mediator,
        way=way,
        file=file,
        signed_on=today(),
    )
    audit.record(by, "cases.sign_agreement", dispute.case, version=agreement.version, way=way)
    _settle(agreement, by)
    return signature


@transaction.atomic
def seal_agreement(agreement: Agreement, *, by: Actor) -> Agreement:
    """Record that the mediation committee's seal is on it (盖章)."""
    permissions.require_mediator(by, agreement.dispute)
    _require_open(agreement.dispute)
    _require_latest(agreement)
    if agreement.sealed_on is None:
        agreement.sealed_on = today()
        agreement.save(update_fields=["sealed_on"])
        audit.record(by, "cases.seal_agreement", agreement.dispute.case, version=agreement.version)
        _settle(agreement, by)
    return agreement


def _require_latest(agreement: Agreement) -> None:
    if agreement.dispute.agreements.filter(version__gt=agreement.version).exists():
        raise rules.refusal("agreement_changed")


def _settle(agreement: Agreement, by: Actor) -> None:
    """Put the agreement in force once nothing is missing."""
    day = mediation.in_force_on(signing_of(agreement))
    if day is not None:
        _in_force(agreement.dispute, Outcome.AGREEMENT, day, by)


def _in_force(dispute: Dispute, outcome: str, day: date, by: Actor, words: str = "") -> None:
    _end(dispute, outcome, day, by, words, in_force_on=day)
    if outcome == Outcome.AGREEMENT:
        dispute.confirm_until = mediation.confirm_until(day)
        dispute.save(update_fields=["confirm_until"])
    FollowUp.objects.bulk_create(
        FollowUp(dispute=dispute, due_on=due) for due in mediation.follow_up_days(day)
    )


def _end(dispute: Dispute, outcome: str, day: date, by: Actor, words: str, **more: date) -> None:
    dispute.outcome, dispute.ended_on, dispute.words = outcome, day, words
    for name, value in more.items():
        setattr(dispute, name, value)
    dispute.save(update_fields=["outcome", "ended_on", "words", *more])
    audit.record(by, "cases.end_mediation", dispute.case, outcome=outcome)


@transaction.atomic
def agree_orally(dispute: Dispute, *, by: Actor, words: str) -> Dispute:
    """An oral agreement (口头协议): written down in short, in force the day it was reached."""
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    if not words.strip():
        raise rules.refusal("needed", "words", what=_("协议内容"))
    _in_force(dispute, Outcome.ORAL, today(), by, words.strip())
    return dispute


@transaction.atomic
def end_mediation(
    dispute: Dispute, *, by: Actor, words: str, refused_by: Party | None = None,
    withdrawn: bool = False,
) -> Dispute:  # fmt: skip
    """End without an agreement: a party refuses (第十七条), it came to nothing, or it is withdrawn.

    What is left to the parties (第二十六条) is printed on the page and on the notice.
    """
    permissions.require_mediator(by, dispute)
    _require_open(dispute)
    if not words.strip():
        raise rules.refusal("needed", "words", what=_("终止原因"))
    if refused_by is not None:
        if refused_by.dispute_id != dispute.pk:
            raise rules.refusal("who_signs")
        refused_by.refused_on = today()
        refused_by.save(update_fields=["refused_on"])
    outcome = Outcome.WITHDRAWN if withdrawn else Outcome.ENDED
    _end(dispute, outcome, today(), by, words.strip())
    return dispute


@transaction.atomic
def record_confirmation(dispute: Dispute, *, by: Actor, on: date) -> Dispute:
    """A court confirmed the agreement (司法确认). Refuses with ``cases.confirm_late`` and
    ``cases.nothing_to_confirm``."""
    permissions.require_mediator(by, dispute)
    hold(dispute)
    if dispute.in_force_on is None or dispute.confirm_until is None:
        raise rules.refusal("nothing_to_confirm")
    if not dispute.in_force_on <= on <= dispute.confirm_until:
        raise rules.refusal("confirm_late", "on", until=dispute.confirm_until)
    dispute.confirmed_on = on
    dispute.save(update_fields=["confirmed_on"])
    audit.record(by, "cases.confirm_agreement", dispute.case)
    return dispute


@transaction.atomic
def record_follow_up(row: FollowUp, *, by: Actor, kept: bool, words: str) -> FollowUp:
    """Write down whether the agreement is kept; once. Refuses with ``cases.followed_up``."""
    permissions.require_mediator(by, row.dispute)
    done = FollowUp.objects.filter(pk=row.pk, done_on__isnull=True)
    if not done.update(done_on=today(), kept=kept, by_id=by.person):
        raise rules.refusal("followed_up")
    row.refresh_from_db()
    row.words = rules.clean_words(words)
    row.save(update_fields=["words"])
    audit.record(by, "cases.mediation_follow_up", row.dispute.case, kept=kept)
    return row


def remind_of_confirmation(dispute: Dispute) -> int:
    """Tell the mediators once that the time for a court's confirmation ends soon."""
    day = f"{dispute.confirm_until:%Y-%m-%d}"
    told = {"number": dispute.case.number, "day": day}
    for user in dispute.mediators.all():
        outbox.post(
            "inapp",
            key=f"cases.confirm:{dispute.uuid}:{user.pk}",
            recipient_id=user.pk,
            subject=str(_("司法确认快到期")),
            body=str(
                _("%(number)s 的调解协议可在 %(day)s 前共同申请司法确认，请提醒当事人。") % told
            ),
            link=reverse("cases:dispute", args=[dispute.uuid]),
        )
    return dispute.mediators.count()
