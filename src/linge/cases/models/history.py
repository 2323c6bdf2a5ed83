"""What happened, when, and how long it took. Rows are added and closed once, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified
from linge.kernel.worktime import Limit, Unit

from ..rules import AssignmentOutcome, Charge, ClockName, Stage, State
from .catalogue import UNIT_LABELS


class CaseStep(Identified):
    """One move of a case: who, when, from where to where. Replaying the steps gives the row."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField(_("序号"))
    action = models.CharField(_("动作"), max_length=16)
    from_state = models.CharField(_("原状态"), max_length=12, choices=State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_kind = models.CharField(_("办理人类别"), max_length=8)
    at = models.DateTimeField(_("时间"))
    device_at = models.DateTimeField(_("设备时间"), null=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_step_number")]
        ordering = ["case_id", "number"]
        indexes = [models.Index(fields=["action", "at"], name="case_step_by_action")]


class Assignment(Identified):
    """An agency's part in a case: the lead agency (牵头) or one that helps (协同)."""

    class Role(models.TextChoices):
        LEAD = "lead", _("牵头单位")
        CO = "co", _("协同单位")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="assignments")
    episode = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=4, choices=Role, default=Role.LEAD)
    agency = models.ForeignKey(
        "staff.Agency", verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    task = models.CharField(_("协同事项"), max_length=200, blank=True)
    limit_amount = models.DecimalField(_("时限"), max_digits=6, decimal_places=2)
    limit_unit = models.CharField(_("单位"), max_length=12, choices=UNIT_LABELS)
    assigned_at = models.DateTimeField(_("派遣时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=AssignmentOutcome, blank=True)
    result = models.TextField(_("处置说明"), blank=True)
    rating = models.PositiveSmallIntegerField(_("评分"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role="lead", ended_at__isnull=True),
                name="assignment_one_lead",
                violation_error_message=_("一个事件同时只能有一个牵头单位。"),
            ),
            models.UniqueConstraint(
                fields=["case", "agency"],
                condition=Q(role="co", ended_at__isnull=True),
                name="assignment_helps_once",
                violation_error_message=_("这个单位正在协同，不必再请。"),
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="assignment_rating",
                violation_error_message=_("评分为1到5分。"),
            ),
        ]
        indexes = [models.Index(fields=["agency", "ended_at"], name="assignment_by_agency")]

    @property
    def limit(self) -> Limit:
        """The limit given at dispatch."""
        return Limit(self.limit_amount, Unit(self.limit_unit))


class ClockSegment(models.Model):
    """A stretch of one clock. Closed once with the minutes worked; a recharge is a further row
    that names the old one, which then no longer counts."""

    class Kind(models.TextChoices):
        RUNNING = "running", _("计时")
        FROZEN = "frozen", _("暂停")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="segments")
    clock = models.CharField(_("时钟"), max_length=8, choices=ClockName)
    stage = models.CharField(_("环节"), max_length=8, choices=Stage, blank=True)
    episode = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.RUNNING)
    charged_to = models.CharField(_("计入"), max_length=8, choices=Charge)
    agency = models.ForeignKey(
        "staff.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.ForeignKey(
        "cases.Assignment", null=True, on_delete=models.PROTECT, related_name="segments"
    )
    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True)
    worked_minutes = models.DecimalField(_("工作分钟"), max_digits=10, decimal_places=2, null=True)
    round_the_clock = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    recharges = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="recharged_as"
    )
    step = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "stage"],
                condition=Q(ended_at__isnull=True, part__isnull=True),
                name="clock_runs_once",
            ),
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(ended_at__isnull=True, part__isnull=False),
                name="clock_of_part_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, worked_minutes__isnull=True)
                | Q(ended_at__isnull=False, worked_minutes__isnull=False),
                name="clock_closed_with_minutes",
            ),
        ]
        ordering = ["started_at", "id"]


class Due(models.Model):
    """When a clock is due. The last one counts, all are shown; none is earlier than one before."""

    class Because(models.TextChoices):
        START = "start", _("开始计时")
        REST = "rest", _("恢复计时")
        REWORK = "rework", _("退回返工")
        SAME_AGENCY = "same", _("退单后仍派原单位")
        UNDO = "undo", _("撤销上一步")
        POSTPONED = "postpone", _("批准延期")
        ANSWERED = "answered", _("等上报人补充后恢复")
        CALENDAR = "calendar", _("放假安排公布")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="dues")
    clock = models.CharField(_("时钟"), max_length=8, choices=ClockName)
    stage = models.CharField(_("环节"), max_length=8, choices=Stage, blank=True)
    episode = models.PositiveSmallIntegerField(default=1)
    part = models.ForeignKey(
        "cases.Assignment", null=True, on_delete=models.PROTECT, related_name="dues"
    )
    at = models.DateTimeField(_("到期"))
    allowed_minutes = models.PositiveIntegerField(_("允许分钟"))
    round_the_clock = models.BooleanField(default=False)
    provisional = models.BooleanField(_("预计"), default=False)
    calendar_version = models.CharField(max_length=40)
    because = models.CharField(_("依据"), max_length=8, choices=Because, default=Because.START)
    step = models.ForeignKey("cases.CaseStep", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "clock", "stage"], name="due_of_clock")]
