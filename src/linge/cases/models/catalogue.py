"""The catalogue (目录): kinds of cases, when one is taken up, by when it is settled, by what moves.

Rows are dated. An edit closes the old row and opens a new one, so open cases keep theirs.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Dated, Identified
from linge.kernel.worktime import Limit, Unit

UNIT_LABELS = [
    (Unit.URGENT_HOUR.value, _("紧急工作时")),
    (Unit.WORK_HOUR.value, _("工作时")),
    (Unit.WORK_DAY.value, _("工作日")),
    (Unit.NATURAL_DAY.value, _("自然日")),
]


class Category(Identified, Dated):
    """A large category (大类, 2 digits) or a small one (小类, 4 digits) within it."""

    class Kind(models.TextChoices):
        EVENT = "event", _("事件")
        COMPONENT = "component", _("部件")

    class VerifyMode(models.TextChoices):
        SITE = "site", _("现场核查")
        DESK = "desk", _("书面核查")

    code = models.CharField(_("编码"), max_length=4)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("大类"), null=True, on_delete=models.PROTECT, related_name="smalls"
    )
    kind = models.CharField(_("性质"), max_length=9, choices=Kind, default=Kind.EVENT)
    line = models.CharField(_("条线"), max_length=20, blank=True)
    visible_on_patrol = models.BooleanField(_("巡查可见"), default=True)
    self_handle = models.BooleanField(_("可即时处置"), default=False)
    public = models.BooleanField(_("公开"), default=True)
    questions_key = models.CharField(_("补充问题"), max_length=40, blank=True)
    duplicate_metres = models.PositiveSmallIntegerField(_("查重距离（米）"), default=50)
    duplicate_days = models.PositiveSmallIntegerField(_("查重天数"), default=7)
    postpone = models.BooleanField(_("可延期"), default=True)
    verify_mode = models.CharField(
        _("核查方式"), max_length=4, choices=VerifyMode, default=VerifyMode.SITE
    )
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(until__isnull=True),
                name="category_open_code",
                violation_error_message=_("这个编码已有现行类别，请先停用原类别。"),
            ),
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, as far as the catalogue has one."""
        in_english = (get_language() or "").startswith("en")
        return self.name_en if in_english and self.name_en else self.name


class Standard(Identified, Dated):
    """When a small category is taken up (立案条件), its limit, when it is settled (结案条件)."""

    category = models.ForeignKey(
        "cases.Category", verbose_name=_("小类"), on_delete=models.PROTECT, related_name="standards"
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    criterion = models.CharField(_("立案条件"), max_length=200)
    limit_amount = models.DecimalField(_("时限"), max_digits=6, decimal_places=2)
    limit_unit = models.CharField(_("单位"), max_length=12, choices=UNIT_LABELS)
    urgent_limit_amount = models.DecimalField(
        _("紧急时限"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    urgent_limit_unit = models.CharField(
        _("紧急时限单位"), max_length=12, choices=UNIT_LABELS, blank=True
    )
    close_condition = models.CharField(_("结案条件"), max_length=200)
    agency_post = models.CharField(_("默认责任条线"), max_length=20, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "number"],
                condition=Q(until__isnull=True),
                name="standard_open_number",
                violation_error_message=_("同一小类的标准序号不能重复。"),
            ),
            models.CheckConstraint(
                condition=Q(limit_amount__gt=0),
                name="standard_limit_positive",
                violation_error_message=_("时限要大于0。"),
            ),
        ]
        ordering = ["category__code", "number"]

    def __str__(self) -> str:
        return self.criterion

    @property
    def limit(self) -> Limit:
        """The usual limit for handling."""
        return Limit(self.limit_amount, Unit(self.limit_unit))

    @property
    def urgent_limit(self) -> Limit | None:
        """The limit where the clerk judges it urgent; not every standard has one."""
        if self.urgent_limit_amount is None:
            return None
        return Limit(self.urgent_limit_amount, Unit(self.urgent_limit_unit))


class CaseWorkflow(Identified):
    """A published version of the moves (流程), for a region and all below it."""

    region = models.ForeignKey(
        "territory.Region",
        verbose_name=_("适用区域"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.PositiveIntegerField(_("版本"))
    effective_from = models.DateTimeField(_("生效时间"))
    moves = models.JSONField(_("流程"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="workflow_number"),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(region__isnull=True),
                name="workflow_number_of_all",
            ),
        ]
        ordering = [F("effective_from").desc()]

    def __str__(self) -> str:
        return f"v{self.number}"
