"""What a ledger can be narrowed by: grid, building, and the day it is asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .. import filters
from ..models import Residency


class LedgerFilter(django_filters.FilterSet):
    """By community, grid and building, found under ``home`` of a row; ``as_of`` is read by the page."""

    community = django_filters.ModelChoiceFilter(
        label=_("社区"), queryset=filters.communities, method="by_place"
    )
    grid = django_filters.ModelChoiceFilter(
        label=_("网格"), queryset=filters.grids, method="by_place"
    )
    building = filters.BuildingChoiceFilter(
        label=_("楼栋"), queryset=filters.buildings, method="by_place"
    )
    home = ""
    dated = False
    without: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.dated:
            day = django_filters.DateFilter(label=_("截至"), method="as_it_is")
            day.parent = self
            self.filters["as_of"] = day
        for name in self.without:
            del self.filters[name]
        if filters.communities(self.request).count() < 2:
            self.filters.pop("community", None)

    def by_place(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(**{f"{self.home}{name}": value})

    def as_it_is(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The query was made for the day already."""
        return rows


class DatedFilter(LedgerFilter):
    dated = True


class PeopleFilter(DatedFilter):
    """People by the main home they have."""

    person = ""

    def by_place(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if name == "community":
            return rows.filter(**{f"{self.person}community": value})
        homes = Residency.objects.filter(until=None, main=True, **{f"dwelling__{name}": value})
        return rows.filter(**{f"{self.person}pk__in": homes.values("person")})


class CareFilter(PeopleFilter):
    dated = False
    person = "person__"


class HomesOf(DatedFilter):
    """Rows that hang on a dwelling."""

    home = "dwelling__"


class HouseholdLines(DatedFilter):
    home = "household__dwelling__"


class SiteFilter(LedgerFilter):
    without = ("grid", "building")
