"""What cases count for, month by month, and the figures that were frozen from it.

`CaseCount` rows are folded from the history and can be folded again at any time; `FrozenFigure`
rows are never changed: what a later fold finds different is a further row.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import path_field
from linge.kernel.models import Identified


def tally(label: Any) -> "models.PositiveSmallIntegerField[int, int]":
    """How often a case counts for a measure; nearly always once or not at all."""
    return models.PositiveSmallIntegerField(label, default=0)


class FigureMonth(models.Model):
    """A month whose figures are kept: up to which moment and step it is folded, and since when it is
    frozen."""

    month = models.DateField(_("月份"), unique=True)
    folded_at = models.DateTimeField(_("截至"))
    last_step = models.PositiveBigIntegerField(_("末步行号"), default=0)
    frozen_at = models.DateTimeField(_("定格时间"), null=True)

    class Meta:
        ordering = ["month"]


class CaseCount(models.Model):
    """What a case counts for in a month (事实行), under one agency or under none.

    The agency is the one that held it last; another one has a row of its own only for what was
    sent to it and declined by it.
    """

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="counts", db_index=False
    )
    month = models.DateField(_("月份"))
    path = path_field(db_index=False)
    community = models.ForeignKey(
        "territory.Region", verbose_name=_("社区"), on_delete=models.CASCADE, related_name="+",
        db_index=False,
    )  # fmt: skip
    grid = models.ForeignKey(
        "territory.Grid", verbose_name=_("网格"), null=True, on_delete=models.CASCADE,
        related_name="+", db_index=False,
    )  # fmt: skip
    agency = models.ForeignKey(
        "staff.Agency", verbose_name=_("责任单位"), null=True, on_delete=models.CASCADE,
        related_name="+", db_index=False,
    )  # fmt: skip

    reported = tally(_("本期上报"))
    reported_accepted = tally(_("上报且已受理"))
    accepted = tally(_("首次受理"))
    accepted_in_time = tally(_("按时受理"))
    accepted_rightly = tally(_("受理未作废"))
    to_dispatch = tally(_("应派遣"))
    dispatched_in_time = tally(_("按时派遣"))
    dispatched_once = tally(_("未改派"))
    to_handle = tally(_("应处置"))
    handled = tally(_("已处置"))
    handled_in_time = tally(_("按期处置"))
    late = tally(_("超期处置或未处置"))
    closed = tally(_("应结案中已结案"))
    closed_in_time = tally(_("按期结案"))
    reworked = tally(_("返工"))
    dispatches = tally(_("派遣次数"))
    declines = tally(_("退单次数"))
    postponed = tally(_("延期"))
    suspended = tally(_("挂账"))
    found_by_residents = tally(_("居民发现"))
    found_on_rounds = tally(_("巡查走访发现"))
    own_reports = tally(_("网格上报"))
    own_accepted = tally(_("网格上报且已受理"))
    confirm_due = tally(_("应核实"))
    confirm_in_time = tally(_("按时核实"))
    verify_due = tally(_("应核查"))
    verify_in_time = tally(_("按时核查"))
    answered = tally(_("已答复回访"))
    contacted = tally(_("联系过上报人"))
    solved = tally(_("上报人认为已解决"))
    satisfied = tally(_("满意"))
    basically = tally(_("基本满意"))
    closed_now = tally(_("本期结案"))
    reopened = tally(_("结案后重开"))
    minutes = models.DecimalField(_("处置用时"), max_digits=10, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "month", "agency"], name="case_counts_once_a_month"
            ),
            models.UniqueConstraint(
                fields=["case", "month"],
                condition=Q(agency__isnull=True),
                name="case_counts_once_without_agency",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "path"], name="counts_of_place"),
            models.Index(fields=["month", "grid"], name="counts_of_grid"),
            models.Index(fields=["month", "agency"], name="counts_of_agency"),
        ]


class FrozenFigure(models.Model):
    """A figure of a finished month as it was told (定格), or what it turned into later (重述).

    ``number`` 0 is the figure as told; each restatement carries the next one. The subject is a
    community, one of its grids, or an agency. Of K21 the numerator holds the median.
    """

    month = models.DateField(_("月份"))
    community = models.ForeignKey(
        "territory.Region", verbose_name=_("社区"), on_delete=models.PROTECT, related_name="+"
    )
    grid = models.ForeignKey(
        "territory.Grid", verbose_name=_("网格"), null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    agency = models.ForeignKey(
        "staff.Agency", verbose_name=_("责任单位"), null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    code = models.CharField(_("指标"), max_length=4)
    number = models.PositiveSmallIntegerField(_("重述次数"), default=0)
    formula = models.PositiveSmallIntegerField(_("口径版本"))
    numerator = models.DecimalField(_("分子"), max_digits=12, decimal_places=2)
    denominator = models.PositiveIntegerField(_("分母"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "community", "code", "number"],
                condition=Q(grid__isnull=True, agency__isnull=True),
                name="frozen_figure_of_community",
            ),
            models.UniqueConstraint(
                fields=["month", "grid", "code", "number"],
                condition=Q(grid__isnull=False),
                name="frozen_figure_of_grid",
            ),
            models.UniqueConstraint(
                fields=["month", "agency", "code", "number"],
                condition=Q(agency__isnull=False),
                name="frozen_figure_of_agency",
            ),
            models.CheckConstraint(
                condition=Q(grid__isnull=True) | Q(agency__isnull=True),
                name="frozen_figure_of_one_subject",
            ),
        ]
        ordering = ["month", "code", "number"]


class FigureAppeal(Identified):
    """An appeal (申诉) against a case counting for an indicator: the fact stays, the statistic goes.

    Two people other than the one who appealed decide; the first no ends it.
    """

    class Standing(models.TextChoices):
        ASKED = "asked", _("待复核")
        AGREED = "agreed", _("待第二人复核")
        UPHELD = "upheld", _("已免计")
        REFUSED = "refused", _("未通过")

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="appeals")
    code = models.CharField(_("指标"), max_length=4)
    reason = models.CharField(_("申诉理由"), max_length=500)
    standing = models.CharField(
        _("申诉状态"), max_length=8, choices=Standing, default=Standing.ASKED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申诉人"), on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    asked_at = models.DateTimeField(_("申诉时间"))
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("复核人"), null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    first_at = models.DateTimeField(_("复核时间"), null=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("第二复核人"), null=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    second_at = models.DateTimeField(_("第二次复核时间"), null=True)
    answer = models.CharField(_("复核意见"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                name="figure_appeal_once",
                violation_error_message=_("这个事件已经就这项指标申诉过。"),
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | ~Q(second_by=F("first_by")) & ~Q(second_by=F("asked_by")),
                name="figure_appeal_two_reviewers",
            ),
        ]
        ordering = ["asked_at", "id"]
