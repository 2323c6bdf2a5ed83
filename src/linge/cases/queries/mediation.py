"""Disputes for those who mediate them, and nobody else. No query here begins at a person."""

from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from linge.accounts.models import Grant, User
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.scope import within
from linge.staff.models import Post

from ..models import Agreement, Case, Dispute, FollowUp
from ..papers import AgreementPaper
from ..permissions import DISPUTES, MEDIATE
from ..rules import mediation
from ..rules.mediation import Signing


def disputes(actor: Actor) -> QuerySet[Dispute]:
    """Disputes the actor mediates or, as clerk or leader, looks after; open ones first."""
    mine = Q(pk__in=[])
    if actor.user_id is not None and actor.holding(MEDIATE):
        mine = Q(
            pk__in=Dispute.mediators.through.objects.filter(user=actor.user_id).values("dispute")
        )
    ours = within(actor, DISPUTES, path="case__path", grid=None)
    rows = Dispute.objects.filter(mine | ours).select_related("case__category", "case__community")
    return rows.prefetch_related("mediators", "parties").order_by("outcome", "-opened_at", "-id")


def signing_of(agreement: Agreement) -> Signing:
    """Who signed a version."""
    rows = list(agreement.signatures.all())
    days = [row.signed_on for row in rows]
    return Signing(
        parties=frozenset(agreement.dispute.parties.values_list("pk", flat=True)),
        signed_parties=frozenset(row.party_id for row in rows if row.party_id),
        signed_mediators=sum(row.mediator_id is not None for row in rows),
        sealed_on=agreement.sealed_on,
        last_signed_on=max(days, default=None),
    )


def confirmations_due(day: date) -> QuerySet[Dispute]:
    """Agreements whose time for a court's confirmation ends within a week."""
    rows = Dispute.objects.filter(
        confirmed_on__isnull=True,
        confirm_until__gte=day,
        confirm_until__lte=day + mediation.REMIND_BEFORE,
    )
    return rows.select_related("case").prefetch_related("mediators").order_by("pk")


def follow_ups_due(actor: Actor, day: date) -> QuerySet[FollowUp]:
    """Whom of their own disputes somebody has to ask by that day whether it is kept."""
    rows = FollowUp.objects.filter(dispute__in=disputes(actor), done_on__isnull=True)
    return rows.filter(due_on__lte=day).select_related("dispute__case")


def mediators_for(case: Case) -> QuerySet[User]:
    """Who may mediate in the community of a case: those who work there, in a post or in a grid."""
    day = today()
    posts = Grant.objects.on(day).filter(node__startswith=case.community.path)
    teams = Post.objects.on(day).filter(grid__community=case.community)
    near = Q(pk__in=posts.values("user")) | Q(pk__in=teams.values("user"))
    return User.objects.filter(near, is_active=True).order_by("name", "pk")


def agreement_paper(agreement: Agreement) -> AgreementPaper:
    """A version of an agreement as it is printed, in the house's language whoever prints it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _paper(agreement)


def _paper(agreement: Agreement) -> AgreementPaper:
    dispute = agreement.dispute
    parties = [
        (str(party.get_side_display()), crypto.open_field(party, "name"))
        for party in dispute.parties.all()
    ]
    mediators = [user.name for user in dispute.mediators.order_by("name")]
    return AgreementPaper(
        title=_("人民调解协议书"),
        number=dispute.case.number,
        version=_("第%(n)s版") % {"n": agreement.version},
        parties=tuple(parties),
        dispute=dispute.case.words,
        dispute_head=_("纠纷简要情况"),
        text=crypto.open_field(agreement, "text"),
        text_head=_("经调解，自愿达成如下协议"),
        notes=(
            _("本协议自各方当事人签名、人民调解员签名并加盖人民调解委员会印章之日起生效。"),
            _("双方可以自生效之日起三十日内共同向人民法院申请司法确认。"),
        ),
        signatures=(
            *(f"{side} {name}" for side, name in parties),
            *(_("人民调解员 %(name)s") % {"name": name} for name in mediators),
        ),
    )
