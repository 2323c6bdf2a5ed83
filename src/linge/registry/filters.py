"""What the lists of the register can be narrowed by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.territory.models import Building, Dwelling, Estate, Grid, Region
from linge.territory.queries import building_text
from linge.territory.queries import communities as territory_communities
from linge.territory.queries import visible_to as territory_visible_to
from linge.territory.rules.kinds import DwellingUseKind

from . import codes, queries
from .models import (
    AuditFinding,
    CareKind,
    CareNeed,
    CareVisit,
    ChangeEvent,
    ChangeRequest,
    Employment,
    Heard,
    Household,
    IdentityDocument,
    NameKey,
    Residency,
    Resident,
    SampledRecord,
    Visit,
)
from .queries import audits
from .rules import kinds, names, population, searching
from .rules.audits import FindingState, SampleAnswer, Severity
from .rules.care import NeedState
from .rules.kinds import HeardKind, HouseholdKind, NameKeyKind, Outcome, ResidencyRole, Source
from .rules.population import ALL_LABELS, POPULATIONS
from .rules.requests import DAYS, WARNING, RequestState

AGES = {
    "0-6": (0, 6, _("0–6岁")),
    "7-17": (7, 17, _("7–17岁")),
    "18-59": (18, 59, _("18–59岁")),
    "60-79": (60, 79, _("60–79岁")),
    "80": (80, None, _("80岁及以上")),
}
STALE = (("90", _("超过90天")), ("180", _("超过180天")), ("365", _("超过1年")))
GAPS = (("document", _("没有证件")), ("phone", _("没有电话")), ("birth", _("没有出生日期")))


def communities(request: HttpRequest) -> QuerySet[Region]:
    return territory_communities(request.actor)


def estates(request: HttpRequest) -> QuerySet[Estate]:
    return territory_visible_to(request.actor, Estate).order_by("path")


def grids(request: HttpRequest) -> QuerySet[Grid]:
    rows = territory_visible_to(request.actor, Grid).filter(until__isnull=True)
    return rows.order_by("community__path", "code")


def buildings(request: HttpRequest) -> QuerySet[Building]:
    rows = territory_visible_to(request.actor, Building)
    named = ("estate", "lane", "street_front")
    shown = ("number", *named, *(f"{name}__name" for name in named))
    return rows.select_related(*named).only(*shown).order_by("path")


class CommunityFilter(django_filters.FilterSet):
    """Narrowed by community; only those who work in several see the field."""

    community = django_filters.ModelChoiceFilter(label=_("社区"), queryset=communities)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if communities(self.request).count() < 2:
            self.filters["community"].extra["widget"] = forms.HiddenInput


class BuildingField(django_filters.fields.ModelChoiceField):
    """A building by its words: ``锦绣花园3号楼``."""

    def label_from_instance(self, row: Building) -> str:
        return building_text(row)


class BuildingChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = BuildingField


class ByHome(CommunityFilter):
    """Narrowed by where somebody lives: the open main home lies in the grid or building."""

    grid = django_filters.ModelChoiceFilter(
        label=_("网格"), queryset=grids, null_label=_("不在网格内居住"), method="by_grid"
    )
    building = BuildingChoiceFilter(label=_("楼栋"), queryset=buildings, method="by_building")
    role = django_filters.ChoiceFilter(label=_("居住身份"), choices=ResidencyRole, method="by_role")
    as_of = django_filters.DateFilter(method="by_day", widget=forms.HiddenInput)

    @property
    def day(self) -> date:
        """The day whose homes and population are meant; today unless the address names another."""
        return self.form.cleaned_data.get("as_of") or clock.today()

    def by_grid(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        if value == "null":
            here = Q(dwelling__grid__isnull=False, dwelling__community=F("person__community"))
            return rows.exclude(queries.lives_in(here, self.day))
        return rows.filter(queries.lives_in(Q(dwelling__grid=value), self.day))

    def by_building(self, rows: QuerySet, name: str, value: Building) -> QuerySet:
        return rows.filter(queries.lives_in(Q(dwelling__building=value), self.day))

    def by_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        held = Residency.objects.filter(until=None, role=value)
        return rows.filter(pk__in=held.values("person"))

    def by_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """The day narrows nothing by itself; it tells the others which homes are meant."""
        return rows


class ResidentFilter(ByHome):
    name = django_filters.CharFilter(label=_("姓名、拼音或首字母"), method="by_name")
    sex = django_filters.ChoiceFilter(label=_("性别"), choices=kinds.SEXES)
    age = django_filters.ChoiceFilter(
        label=_("年龄"), choices=[(k, v[2]) for k, v in AGES.items()], method="by_age"
    )
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Source)
    stale = django_filters.ChoiceFilter(label=_("久未确认"), choices=STALE, method="by_age_of_fact")
    gap = django_filters.ChoiceFilter(label=_("缺少内容"), choices=GAPS, method="by_gap")
    population = django_filters.ChoiceFilter(
        label=_("人口类别（第七次普查口径）"),
        choices=[*POPULATIONS.items(), *((label, _(label)) for label in ALL_LABELS)],
        method="by_population",
    )
    work = django_filters.ChoiceFilter(
        label=_("从业状况"), choices=lambda: codes.choices("employment")[1:], method="by_work"
    )
    community = django_filters.ModelChoiceFilter(
        label=_("社区"), queryset=communities, method="by_community"
    )
    batch = django_filters.UUIDFilter(
        label=_("导入批次"), method="by_batch", widget=forms.HiddenInput
    )

    class Meta:
        model = Resident
        fields = (
            "name", "grid", "building", "age", "sex", "role", "population", "work", "source",
            "stale", "gap", "batch", "as_of", "community",
        )  # fmt: skip

    def by_community(self, rows: QuerySet, name: str, value: Region) -> QuerySet:
        return queries.kept_by(rows, value)

    def by_population(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        counted = queries.with_population_row(rows, as_of=self.day)
        return counted.filter(because__in=population.rows_of(value))

    def by_work(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        working = Employment.objects.filter(status=value, until=None)
        return rows.filter(pk__in=working.values("person"))

    def by_batch(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        told = ChangeEvent.objects.filter(batch=value, entity="resident")
        return rows.filter(uuid__in=told.values("subject"))

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = names.typed(value) if value.isascii() else "".join(names.parts_of(value))
        low, high = searching.bounds(text)
        keys = NameKey.objects.filter(key__gte=low, key__lt=high).exclude(kind=NameKeyKind.SOUND)
        return rows.filter(pk__in=keys.values("person")) if text else rows.none()

    def by_age(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        youngest, oldest, _label = AGES[value]
        return rows.filter(queries.age_range(youngest, oldest))

    def by_age_of_fact(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(confirmed_at__lt=clock.now() - timedelta(days=int(value)))

    def by_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "document":
            return rows.filter(~Exists(IdentityDocument.objects.filter(person=OuterRef("pk"))))
        if value == "phone":
            return rows.filter(phones__isnull=True)
        return rows.filter(birth_date__isnull=True)


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


class HouseholdFilter(CommunityFilter):
    grid = django_filters.ModelChoiceFilter(
        label=_("网格"), field_name="dwelling__grid", queryset=grids
    )
    building = BuildingChoiceFilter(
        label=_("楼栋"), field_name="dwelling__building", queryset=buildings
    )
    kind = django_filters.ChoiceFilter(label=_("户类型"), choices=HouseholdKind)
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=(("open", _("现住")), ("closed", _("已销户"))), method="by_state"
    )

    class Meta:
        model = Household
        fields = ("grid", "building", "kind", "state", "community")

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(until__isnull=value == "open")


class DwellingFilter(CommunityFilter):
    estate = django_filters.ModelChoiceFilter(label=_("小区"), queryset=estates)
    building = BuildingChoiceFilter(label=_("楼栋"), queryset=buildings)
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids, null_label=_("未划入"))
    collected = django_filters.ChoiceFilter(
        label=_("采集"),
        choices=(("yes", _("已采集")), ("no", _("未采集"))),
        method="by_collected",
    )
    use = django_filters.ChoiceFilter(label=_("用途"), choices=DwellingUseKind)
    outcome = django_filters.ChoiceFilter(
        label=_("最近走访"),
        choices=[*Outcome.choices, ("never", _("从未走访"))],
        method="by_outcome",
    )

    class Meta:
        model = Dwelling
        fields = ("estate", "building", "grid", "collected", "use", "outcome", "community")

    def by_collected(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(collected=value == "yes")

    def by_outcome(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(last_outcome=None if value == "never" else value)


class MissingFilter(DwellingFilter):
    collected = None

    class Meta:
        model = Dwelling
        fields = ("estate", "building", "grid", "outcome", "use", "community")


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
