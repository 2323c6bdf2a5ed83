"""What the portal's own pages ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.cases.forms.fields import BuildingField
from linge.cases.queries.places import buildings_in
from linge.registry import codes
from linge.registry.rules.kinds import HukouState
from linge.registry.rules.requests import FACTS
from linge.territory.models import Region
from linge.ui.forms import DayField, LingeForm, PhotosField


class BuildingForm(LingeForm):
    """Which building somebody lives or stands at."""

    building = BuildingField(label=_("楼栋"))

    def __init__(self, *args: Any, community: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = buildings_in(community)


CODED = ("sex", "marital", "education")
CORRECTABLE = (
    "name", "former_name", "sex", "birth_date", "number", "phone", "marital", "education",
    "hukou_state",
)  # fmt: skip


class CorrectionForm(LingeForm):
    """这里不对: what it should be, why, and a photo that shows it where there is one."""

    reason = forms.CharField(
        label=_("为什么不对"),
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：身份证上是另一个字。"),
    )
    evidence = PhotosField(
        label=_("照片"),
        required=False,
        most=3,
        help_text=_("能证明的证件，没有也可以先提出。"),
    )
    private = ("value", "reason")
    field_order = ("value", "reason", "evidence")

    def __init__(self, *args: Any, fact: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = _field(fact)
        self.order_fields(self.field_order)


def _field(fact: str) -> forms.Field:
    """The input a fact is corrected with."""
    label = _("应该是")
    if fact in CODED:
        return forms.ChoiceField(label=label, choices=codes.choices(fact, blank=str(_("请选择"))))
    if fact == "hukou_state":
        return forms.ChoiceField(label=label, choices=[("", _("请选择")), *HukouState.choices])
    if fact == "birth_date":
        return DayField(label=label)
    return forms.CharField(label=label, max_length=50, help_text=FACTS[fact].label)
