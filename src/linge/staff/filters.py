"""What the list of agencies can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from .models import Agency


class AgencyFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label=_("单位名称"), lookup_expr="icontains")
    active = django_filters.ChoiceFilter(
        label=_("状态"), choices=((True, _("启用")), (False, _("停用")))
    )

    class Meta:
        model = Agency
        fields = ("name", "active")
