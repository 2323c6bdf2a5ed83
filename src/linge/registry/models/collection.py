"""Home visits and the rounds they are counted in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.db import path_field
from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import Outcome


class CollectionRound(Identified, Dated):
    """A span in which every dwelling of a community is to be visited once (采集轮次)."""

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("轮次名称"), max_length=60)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(until__isnull=True),
                name="collection_round_one_open",
                violation_error_message=_("本社区已有进行中的采集轮次。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Visit(Identified):
    """A home visit (入户走访). It is never edited: a later visit corrects it, or it is voided.

    ``at`` is the server's time, ``day`` its calendar day, ``device_at`` the phone's time.
    ``evidence`` is a list of ``{"kind": "photo", "file": uuid}`` and ``{"kind": "source",
    "name": text}``. ``grid`` is that of the day. A vacancy counts once a grid lead approved it.
    """

    dwelling = models.ForeignKey(
        "territory.Dwelling", on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    path = path_field()
    grid = models.ForeignKey(
        "territory.Grid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("走访时间"), default=clock.now)
    day = models.DateField(_("走访日期"), default=clock.today)
    device_at = models.DateTimeField(_("设备时间"), null=True, blank=True)
    outcome = models.CharField(_("走访结果"), max_length=14, choices=Outcome)
    evidence = models.JSONField(_("佐证"), default=list, blank=True)
    point = models.JSONField(_("位置"), null=True, blank=True)
    words = SealedField(_("走访记录"), blank=True)
    card_left = models.BooleanField(_("已留联系卡"), default=False)
    form_version = models.PositiveSmallIntegerField(_("表单版本"), default=1)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="visit_void_has_reason",
                violation_error_message=_("作废走访要写明原因。"),
            )
        ]
        indexes = [
            models.Index(fields=["dwelling", "-day"], name="visit_of_dwelling"),
            models.Index(fields=["community", "outcome", "day"], name="visit_by_outcome"),
            models.Index(fields=["worker", "-at"], name="visit_of_worker"),
        ]
