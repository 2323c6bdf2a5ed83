"""Who was told that a case is late, what they asked, and what came of it (督办、升级、吹哨)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified

from ..rules.escalation import Cause, Level
from ..rules.states import Stage
from .turns import person


class Escalation(Identified):
    """A level a case reached on one run of a clock, at its true moment, once.

    ``origin`` is the step that began the run: a new run climbs anew. ``passed_over`` names the
    post nobody held, so that it was told one rung higher; the administrator fills such posts.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="escalations")
    origin = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(_("环节"), max_length=8, choices=Stage)
    level = models.CharField(_("级别"), max_length=1, choices=Level)
    at = models.DateTimeField(_("到级时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    cause = models.CharField(_("升级原因"), max_length=10, choices=Cause)
    by = person(_("上报人员"))
    words = models.CharField(_("说明"), max_length=500, blank=True)
    told_to = models.CharField(_("告知岗位"), max_length=100, blank=True)
    passed_over = models.CharField(_("空缺岗位"), max_length=20, blank=True)
    follow_up_on = models.DateField(_("跟进日期"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "origin", "stage", "level"], name="escalation_once"
            )
        ]
        ordering = ["at", "id"]


class Urge(Identified):
    """A superior asks how it stands (督办) and gets a reply within a working day."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="urges")
    escalation = models.OneToOneField(
        "cases.Escalation", null=True, on_delete=models.CASCADE, related_name="urge"
    )
    by = person(_("督办人"))
    at = models.DateTimeField(_("督办时间"))
    words = models.CharField(_("督办要求"), max_length=500)
    reply_due_at = models.DateTimeField(_("答复时限"))
    reply = models.CharField(_("答复"), max_length=1000, blank=True)
    replied_by = person(_("答复人"))
    replied_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["reply_due_at"], condition=Q(replied_at__isnull=True), name="urge_open"
            )
        ]


class Whistle(Identified):
    """The community calls the units to the place (吹哨报到)."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="whistles")
    by = person(_("吹哨人"))
    at = models.DateTimeField(_("吹哨时间"))
    words = models.CharField(_("需要解决什么"), max_length=500)
    hard = models.BooleanField(_("疑难问题"), default=False)

    class Meta:
        ordering = ["at", "id"]


class WhistleUnit(Identified):
    """A unit that was called: by when it signs, makes contact and is there, and when it did."""

    whistle = models.ForeignKey("cases.Whistle", on_delete=models.CASCADE, related_name="units")
    agency = models.ForeignKey(
        "staff.Agency", verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+"
    )
    sign_due_at = models.DateTimeField(_("签收时限"))
    contact_due_at = models.DateTimeField(_("联系时限"))
    arrive_due_at = models.DateTimeField(_("到场时限"))
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True)
    arrived_at = models.DateTimeField(_("到场时间"), null=True)
    rating = models.PositiveSmallIntegerField(_("社区评分"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["whistle", "agency"],
                name="whistle_unit_once",
                violation_error_message=_("同一单位不用报到两次。"),
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="whistle_rating",
                violation_error_message=_("评分为1至5分。"),
            ),
        ]
        ordering = ["id"]
