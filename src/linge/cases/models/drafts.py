"""Catalogues and workflows that somebody drafted and nobody published yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified


class CatalogueDraft(Identified):
    """A catalogue somebody brought (目录草稿): read without a fault, in force once published."""

    name = models.CharField(_("文件名"), max_length=200)
    rows = models.JSONField(_("内容"))
    remarks = models.JSONField(_("整理说明"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("导入时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True)

    class Meta:
        ordering = ["-at", "-id"]


class WorkflowDraft(Identified):
    """An edited set of moves (流程草稿) that nobody published yet; checked before it was kept."""

    region = models.ForeignKey(
        "territory.Region",
        verbose_name=_("适用区域"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    data = models.JSONField(_("流程"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("起草人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("起草时间"))
    published_at = models.DateTimeField(_("发布时间"), null=True)

    class Meta:
        ordering = ["-at", "-id"]
