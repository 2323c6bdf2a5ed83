"""What of a case the public may read, and when what we offer last changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """A clerk's word on one case (公开设置): withheld altogether, or with a photo that was looked at.

    Without a row the case is listed and no photo of it is.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    withheld = models.BooleanField(_("不公开"), default=False)
    photo = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("公开照片"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))


class Changeset(models.Model):
    """When the public categories and questions last became others than before."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("变更时间"))

    class Meta:
        ordering = ["-at", "-id"]
        get_latest_by = ["at", "id"]
