"""What changed and what people agreed to; both only grow."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Dated, Identified

from ..rules.kinds import ConsentChannel, Source
from .records import Recorded


class ChangeEvent(models.Model):
    """One field of one row changed, or a row was born (``field`` empty).

    ``id`` is the sequence. Values of encrypted fields are sealed here too, under the uuid of the
    row they belong to.
    """

    entity = models.CharField(_("对象"), max_length=30)
    subject = models.UUIDField(_("对象编号"))
    field = models.CharField(_("字段"), max_length=30, blank=True)
    old = models.TextField(_("原值"), blank=True)
    new = models.TextField(_("新值"), blank=True)
    valid_from = models.DateField(_("生效日期"))
    recorded_at = models.DateTimeField(_("记录时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    actor_name = models.CharField(_("操作人"), max_length=50)
    source = models.CharField(_("来源"), max_length=8, choices=Source)
    batch = models.UUIDField(_("导入批次"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "field"], name="change_of_row"),
            models.Index(
                fields=["batch"], name="change_of_batch", condition=Q(batch__isnull=False)
            ),
        ]


class Consent(Identified, Recorded, Dated):
    """A person's agreement to one purpose (授权同意); withdrawing it closes the row."""

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("用途"), max_length=20)
    classes = models.JSONField(_("数据级别"), default=list)
    channel = models.CharField(_("同意方式"), max_length=9, choices=ConsentChannel)
    guardian = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text_version = models.CharField(_("告知书版本"), max_length=20)
    evidence = models.JSONField(_("佐证"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(until__isnull=True),
                name="consent_open_once",
                violation_error_message=_("此人已同意这项用途。"),
            ),
        ]
