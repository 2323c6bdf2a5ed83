"""What the lists of people, households and dwellings can be narrowed by."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel import clock
from linge.territory.models import Building, Dwelling, Region
from linge.territory.rules.kinds import DwellingUseKind

from .. import codes, queries
from ..models import (
    HEAD,
    ChangeEvent,
    Employment,
    Household,
    HouseholdMember,
    IdentityDocument,
    NameKey,
    Residency,
    Resident,
    Tenancy,
)
from ..rules import kinds, names, population, searching
from ..rules.kinds import (
    HouseholdKind,
    Outcome,
    ResidencyRole,
    Source,
    Usable,
)
from ..rules.population import ALL_LABELS, POPULATIONS
from .places import BuildingChoiceFilter, CommunityFilter, buildings, communities, estates, grids

AGES = {
    "0-6": (0, 6, _("0–6岁")),
    "7-17": (7, 17, _("7–17岁")),
    "18-59": (18, 59, _("18–59岁")),
    "60-79": (60, 79, _("60–79岁")),
    "80": (80, None, _("80岁及以上")),
}
STALE = (("90", _("超过90天")), ("180", _("超过180天")), ("365", _("超过1年")))
LEASES = (("30", _("30天内到期")), ("90", _("90天内到期")))
GAPS = (("document", _("没有证件")), ("phone", _("没有电话")), ("birth", _("没有出生日期")))


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
    use = django_filters.ChoiceFilter(label=_("房屋用途"), choices=DwellingUseKind, method="by_use")
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
            "name", "grid", "building", "age", "sex", "role", "population", "use", "work", "source",
            "stale", "gap", "batch", "as_of", "community",
        )  # fmt: skip

    def by_community(self, rows: QuerySet, name: str, value: Region) -> QuerySet:
        return queries.kept_by(rows, value)

    def by_population(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        counted = queries.with_population_row(rows, as_of=self.day)
        return counted.filter(because__in=population.rows_of(value))

    def by_use(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(queries.lives_in(Q(dwelling__use=value), self.day))

    def by_work(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        working = Employment.objects.filter(status=value, until=None)
        return rows.filter(pk__in=working.values("person"))

    def by_batch(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        told = ChangeEvent.objects.filter(batch=value, entity="resident")
        return rows.filter(uuid__in=told.values("subject"))

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = names.typed(value) if value.isascii() else "".join(names.parts_of(value))
        low, high = searching.bounds(text)
        kinds = (*names.WHOLE, *names.REST)
        keys = NameKey.objects.filter(kind__in=kinds, key__gte=low, key__lt=high)
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

    source = django_filters.ChoiceFilter(label=_("来源"), choices=Source)
    stale = django_filters.ChoiceFilter(label=_("久未确认"), choices=STALE, method="by_age_of_fact")
    gap = django_filters.ChoiceFilter(
        label=_("缺少内容"),
        choices=(("head", _("没有户主")), ("phone", _("没有可用电话"))),
        method="by_gap",
    )

    class Meta:
        model = Household
        fields = ("grid", "building", "kind", "state", "source", "stale", "gap", "community")

    def by_age_of_fact(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(confirmed_at__lt=clock.now() - timedelta(days=int(value)))

    def by_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Open households without a head, or where nobody can be called."""
        members = HouseholdMember.objects.filter(household=OuterRef("pk"), until=None)
        if value == "head":
            return rows.filter(~Exists(members.filter(relation=HEAD)), until=None)
        called = members.filter(person__phones__usable=Usable.YES)
        return rows.filter(~Exists(called), until=None)

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
    use = django_filters.ChoiceFilter(
        label=pgettext_lazy("building", "用途"), choices=DwellingUseKind
    )
    outcome = django_filters.ChoiceFilter(
        label=_("最近走访"),
        choices=[*Outcome.choices, ("never", _("从未走访"))],
        method="by_outcome",
    )

    lease = django_filters.ChoiceFilter(label=_("租约"), choices=LEASES, method="by_lease")

    class Meta:
        model = Dwelling
        fields = ("estate", "building", "grid", "collected", "use", "outcome", "lease", "community")

    def by_lease(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """A lease of today whose last day comes within so many days; ``until`` is the day after."""
        today = clock.today()
        latest = today + timedelta(days=int(value) + 1)
        ending = Tenancy.objects.on(today).filter(until__lte=latest, dwelling__isnull=False)
        return rows.filter(pk__in=ending.values("dwelling"))

    def by_collected(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(collected=value == "yes")

    def by_outcome(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(last_outcome=None if value == "never" else value)


class MissingFilter(DwellingFilter):
    collected = None

    class Meta:
        model = Dwelling
        fields = ("estate", "building", "grid", "outcome", "use", "lease", "community")
