"""What the lists of places can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import queries
from .models import (
    Building,
    CalendarDay,
    Division,
    Estate,
    Grid,
    Organisation,
    Place,
    Region,
    RegionChange,
    Shop,
)
from .rules import addresses
from .rules.changes import ChangeKind, ChangeState
from .rules.kinds import (
    BuildingUse,
    DayKind,
    DivisionState,
    EstateState,
    GridKind,
    OrganisationKind,
    OrganisationState,
    PlaceKind,
    ShopState,
)


def communities(request: HttpRequest) -> QuerySet[Region]:
    return queries.communities(request.actor)


def grids(request: HttpRequest) -> QuerySet[Grid]:
    rows = queries.visible_to(request.actor, Grid).filter(until__isnull=True)
    return rows.order_by("community__path", "code")


def estates(request: HttpRequest) -> QuerySet[Estate]:
    return queries.visible_to(request.actor, Estate).order_by("path")


class CommunityFilter(django_filters.FilterSet):
    """Narrowed by community; the field shows only to those who work in several."""

    community = django_filters.ModelChoiceFilter(label=_("社区"), queryset=communities)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.filters["community"].queryset(self.request).count() < 2:
            del self.filters["community"]


class EstateFilter(CommunityFilter):
    name = django_filters.CharFilter(label=_("小区名称"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=EstateState)

    class Meta:
        model = Estate
        fields = ("name", "state", "community")


class BuildingFilter(CommunityFilter):
    estate = django_filters.ModelChoiceFilter(label=_("小区"), queryset=estates)
    number = django_filters.CharFilter(label=_("楼号"), method="by_number")
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    use = django_filters.ChoiceFilter(label=pgettext_lazy("building", "用途"), choices=BuildingUse)

    class Meta:
        model = Building
        fields = ("estate", "number", "grid", "use", "community")

    def by_number(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(number_key=addresses.number_key(value))


class OrganisationFilter(CommunityFilter):
    name = django_filters.CharFilter(label=_("名称或信用代码"), method="by_name")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=OrganisationKind)
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=OrganisationState)

    class Meta:
        model = Organisation
        fields = ("name", "kind", "grid", "state", "community")

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(uscc=value.strip().upper()))


class ShopFilter(CommunityFilter):
    name = django_filters.CharFilter(label=_("招牌或门面号"), method="by_name")
    trade = django_filters.CharFilter(label=_("经营类别"), lookup_expr="icontains")
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ShopState)

    class Meta:
        model = Shop
        fields = ("name", "trade", "grid", "state", "community")

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(front_no=value.strip()))


class PlaceFilter(CommunityFilter):
    name = django_filters.CharFilter(label=_("名称"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=PlaceKind)
    grid = django_filters.ModelChoiceFilter(label=_("网格"), queryset=grids)

    class Meta:
        model = Place
        fields = ("name", "kind", "grid", "community")


class GridFilter(CommunityFilter):
    name = django_filters.CharFilter(label=_("网格名称"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=GridKind)

    class Meta:
        model = Grid
        fields = ("name", "kind", "community")


class DivisionFilter(CommunityFilter):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DivisionState)

    class Meta:
        model = Division
        fields = ("state", "community")


class ChangeFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("变更类型"), choices=ChangeKind)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ChangeState)

    class Meta:
        model = RegionChange
        fields = ("kind", "state")


class DayFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("年份"), field_name="day__year")
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("day", "安排"), choices=DayKind)

    class Meta:
        model = CalendarDay
        fields = ("year", "kind")
