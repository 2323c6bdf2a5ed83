"""Requests to change facts that need two people (变更申请), and their way step by step."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules.kinds import Source
from ..rules.requests import RequestState


class ChangeRequest(Identified):
    """Somebody asks to change protected facts of a person; somebody else checks it.

    ``facts`` names them; ``old`` and ``new`` are JSON objects by those names, sealed. ``old`` is
    what the record said when the request was made, or when it was last looked at again.
    ``evidence`` is a list of ``{"kind": "photo", "file": uuid}``. ``*_key`` is ``Actor.key``.
    """

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="change_requests"
    )
    member = models.ForeignKey(
        "registry.HouseholdMember",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    facts = models.JSONField(_("变更项"), default=list)
    old = SealedField(_("原值"), blank=True)
    new = SealedField(_("新值"))
    reason = models.CharField(_("变更原因"), max_length=100, blank=True)
    evidence = models.JSONField(_("佐证"), default=list, blank=True)
    source = models.CharField(_("来源"), max_length=8, choices=Source, default=Source.DESK)
    batch = models.UUIDField(_("导入批次"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=RequestState, default=RequestState.SUBMITTED
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    requester_key = models.CharField(max_length=80)
    requester_name = models.CharField(_("申请人"), max_length=50)
    checker_key = models.CharField(max_length=80, blank=True)
    checker_name = models.CharField(_("核对人"), max_length=50, blank=True)
    made_at = models.DateTimeField(_("提出时间"), default=clock.now)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(checker_key=F("requester_key")),
                name="change_request_two_people",
                violation_error_message=_("变更申请要由申请人以外的人员核对。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RequestState.CHECKED, RequestState.APPLIED))
                | ~Q(checker_key=""),
                name="change_request_checked_by_someone",
                violation_error_message=_("变更申请要先核对，才能生效。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.DRAFT, RequestState.WITHDRAWN))
                | Q(submitted_on__isnull=False),
                name="change_request_has_clock",
                violation_error_message=_("提交后的变更申请要有提交日期。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_on"], name="change_request_waiting")]

    def __str__(self) -> str:
        return str(self.uuid)


class ChangeRequestStep(models.Model):
    """One step of a request: who did what, when, with which words."""

    request = models.ForeignKey(
        "registry.ChangeRequest", on_delete=models.CASCADE, related_name="steps"
    )
    move = models.CharField(_("办理"), max_length=10)
    lands = models.CharField(_("状态"), max_length=9, choices=RequestState)
    actor_name = models.CharField(_("经办人"), max_length=50)
    at = models.DateTimeField(_("时间"), default=clock.now)
    words = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
