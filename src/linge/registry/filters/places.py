"""Where rows lie: the communities, grids and buildings of the person who asks."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Building, Estate, Grid, Region
from linge.territory.queries import building_text
from linge.territory.queries import communities as territory_communities
from linge.territory.queries import visible_to as territory_visible_to
from linge.ui.widgets import LongSelect


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

    widget = LongSelect

    def label_from_instance(self, row: Building) -> str:
        return building_text(row)


class BuildingChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = BuildingField
