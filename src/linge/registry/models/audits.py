"""The record audit: which rules a community asks, what they found, and the monthly sample."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.db import path_field
from linge.kernel.models import Identified

from ..rules.audits import Ending, FindingState, SampleAnswer, Severity
from .records import one_of


class AuditRule(models.Model):
    """A community's own severity of a rule, or that it doesn't ask it. Without a row: the default."""

    community = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("规则"), max_length=20)
    severity = models.CharField(_("级别"), max_length=7, choices=Severity)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "code"], name="audit_rule_once")
        ]


class AuditFinding(Identified):
    """A fault in one record, from the day it was found until somebody else saw it mended.

    ``rule`` is a code of ``data/audit_rules.csv``, or ``sample`` for a sampled record.
    """

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    path = path_field()
    grid = models.ForeignKey(
        "territory.Grid", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Resident", null=True, on_delete=models.CASCADE, related_name="+"
    )
    household = models.ForeignKey(
        "registry.Household", null=True, on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(_("规则"), max_length=20)
    severity = models.CharField(_("级别"), max_length=7, choices=Severity)
    state = models.CharField(
        _("状态"), max_length=8, choices=FindingState, default=FindingState.FOUND
    )
    found_at = models.DateTimeField(_("发现时间"), default=clock.now)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    fixed_at = models.DateTimeField(_("改正时间"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(_("销号时间"), null=True)
    ending = models.CharField(_("结论"), max_length=6, choices=Ending, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[subject, "rule"],
                    condition=~Q(state=FindingState.CLOSED) & Q(**{f"{subject}__isnull": False}),
                    name=f"audit_finding_once_{subject}",
                )
                for subject in ("person", "household")
            ),
            models.CheckConstraint(
                condition=one_of("person", "household"), name="audit_finding_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(fixed_by__isnull=True)
                | ~Q(checked_by=models.F("fixed_by")),
                name="audit_finding_two_people",
                violation_error_message=_("复查要由改正人以外的人员办理。"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "rule"], name="audit_finding_board"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class AuditSample(Identified):
    """The random sample of a month (按月抽查): its seed is published, so anyone can draw it again."""

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("月份"))
    seed = models.CharField(_("随机种子"), max_length=32)
    size = models.PositiveIntegerField(_("抽查数"))
    drawn_at = models.DateTimeField(_("抽取时间"), default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "month"],
                name="audit_sample_once",
                violation_error_message=_("本月已抽取过样本。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SampledRecord(Identified):
    """A record in the sample, and what the one who looked at it says."""

    sample = models.ForeignKey(
        "registry.AuditSample", on_delete=models.CASCADE, related_name="records"
    )
    person = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(_("结论"), max_length=5, choices=SampleAnswer, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(_("核查时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "person"], name="sampled_record_once")
        ]

    def __str__(self) -> str:
        return str(self.uuid)
