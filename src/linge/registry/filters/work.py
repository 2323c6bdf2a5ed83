"""What the lists of requests, visits, care and findings can be narrowed by."""

from datetime import timedelta

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.territory.models import Grid

from ..models import (
    AuditFinding,
    CareKind,
    CareNeed,
    CareVisit,
    ChangeRequest,
    Heard,
    MatchCandidate,
    Residency,
    SampledRecord,
    Visit,
)
from ..queries import audits
from ..rules.audits import FindingState, SampleAnswer, Severity
from ..rules.care import NeedState
from ..rules.kinds import (
    HeardKind,
    Outcome,
    Source,
)
from ..rules.matching.points import PARKED, Tier
from ..rules.merging import ASKED, CandidateState
from ..rules.requests import DAYS, WARNING, RequestState
from .places import BuildingChoiceFilter, CommunityFilter, buildings, grids


class ChangeRequestFilter(django_filters.FilterSet):
    """Which requests: by state, by how long they wait, by where they came from."""

    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=RequestState, empty_label=_("未办结")
    )
    late = django_filters.ChoiceFilter(
        label=_("时限"),
        choices=(("warn", _("已满10天")), ("danger", _("已超15天"))),
        method="by_wait",
    )
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Source)

    class Meta:
        model = ChangeRequest
        fields = ("state", "late", "source")

    def by_wait(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        today = clock.today()
        waits = rows.filter(state=RequestState.SUBMITTED)
        if value == "danger":
            return waits.filter(submitted_on__lt=today - DAYS)
        return waits.filter(submitted_on__lte=today - WARNING)


class MatchFilter(CommunityFilter):
    tier = django_filters.ChoiceFilter(
        label=_("依据"), choices=[each for each in Tier.choices if each[0] in PARKED]
    )
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids, method="by_grid")
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[each for each in CandidateState.choices if each[0] in ASKED]
    )

    class Meta:
        model = MatchCandidate
        fields = ("tier", "grid", "state", "community")

    def by_grid(self, rows: QuerySet, name: str, value: Grid) -> QuerySet:
        """Pairs one of whom has the main home in the grid."""
        there = Residency.objects.filter(until=None, main=True, dwelling__grid=value)
        people = there.values("person")
        return rows.filter(Q(first__in=people) | Q(second__in=people))


class VisitFilter(CommunityFilter):
    outcome = django_filters.ChoiceFilter(label=_("结果"), choices=Outcome)
    building = BuildingChoiceFilter(
        label=_("楼栋"), field_name="dwelling__building", queryset=buildings
    )
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=(("waiting", _("空置待审核")), ("void", _("已作废"))),
        method="by_state",
    )

    class Meta:
        model = Visit
        fields = ("outcome", "building", "grid", "state", "community")

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "void":
            return rows.filter(voided_at__isnull=False)
        return rows.filter(Q(outcome=Outcome.VACANT, approved_at=None, voided_at=None))


class HeardFilter(CommunityFilter):
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=HeardKind)
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=(("open", _("未转办")), ("done", _("已转办"))),
        method="by_state",
    )

    class Meta:
        model = Heard
        fields = ("kind", "grid", "state", "community")

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(became="") if value == "open" else rows.exclude(became="")


def care_kinds(request: HttpRequest) -> QuerySet[CareKind]:
    return CareKind.objects.filter(published_at__isnull=False).order_by("pk")


class NeedFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(label=_("关爱需求"), queryset=care_kinds)
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[choice for choice in NeedState.choices if choice[0] != "ended"]
    )
    review = django_filters.ChoiceFilter(
        label=_("复核"), choices=(("late", _("复核已超期")),), method="by_review"
    )

    class Meta:
        model = CareNeed
        fields = ("kind", "state", "review")

    def by_review(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(review_due__lt=clock.today())


class CareVisitFilter(django_filters.FilterSet):
    due = django_filters.ChoiceFilter(
        label=_("时间"),
        choices=(("late", _("已超期")), ("today", _("今天")), ("week", _("7天内"))),
        method="by_due",
    )
    kind = django_filters.ModelChoiceFilter(
        label=_("关爱需求"), field_name="need__kind", queryset=care_kinds
    )

    class Meta:
        model = CareVisit
        fields = ("due", "kind")

    def by_due(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        today = clock.today()
        spans = {
            "late": Q(planned_on__lt=today),
            "today": Q(planned_on=today),
            "week": Q(planned_on__lte=today + timedelta(days=7)),
        }
        return rows.filter(spans[value])


class FindingFilter(CommunityFilter):
    """Without a choice of state: everything still to do."""

    rule = django_filters.ChoiceFilter(label=_("问题"), choices=audits.choices)
    severity = django_filters.ChoiceFilter(label=_("级别"), choices=Severity)
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FindingState)

    class Meta:
        model = AuditFinding
        fields = ("rule", "severity", "grid", "state", "community")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return rows
        return rows.exclude(state=FindingState.CLOSED)


class SampledFilter(django_filters.FilterSet):
    answer = django_filters.ChoiceFilter(
        label=_("结论"),
        choices=(("open", _("未核查")), *SampleAnswer.choices),
        method="by_answer",
    )
    name = django_filters.CharFilter(
        label=_("姓名"), field_name="person__name", lookup_expr="contains"
    )

    class Meta:
        model = SampledRecord
        fields = ("answer", "name")

    def by_answer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(answer="" if value == "open" else value)
