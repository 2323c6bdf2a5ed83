"""Disputes and their mediation (矛盾调解). Parties are reached only from the case.

Nothing here is indexed by a person, and there is no way from a resident to a dispute: names and
phones are sealed, so that no list, count or filter by a party can be made.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules.mediation import Outcome, Side, SignWay


class Dispute(Identified):
    """The mediation of one case of the large category 05."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="dispute")
    scale = models.PositiveSmallIntegerField(_("涉及人数"))
    mediators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("调解员"), related_name="+"
    )
    opened_at = models.DateTimeField(_("开始时间"))
    outcome = models.CharField(_("调解结果"), max_length=9, choices=Outcome, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True)
    words = SealedField(_("结果说明"), blank=True)
    in_force_on = models.DateField(_("生效日期"), null=True)
    confirm_until = models.DateField(_("司法确认截止"), null=True)
    confirmed_on = models.DateField(_("司法确认日期"), null=True)

    class Meta:
        indexes = [models.Index(fields=["confirm_until"], name="dispute_confirming")]

    @property
    def is_open(self) -> bool:
        """Neither settled nor ended."""
        return not self.outcome


class Party(Identified):
    """Somebody a dispute is between (当事人)."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(_("身份"), max_length=10, choices=Side)
    name = SealedField(_("姓名"))
    phone = SealedField(_("电话"), blank=True)
    refused_on = models.DateField(_("拒绝调解日期"), null=True)

    class Meta:
        ordering = ["id"]


class MediationSession(Identified):
    """One meeting of the parties (调解会)."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="sessions")
    at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=200, blank=True)
    video_link = models.URLField(_("视频会议地址"), max_length=300, blank=True)
    present = models.ManyToManyField(Party, verbose_name=_("到场当事人"), related_name="+")
    minutes = SealedField(_("调解记录"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="", video_link=""), name="mediation_session_where"
            )
        ]


class Agreement(Identified):
    """A version of the agreement's text (调解协议). A changed text is a new version."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField(_("版本"))
    text = SealedField(_("协议内容"))
    made_at = models.DateTimeField(_("拟定时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sealed_on = models.DateField(_("盖章日期"), null=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "version"], name="agreement_version")
        ]


class Signature(Identified):
    """A signature under one version, by a party or by a mediator."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(_("签名方式"), max_length=5, choices=SignWay)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("签名日期"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=True) ^ Q(mediator__isnull=True),
                name="signature_of_one",
            ),
            models.UniqueConstraint(fields=["agreement", "party"], name="signature_of_party"),
            models.UniqueConstraint(fields=["agreement", "mediator"], name="signature_of_mediator"),
        ]


class FollowUp(Identified):
    """A day on which somebody asks whether the agreement is kept (回访)."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("回访日期"))
    done_on = models.DateField(_("完成日期"), null=True)
    kept = models.BooleanField(_("协议履行"), null=True)
    words = SealedField(_("回访记录"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["dispute", "due_on"], name="follow_up_once")]
