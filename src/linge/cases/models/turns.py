"""What stands on an open case beside its state: requests, suspensions, questions.

Rows are added and decided once; the step that decided them is in the history.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified
from linge.kernel.worktime import Limit, Unit

from ..rules import QuestionOutcome, RequestKind, RequestStanding, VoidReason, WaitFor
from .catalogue import UNIT_LABELS

WAITING = (RequestStanding.ASKED, RequestStanding.AGREED)


def person(label: Any) -> Any:
    """Somebody at work who took part."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class CaseRequest(Identified):
    """What one person asks for and another decides (申请): to postpone, suspend, void, force close.

    A case has one open request at a time. ``limit_*`` is how much longer an agency asks for,
    ``until`` the day until which a case should wait.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(_("申请事项"), max_length=11, choices=RequestKind)
    standing = models.CharField(
        _("申请状态"), max_length=8, choices=RequestStanding, default=RequestStanding.ASKED
    )
    asked_by = person(_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    reason = models.CharField(_("申请理由"), max_length=1000, blank=True)
    limit_amount = models.DecimalField(_("延长"), max_digits=6, decimal_places=2, null=True)
    limit_unit = models.CharField(_("单位"), max_length=12, choices=UNIT_LABELS, blank=True)
    wait_for = models.CharField(_("挂账类别"), max_length=7, choices=WaitFor, blank=True)
    until = models.DateField(_("挂账至"), null=True)
    public_note = models.CharField(_("给上报人的说明"), max_length=500, blank=True)
    reason_code = models.CharField(_("作废原因"), max_length=7, choices=VoidReason, blank=True)
    agreed_by = person(_("同意人"))
    agreed_at = models.DateTimeField(_("同意时间"), null=True)
    decided_by = person(_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    answer = models.CharField(_("决定说明"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(standing__in=WAITING),
                name="case_request_one_open",
                violation_error_message=_("已有一份申请在等决定。"),
            )
        ]
        ordering = ["asked_at", "id"]

    @property
    def limit(self) -> Limit | None:
        """How much longer is asked for."""
        if self.limit_amount is None:
            return None
        return Limit(self.limit_amount, Unit(self.limit_unit))


class Suspension(Identified):
    """A stretch in which a case waits for something nobody here can hasten (挂账)."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="suspensions")
    step = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="+")
    wait_for = models.CharField(_("挂账类别"), max_length=7, choices=WaitFor)
    public_note = models.CharField(_("给上报人的说明"), max_length=500)
    began_at = models.DateTimeField(_("开始"))
    until = models.DateField(_("挂账至"))
    ended_at = models.DateTimeField(_("恢复时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="suspension_one_at_a_time"
            )
        ]
        ordering = ["began_at", "id"]


class Question(Identified):
    """A question to the reporter (请补充) and what they said; silence ends it after five days."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="questions")
    step = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="+")
    asked_by = person(_("提问人"))
    unit = models.CharField(_("提问单位"), max_length=40)
    words = models.CharField(_("请补充"), max_length=500)
    asked_at = models.DateTimeField(_("提问时间"))
    until = models.DateTimeField(_("等到"))
    answer = models.TextField(_("上报人的补充"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=QuestionOutcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="question_one_at_a_time"
            )
        ]
        ordering = ["asked_at", "id"]
