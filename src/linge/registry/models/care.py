"""Care needs, the visits they lead to, and what people answered when asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.care import Basis, Ending, NeedState, VisitResult, Way
from .records import Recorded


class CareKind(Identified):
    """A kind of need that opens a service (关爱需求种类). Only a whole one can be published."""

    code = models.CharField(_("代码"), max_length=8, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    purpose = models.CharField(_("用途"), max_length=100, blank=True)
    basis = models.CharField(_("依据"), max_length=7, choices=Basis, blank=True)
    article = models.CharField(_("法条"), max_length=80, blank=True)
    service = models.CharField(_("对应的服务"), max_length=100, blank=True)
    visit_days = models.PositiveSmallIntegerField(_("看望间隔（天）"), null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(_("复核间隔（天）"), null=True, blank=True)
    line = models.CharField(_("由哪条线查看"), max_length=20, blank=True)
    keep_days = models.PositiveSmallIntegerField(_("结束后保存（天）"), null=True, blank=True)
    sensitive = models.BooleanField(_("敏感个人信息"), default=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (
                    ~Q(purpose="")
                    & ~Q(service="")
                    & ~Q(line="")
                    & Q(visit_days__gt=0, review_days__gt=0, keep_days__isnull=False)
                    & (Q(basis=Basis.CONSENT) | (Q(basis=Basis.DUTY) & ~Q(article="")))
                ),
                name="care_kind_whole",
                violation_error_message=_("用途、依据、服务、间隔、查看范围和保存期限都要写明。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CareNeed(Identified, Recorded, Dated):
    """A person's need of one kind (关爱需求), with the ground it rests on.

    ``erase_at`` is when a need that ended is destroyed: at once when consent was withdrawn.
    """

    person = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="needs")
    kind = models.ForeignKey("registry.CareKind", on_delete=models.PROTECT, related_name="needs")
    state = models.CharField(_("状态"), max_length=8, choices=NeedState, default=NeedState.PROPOSED)
    purpose = models.CharField(_("用途"), max_length=100)
    basis = models.CharField(_("依据"), max_length=7, choices=Basis)
    article = models.CharField(_("法条"), max_length=80, blank=True)
    consent = models.ForeignKey(
        "registry.Consent", null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    evidence = models.JSONField(_("佐证"), default=list, blank=True)
    words = SealedField(_("说明"), blank=True)
    way = models.CharField(_("关爱方式"), max_length=5, choices=Way, default=Way.VISIT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_due = models.DateField(_("复核期限"), null=True, blank=True)
    ended_for = models.CharField(_("结束原因"), max_length=9, choices=Ending, blank=True)
    erase_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(until__isnull=True),
                name="care_need_open_once",
                violation_error_message=_("此人已有这一类关爱需求。"),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="care_need_purpose",
                violation_error_message=_("没有用途，不能登记关爱需求。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(NeedState.GRANTED, NeedState.PAUSED))
                | Q(granted_at__isnull=False, review_due__isnull=False),
                name="care_need_granted",
                violation_error_message=_("审核通过要记下审核时间和复核期限。"),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "review_due"], name="care_need_by_review"),
            models.Index(
                fields=["erase_at"], name="care_need_to_erase", condition=Q(erase_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class CareVisit(Identified):
    """A visit or call a need leads to (关爱走访): planned, then done or missed."""

    need = models.ForeignKey("registry.CareNeed", on_delete=models.CASCADE, related_name="visits")
    way = models.CharField(_("方式"), max_length=5, choices=Way, default=Way.VISIT)
    planned_on = models.DateField(_("计划日期"))
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    what = SealedField(_("走访记录"), blank=True)
    result = models.CharField(_("结果"), max_length=7, choices=VisitResult, blank=True)
    next_on = models.DateField(_("下次日期"), null=True, blank=True)
    missed_at = models.DateTimeField(_("登记未访时间"), null=True, blank=True)
    missed_reason = models.CharField(_("未访原因"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(done_at__isnull=True, missed_at__isnull=True),
                name="care_visit_one_planned",
                violation_error_message=_("已有一次计划中的走访，请先完成它。"),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | (Q(missed_at__isnull=True) & ~Q(result="")),
                name="care_visit_done_has_result",
                violation_error_message=_("完成走访要选择结果。"),
            ),
            models.CheckConstraint(
                condition=Q(missed_at__isnull=True) | ~Q(missed_reason=""),
                name="care_visit_missed_has_reason",
                violation_error_message=_("没有走访到，请写明原因。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker", "planned_on"],
                name="care_visit_waiting",
                condition=Q(done_at__isnull=True, missed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class CareAnswer(Identified):
    """What a person said when asked about a kind: yes, no, or would not say; the latest counts."""

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="care_answers"
    )
    kind = models.ForeignKey("registry.CareKind", on_delete=models.CASCADE, related_name="+")
    answer = SealedField(_("回答"))
    asked_on = models.DateField(_("询问日期"), default=clock.today)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="care_answer_once")]

    def __str__(self) -> str:
        return str(self.uuid)
