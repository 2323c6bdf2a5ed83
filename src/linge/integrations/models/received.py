"""What partners sent us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.fields import SealedField
from linge.kernel.models import Identified


class ReceivedRequest(Identified):
    """A report that came in by Open311 (收到的上报), as told, and the case it became.

    The ``uuid`` is the token. ``request_key`` is the sender's ``X-Request-Id``: sent again it is
    answered as before. Who reported is sealed and never given back.
    """

    class Media(models.TextChoices):
        NONE = "none", _("没有照片")
        WAITING = "waiting", _("待获取")
        KEPT = "kept", _("已获取")
        FAILED = "failed", _("获取失败")

    key = models.ForeignKey(
        "integrations.PartnerKey", on_delete=models.PROTECT, related_name="received"
    )
    jurisdiction = models.ForeignKey(
        "integrations.Jurisdiction", on_delete=models.PROTECT, related_name="+"
    )
    request_key = models.CharField(max_length=128, null=True)
    payload_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("收到时间"))
    case = models.OneToOneField("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    service_code = models.CharField(_("小类编码"), max_length=4)
    description = models.TextField(_("描述"), max_length=4000, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    address_id = models.CharField(_("地址编号"), max_length=80, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    outside = models.BooleanField(_("不在辖区"), default=False)
    answers = models.JSONField(_("补充回答"), default=dict)
    reporter_name = SealedField(_("上报人姓名"), blank=True)
    phone = SealedField(_("上报人电话"), blank=True)
    email = SealedField(_("上报人邮箱"), blank=True)
    device_id = SealedField(_("设备编号"), blank=True)
    account_id = SealedField(_("对方账号"), blank=True)
    media_url = models.URLField(_("照片地址"), max_length=1000, blank=True)
    media_state = models.CharField(max_length=7, choices=Media, default=Media.NONE)
    media_fault = models.CharField(_("照片问题"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "request_key"],
                condition=models.Q(request_key__isnull=False),
                name="received_request_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                name="received_request_waiting",
                condition=models.Q(case__isnull=True),
            )
        ]
