"""What queues and the ledger are narrowed by; the filters live in the address."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linge.kernel.clock import now
from linge.staff import queries as staff
from linge.staff.models import Agency
from linge.territory import queries as territory
from linge.territory.models import Grid
from linge.ui.widgets import DateInput

from . import queries
from .models import Case, Category
from .rules import OPEN, Source, State


def own_grids(request: HttpRequest | None) -> QuerySet[Grid]:
    """The grids the asker may see."""
    if request is None:
        return Grid.objects.none()
    return territory.grids(request.actor)


def own_agencies(request: HttpRequest | None) -> QuerySet[Agency]:
    """The agencies that serve where the asker works."""
    if request is None:
        return Agency.objects.none()
    return staff.visible_agencies(request.actor).order_by("name")


def large_categories(request: HttpRequest | None) -> QuerySet[Category]:
    """The large categories of today."""
    return queries.larges()


class CaseFilter(filters.FilterSet):
    """Words, kind, grid and source: what every list of cases is narrowed by."""

    q = filters.CharFilter(label=_("编号、地点或描述"), method="look_for")
    large = filters.ModelChoiceFilter(
        label=_("大类"), queryset=large_categories, method="of_large", empty_label=_("全部")
    )
    grid = filters.ModelChoiceFilter(label=_("网格"), queryset=own_grids, empty_label=_("全部"))
    source = filters.ChoiceFilter(label=_("来源"), choices=Source, empty_label=_("全部"))

    class Meta:
        model = Case
        fields: list[str] = []

    def look_for(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Part of a number, of the place or of the words; or the progress code itself."""
        text = value.strip()
        found = Q(number__icontains=text) | Q(place_text__icontains=text) | Q(words__icontains=text)
        by_code = queries.case_of_code(text)
        return rows.filter(found | Q(pk=by_code[0].pk) if by_code else found)

    def of_large(self, rows: QuerySet[Case], name: str, value: Category) -> QuerySet[Case]:
        """By code, so that cases under an earlier edition of the catalogue are found too."""
        return rows.filter(category__code__startswith=value.code)


class LedgerFilter(CaseFilter):
    """Everything a ledger is asked for."""

    state = filters.ChoiceFilter(label=_("状态"), choices=State, empty_label=_("全部"))
    agency = filters.ModelChoiceFilter(
        label=_("责任单位"), queryset=own_agencies, empty_label=_("全部")
    )
    since = filters.DateFilter(
        label=_("上报不早于"), field_name="reported_at__date", lookup_expr="gte", widget=DateInput
    )
    until = filters.DateFilter(
        label=_("上报不晚于"), field_name="reported_at__date", lookup_expr="lte", widget=DateInput
    )
    matter = filters.ChoiceFilter(
        label=_("情形"),
        method="of_matter",
        empty_label=_("全部"),
        choices=(("open", _("办理中")), ("overdue", _("已超期")), ("urgent", _("紧急"))),
    )

    def of_matter(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Not at an end yet, late now, or urgent."""
        conditions = {
            "open": Q(state__in=OPEN),
            "overdue": Q(current_due_at__lt=now()),
            "urgent": Q(urgent=True),
        }
        return rows.filter(conditions[value])
