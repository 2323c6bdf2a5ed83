"""Changes of divisions, and what each division was called before them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import path_field
from linge.kernel.models import Dated, Identified

from ..rules.changes import ChangeKind, ChangeState


class RegionChange(Identified):
    """A change of divisions (区划变更): from a day on, the successors stand for the predecessors.

    ``plan`` says what it will do, one entry a successor: ``{"keeps": uuid or "", "code", "name",
    "takes": [uuid of what lies below it]}``. The successors are filled in when it is carried out.
    """

    kind = models.CharField(_("变更类型"), max_length=7, choices=ChangeKind)
    state = models.CharField(
        _("状态"), max_length=9, choices=ChangeState, default=ChangeState.PROPOSED
    )
    effective_on = models.DateField(_("生效日期"))
    document = models.CharField(_("批准文号"), max_length=80)
    parent = models.ForeignKey(
        "territory.Region",
        verbose_name=_("变更后上级"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    plan = models.JSONField(_("变更方案"), default=list)
    predecessors = models.ManyToManyField("territory.Region", related_name="changes_from")
    successors = models.ManyToManyField("territory.Region", related_name="changes_to")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(_("执行时间"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "effective_on"], name="region_change_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%Y-%m-%d}"


class RegionState(Dated):
    """What a division was called, coded and hung under, from when to when (区划沿革)."""

    region = models.ForeignKey(
        "territory.Region", on_delete=models.CASCADE, related_name="former_states"
    )
    change = models.ForeignKey(
        "territory.RegionChange", on_delete=models.PROTECT, related_name="former_states"
    )
    code = models.CharField(_("区划代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "territory.Region", null=True, on_delete=models.PROTECT, related_name="+"
    )
    path = path_field()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "since"],
                name="region_state_once",
                violation_error_message=_("这个区划在这一天已有变更。"),
            ),
        ]
