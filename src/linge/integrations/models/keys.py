"""Which communities other systems may report to, and the keys they do it with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified


class Jurisdiction(Identified):
    """A community opened to Open311 (开放辖区). Its name there is the community's 12-digit code."""

    community = models.OneToOneField(
        "territory.Region",
        verbose_name=_("社区"),
        on_delete=models.PROTECT,
        related_name="+",
        error_messages={"unique": _("这个社区已经开放。")},
    )
    contact = models.CharField(_("联系方式"), max_length=200)
    is_open = models.BooleanField(_("开放"), default=True)
    opened_at = models.DateTimeField(_("开放时间"))

    class Meta:
        ordering = ["community__code"]

    @property
    def code(self) -> str:
        """What partners call it: ``jurisdiction_id``."""
        return self.community.code12


class PartnerKey(Identified):
    """A key of another system (合作密钥). Only a keyed hash is kept; the key itself is shown once.

    ``minute`` and ``posts`` count what came in that minute, so that one partner's flood is its own.
    """

    name = models.CharField(_("系统名称"), max_length=60)
    jurisdictions = models.ManyToManyField(
        Jurisdiction, verbose_name=_("可用辖区"), related_name="keys"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("密钥开头"), max_length=8, editable=False)
    per_minute = models.PositiveSmallIntegerField(_("每分钟上报上限"), default=60)
    media_hosts = models.TextField(_("照片来源主机"), blank=True)
    created_at = models.DateTimeField(_("创建时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(_("停用时间"), null=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    minute = models.DateTimeField(null=True)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["revoked_at", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_minute__gt=0), name="partner_key_per_minute"
            )
        ]

    def __str__(self) -> str:
        return self.name
