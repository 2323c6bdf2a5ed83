"""Two records that may be one person: found, decided, merged, and taken apart again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.models import Identified

from ..rules.matching.points import Tier
from ..rules.merging import CandidateState, MergeState, Verdict


class MatchCandidate(Identified):
    """A pair that looks like one person (疑似重复); the record made first is ``first``.

    ``because`` holds field → likeness; ``fingerprint`` stands for the compared values.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="+")
    tier = models.CharField(_("层级"), max_length=5, choices=Tier)
    points = models.SmallIntegerField(_("分值"))
    because = models.JSONField(_("依据"), default=dict)
    fingerprint = models.CharField(_("比对指纹"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=9, choices=CandidateState, default=CandidateState.WAITING
    )
    found_at = models.DateTimeField(_("发现时间"), default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="match_candidate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="match_candidate_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-points"], name="match_candidate_queue")
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class MatchSearch(Identified):
    """One search of a whole community that somebody asked for (立即查重), and what it found.

    ``found`` are the pairs that waited when it ended, ``fresh`` those it found first.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_name = models.CharField(_("发起人"), max_length=50)
    asked_at = models.DateTimeField(_("发起时间"), default=clock.now)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    found = models.PositiveIntegerField(_("待判断"), default=0)
    fresh = models.PositiveIntegerField(_("新发现"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(ended_at__isnull=True),
                name="match_search_one_running",
                violation_error_message=_("本社区正在查重，请等它完成。"),
            )
        ]
        indexes = [models.Index(fields=["community", "-asked_at"], name="match_search_last")]

    def __str__(self) -> str:
        return str(self.uuid)


class MatchDecision(Identified):
    """What somebody found a pair to be (查重结论); it holds while the fingerprint stays."""

    candidate = models.ForeignKey(
        "registry.MatchCandidate", on_delete=models.CASCADE, related_name="decisions"
    )
    verdict = models.CharField(_("结论"), max_length=9, choices=Verdict)
    fingerprint = models.CharField(_("比对指纹"), max_length=64)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_name = models.CharField(_("判断人"), max_length=50)
    decided_at = models.DateTimeField(_("判断时间"), default=clock.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]


class MergeEvent(Identified):
    """One record taken into another (合并), and all it takes to undo that.

    ``steps`` are ``[model, row, column, old, new]`` in the order they were taken; ``owned`` are the
    rows either person had then, model → keys; ``kept`` what undoing left with the survivor.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="+")
    absorbed = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=MergeState)
    choices = models.JSONField(_("取舍"), default=dict)
    steps = models.JSONField(_("步骤"), default=list)
    owned = models.JSONField(_("合并时的记录"), default=dict)
    kept = models.JSONField(_("撤销时未恢复"), default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_key = models.CharField(_("提出人标识"), max_length=80)
    proposed_name = models.CharField(_("提出人"), max_length=50)
    proposed_at = models.DateTimeField(_("提出时间"), default=clock.now)
    confirmed_name = models.CharField(_("确认人"), max_length=50, blank=True)
    applied_at = models.DateTimeField(_("合并时间"), null=True, blank=True)
    undone_name = models.CharField(_("撤销人"), max_length=50, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state__in=(MergeState.PROPOSED, MergeState.APPLIED)),
                name="merge_absorbed_once",
                violation_error_message=_("这份档案已并入另一份，或正等待确认。"),
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("absorbed")),
                name="merge_two_records",
                violation_error_message=_("一份档案不能与自己合并。"),
            ),
        ]
        indexes = [models.Index(fields=["survivor", "applied_at"], name="merge_of_survivor")]

    def __str__(self) -> str:
        return str(self.uuid)


class UnclaimedRow(Identified):
    """A row born while two records were one; somebody says whose it is (归属待定)."""

    merge = models.ForeignKey(
        "registry.MergeEvent", on_delete=models.CASCADE, related_name="unclaimed"
    )
    entity = models.CharField(_("对象"), max_length=40)
    row = models.BigIntegerField(_("行号"))
    column = models.CharField(_("字段"), max_length=30)
    owner = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    settled_name = models.CharField(_("确定人"), max_length=50, blank=True)
    settled_at = models.DateTimeField(_("确定时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "entity", "row", "column"], name="unclaimed_row_once"
            )
        ]
