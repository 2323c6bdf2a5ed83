"""Hazards (隐患) found in a case: of places, components and shops, never of people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified

from ..rules.hazards import HazardState, Level


class Hazard(Identified):
    """One hazard of a case, its notice and its rectification (整改)."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="hazards")
    what = models.CharField(_("隐患内容"), max_length=300)
    level = models.CharField(_("隐患级别"), max_length=7, choices=Level, default=Level.GENERAL)
    state = models.CharField(
        _("状态"), max_length=9, choices=HazardState, default=HazardState.FOUND
    )
    place = models.ForeignKey(
        "territory.Place",
        verbose_name=_("场所"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    shop = models.ForeignKey(
        "territory.Shop",
        verbose_name=_("沿街店面"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    component = models.CharField(_("部件或位置"), max_length=120, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    notice_no = models.CharField(_("整改通知书编号"), max_length=40, blank=True)
    notice_text = models.TextField(_("整改要求"), max_length=1000, blank=True)
    noticed_at = models.DateTimeField(_("下发时间"), null=True)
    rectify_by = models.DateField(_("整改期限"), null=True)
    receipt = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("签收"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rectified_at = models.DateTimeField(_("整改时间"), null=True)
    rectified_words = models.CharField(_("整改情况"), max_length=500, blank=True)
    lowered_reason = models.CharField(_("降级原因"), max_length=300, blank=True)
    lowered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("隐患")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice_no"],
                condition=~models.Q(notice_no=""),
                name="hazard_notice_number",
                violation_error_message=_("这个通知书编号已经用过。"),
            )
        ]
        indexes = [
            models.Index(fields=["state", "rectify_by"], name="hazard_open"),
            models.Index(fields=["place"], name="hazard_of_place"),
            models.Index(fields=["shop"], name="hazard_of_shop"),
        ]


class Reinspection(Identified):
    """A look whether a hazard is gone (复查), with a photo."""

    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="reinspections")
    at = models.DateTimeField(_("复查时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField(_("通过"))
    words = models.CharField(_("复查意见"), max_length=500, blank=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("复查")
        ordering = ["at", "id"]
