"""What the portal's own pages ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.cases.forms.fields import BuildingField
from linge.cases.queries.places import buildings_in
from linge.territory.models import Region
from linge.ui.forms import LingeForm


class BuildingForm(LingeForm):
    """Which building somebody lives or stands at."""

    building = BuildingField(label=_("楼栋"))

    def __init__(self, *args: Any, community: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = buildings_in(community)
