"""The case itself: one row with its present standing. How it came there is in `history`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import path_field
from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules import OPEN, RequestKind, Source, Stage, State
from ..rules.escalation import Level
from .catalogue import UNIT_LABELS


class CaseQuerySet(models.QuerySet["Case"]):
    """Adjectives for cases."""

    def open(self) -> "CaseQuerySet":
        """Not yet at an end."""
        return self.filter(state__in=OPEN)

    def urgent_first(self) -> "CaseQuerySet":
        """The nearest due first; what has none comes last."""
        return self.order_by(models.F("current_due_at").asc(nulls_last=True), "id")


class Case(Identified):
    """A matter somebody reported (事件).

    ``seq`` counts the steps; a move compares it and sets the next, so two people cannot make one
    move. ``current_*`` and ``promise_at`` repeat the running clocks for lists and sorting; the
    ledger of clocks is `ClockSegment` and `Due`. Names and phone of the reporter are sealed.
    """

    number = models.CharField(_("事件编号"), max_length=30, unique=True)
    community = models.ForeignKey(
        "territory.Region", verbose_name=_("社区"), on_delete=models.PROTECT, related_name="+"
    )
    path = path_field()
    grid = models.ForeignKey(
        "territory.Grid",
        verbose_name=_("网格"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    building = models.ForeignKey(
        "territory.Building",
        verbose_name=_("楼栋"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    place_text = models.CharField(_("事发地点"), max_length=200, blank=True)
    place_unknown = models.BooleanField(_("位置不明"), default=False)

    source = models.CharField(_("来源"), max_length=8, choices=Source)
    outer_no = models.CharField(_("来源单号"), max_length=60, null=True, blank=True)
    client_id = models.UUIDField(null=True, unique=True, editable=False)
    words = models.TextField(_("描述"), max_length=1000, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    by_urgent_limit = models.BooleanField(_("按紧急时限"), default=False, editable=False)
    category = models.ForeignKey(
        "cases.Category",
        verbose_name=_("小类"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    standard = models.ForeignKey(
        "cases.Standard",
        verbose_name=_("立案条件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    code_index = models.CharField(max_length=64, unique=True, editable=False)
    reporter_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上报人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reporter_name = SealedField(_("上报人姓名"), blank=True)
    reporter_phone = SealedField(_("上报人电话"), blank=True)
    anonymous = models.BooleanField(_("匿名"), default=False)

    workflow = models.ForeignKey(
        "cases.CaseWorkflow", on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(
        _("状态"), max_length=12, choices=State, default=State.REPORTED, editable=False
    )
    seq = models.PositiveIntegerField(default=0, editable=False)
    episode = models.PositiveSmallIntegerField(default=1, editable=False)
    agency = models.ForeignKey(
        "staff.Agency",
        verbose_name=_("牵头单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核实人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    declines = models.PositiveSmallIntegerField(_("退单次数"), default=0, editable=False)
    rework = models.PositiveSmallIntegerField(_("返工次数"), default=0, editable=False)
    reopened = models.PositiveSmallIntegerField(_("重开次数"), default=0, editable=False)
    cannots = models.PositiveSmallIntegerField(_("无法核查次数"), default=0, editable=False)
    postponed = models.PositiveSmallIntegerField(_("延期次数"), default=0, editable=False)
    pending = models.CharField(
        _("待决定的申请"), max_length=11, choices=RequestKind, blank=True, editable=False
    )
    suspended_until = models.DateField(_("挂账至"), null=True, editable=False)
    question_until = models.DateTimeField(_("等上报人补充至"), null=True, editable=False)
    level = models.CharField(_("督办级别"), max_length=1, choices=Level, blank=True, editable=False)
    climbs_at = models.DateTimeField(_("下次升级"), null=True, editable=False)
    sampled = models.BooleanField(_("抽查"), default=False, editable=False)
    public_words = models.CharField(_("对上报人的答复"), max_length=500, blank=True)
    forwarded_to = models.CharField(_("转报单位"), max_length=60, blank=True)
    forward_receipt = models.CharField(_("转报回执号"), max_length=60, blank=True)
    follow_up_on = models.DateField(_("跟进日期"), null=True, blank=True)

    device_at = models.DateTimeField(null=True, editable=False)
    device_clock_off = models.BooleanField(_("设备时间不准"), default=False, editable=False)
    reported_at = models.DateTimeField(_("上报时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, editable=False)
    dispatched_at = models.DateTimeField(_("派遣时间"), null=True, editable=False)
    signed_at = models.DateTimeField(_("签收时间"), null=True, editable=False)
    handled_at = models.DateTimeField(_("处置时间"), null=True, editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    moved_at = models.DateTimeField(_("最近办理"), editable=False)

    limit_amount = models.DecimalField(
        _("处置时限"), max_digits=6, decimal_places=2, null=True, editable=False
    )
    limit_unit = models.CharField(max_length=12, choices=UNIT_LABELS, blank=True, editable=False)
    current_stage = models.CharField(
        _("当前环节"), max_length=8, choices=Stage, blank=True, editable=False
    )
    current_due_at = models.DateTimeField(_("当前时限"), null=True, editable=False)
    current_allowed_minutes = models.PositiveIntegerField(null=True, editable=False)
    current_round_the_clock = models.BooleanField(default=False, editable=False)
    current_provisional = models.BooleanField(_("预计"), default=False, editable=False)
    handle_due_at = models.DateTimeField(_("处置到期"), null=True, editable=False)
    promise_at = models.DateTimeField(_("承诺时间"), null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "outer_no"],
                condition=Q(outer_no__isnull=False),
                name="case_outer_number",
                violation_error_message=_("这张工单已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="case_point",
                violation_error_message=_("经纬度超出范围，请检查是否写反。"),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "current_due_at"], name="case_queue"),
            models.Index(fields=["grid", "state", "current_due_at"], name="case_of_grid"),
            models.Index(fields=["agency", "state", "current_due_at"], name="case_of_agency"),
            models.Index(fields=["community", "-reported_at"], name="case_ledger"),
            models.Index(fields=["climbs_at"], name="case_climbs"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN


class CaseCounter(models.Model):
    """The last case number given out in a community on a day."""

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "day"], name="case_counter_of_day")
        ]
