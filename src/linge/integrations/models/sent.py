"""Cases we sent to other people's Open311 servers, and what came back about them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.fields import SealedField
from linge.kernel.models import Identified


class RemoteServer(Identified):
    """Another Open311 server (对接系统) to which a community may send cases."""

    community = models.ForeignKey(
        "territory.Region", verbose_name=_("社区"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("单位名称"), max_length=60)
    endpoint = models.URLField(_("接口地址"), max_length=200)
    jurisdiction_id = models.CharField("jurisdiction_id", max_length=80, blank=True)
    api_key = SealedField(_("对方给的密钥"))
    is_active = models.BooleanField(_("启用"), default=True)
    looked_at = models.DateTimeField(_("最近查询"), null=True)
    fault = models.CharField(_("最近故障"), max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SentCase(Identified):
    """A case on its way to another server, or there (转出件).

    Its ``uuid`` is the ``X-Request-Id`` of every try, so that the other side takes it in once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待送出")
        SENT = "sent", _("已送出")
        ENDED = "ended", _("对方已办结")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    server = models.ForeignKey(RemoteServer, on_delete=models.PROTECT, related_name="sent")
    state = models.CharField(_("状态"), max_length=7, choices=State, default=State.WAITING)
    service_code = models.CharField(_("对方类别编码"), max_length=40)
    words = models.TextField(_("发给对方的说明"), max_length=4000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("转出时间"))
    sent_at = models.DateTimeField(_("送达时间"), null=True)
    token = models.CharField(max_length=80, blank=True)
    remote_id = models.CharField(_("对方编号"), max_length=80, blank=True)
    fault = models.CharField(_("未送达原因"), max_length=200, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["server", "state"], name="sent_case_open")]


class SentUpdate(models.Model):
    """What another server told about a case, as often as it became another."""

    sent = models.ForeignKey(SentCase, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(_("对方更新时间"))
    status = models.CharField(_("对方状态"), max_length=10)
    words = models.CharField(_("对方说明"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sent", "at", "status"], name="sent_update_once")
        ]
