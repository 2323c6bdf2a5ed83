"""Where a case is: by an address, on the map, or by naming the grid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.territory.models import Grid

from ..actions import Spot
from ..queries.places import Found, grids_of, ground_of, places_at
from .deeds import DeedForm
from .fields import PointField, WordsField

ASKED = ("address", "point", "grid")
FAULTS = {
    "unreadable": _("没有看懂这个地址，请写成“锦绣花园3号楼”或“3-2-501”。"),
    "unknown": _("没有找到这个地址，请核对，或直接选网格。"),
    "several": _("有多处符合：%(places)s。请写上小区或巷名。"),
}


class SpotForm(DeedForm):
    """A place in the community of the case. One of the three is enough."""

    address = WordsField(
        label=_("楼栋或门牌"),
        required=False,
        max_length=60,
        help_text=_("例如 锦绣花园3号楼、3-2-501。"),
    )
    point = PointField(
        label=_("地图上的位置"), required=False, help_text=_("也可以写成 121.4853,31.2335。")
    )
    grid = forms.ModelChoiceField(
        Grid.objects.none(),
        label=_("网格"),
        required=False,
        empty_label=_("请选择"),
        error_messages={"invalid_choice": _("请选择本社区在用的网格。")},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        self.actor = actor
        self.fields["grid"].queryset = grids_of(self.case.community)
        point = self.fields["point"].widget
        point.ground = ground_of(self.case.community)  # type: ignore[attr-defined]  # our own kind of field

    def clean(self) -> dict[str, Any]:
        """The three fields become one ``spot``."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "address" in self.fields and not set(ASKED) & set(self.errors):
            try:
                cleaned["spot"] = self.spot()
            except forms.ValidationError as fault:
                self.add_error("address", fault)
        return cleaned

    def spot(self) -> Spot | None:
        """The spot the form names now; none while it names none. Raises what is wrong with it."""
        asked = {name: self.fields[name].clean(self[name].value()) for name in ASKED}
        if not any(asked.values()):
            return None
        found = self._found(asked["address"]) if asked["address"] else None
        lon, lat = asked["point"] or (None, None)
        return Spot(
            grid=asked["grid"] or (found.grid if found else None),
            building=found.building if found else None,
            lon=lon,
            lat=lat,
        )

    def deed(self) -> dict[str, Any]:
        return {name: value for name, value in super().deed().items() if name not in ASKED}

    def _found(self, text: str) -> Found:
        assert self.case is not None
        found = places_at(self.actor, self.case.community, text)
        if found is None:
            raise forms.ValidationError(FAULTS["unreadable"])
        if not found:
            raise forms.ValidationError(FAULTS["unknown"])
        if len(found) > 1:
            places = "、".join(each.text for each in found)
            raise forms.ValidationError(FAULTS["several"], params={"places": places})
        return found[0]


class PlaceForm(SpotForm):
    """定位: where the case is."""
