"""What people add to a case: photos, notes, contacts with the reporter, evaluations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified

from ..rules import PhotoPhase, Satisfaction


class CasePhoto(models.Model):
    """A photo of a case and when in its life it was taken."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(_("阶段"), max_length=7, choices=PhotoPhase)
    step = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="photos")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "file", "phase"], name="case_photo_once")
        ]
        ordering = ["id"]


class CaseNote(Identified):
    """A remark on a case (备注); public ones are shown to the reporter."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_kind = models.CharField(max_length=8)
    at = models.DateTimeField(_("时间"))
    words = models.TextField(_("内容"), max_length=1000)
    public = models.BooleanField(_("上报人可见"), default=False)

    class Meta:
        ordering = ["at", "id"]


class Contact(Identified):
    """An attempt to reach the reporter (联系上报人)."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("电话")
        VISIT = "visit", _("上门")
        MESSAGE = "message", _("短信")
        DESK = "desk", _("到社区")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="contacts")
    episode = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    channel = models.CharField(_("方式"), max_length=7, choices=Channel, default=Channel.PHONE)
    reached = models.BooleanField(_("已联系上"))
    words = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Evaluation(Identified):
    """What the reporter says afterwards (评价); none is not satisfied and not counted."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="evaluations")
    episode = models.PositiveSmallIntegerField()
    contacted = models.BooleanField(_("联系过您"))
    solved = models.BooleanField(_("已解决"))
    satisfaction = models.CharField(_("满意程度"), max_length=11, choices=Satisfaction)
    words = models.CharField(_("评价内容"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))
    by_kind = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "episode"],
                name="evaluation_once",
                violation_error_message=_("您已经评价过，谢谢。"),
            )
        ]
        ordering = ["episode"]
