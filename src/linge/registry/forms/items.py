"""One item group at a time, and the rules a community collects by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.territory.rules.kinds import DwellingUseKind, PlaceKind
from linge.ui.forms import DayField, LingeForm
from linge.ui.widgets import PhoneInput

from .. import codes
from ..models import Residency
from ..rules.items import DAYS, REQUIRED_PLACES, Item
from .homes import USES
from .people import HukouFields, ResidentForm

MOST_DAYS = 3650


class UseForm(LingeForm):
    """F1. A vacancy needs evidence, so it is told by a visit."""

    use = forms.ChoiceField(
        label=_("房屋用途"),
        choices=[(use.value, use.label) for use in USES],
        widget=forms.RadioSelect,
        help_text=_("空置要有佐证，请用“登记走访”"),
    )

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row.use != DwellingUseKind.VACANT:
            self.fields["use"].initial = row.use


class HomePhoneForm(LingeForm):
    """F3: a number of somebody who lives there."""

    private = ("number",)
    person = forms.ModelChoiceField(label=_("机主"), queryset=Residency.objects.none())
    number = forms.CharField(label=_("电话"), max_length=30, widget=PhoneInput)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = Residency.objects.filter(dwelling=row, until=None).select_related("person")
        field = self.fields["person"]
        field.queryset = living.order_by("-main", "pk")
        field.label_from_instance = lambda residency: residency.person.name


class PersonForm(ResidentForm):
    """P1: who somebody is, and nothing else of the record."""

    cards = ((_("身份"), ("name", "sex", "birth_date", "number", "reason")),)
    kept = ("version", "name", "sex", "birth_date", "number", "reason", "checked")

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.kept):
            del self.fields[name]


class HukouForm(HukouFields):
    """P2: where the hukou is."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hukou_state"].required = True


class WorkForm(LingeForm):
    """P3: the standing of somebody of working age (GB/T 2261.4)."""

    status = forms.ChoiceField(label=_("从业状况"), choices=())
    employer = forms.CharField(label=_("单位名称"), required=False, max_length=80)
    since = DayField(label=_("自何时起"), initial=clock.today)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = list(codes.labels("employment").items())


class PlacesForm(LingeForm):
    """A4: how many places of each kind there are in the grid; 0 is an answer."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in REQUIRED_PLACES:
            label = PlaceKind(kind).label
            self.fields[kind] = forms.IntegerField(label=label, min_value=0, max_value=999)


class RuleForm(LingeForm):
    """What a community decides about collecting."""

    phone_counts = forms.BooleanField(label=_("电话核实算已采集"), required=False)
    burst_doors = forms.IntegerField(
        label=_("抽查起点（户）"),
        min_value=3,
        max_value=200,
        help_text=_("同一人在下列分钟数内确认达到这个户数时，请网格长抽查三户"),
    )
    burst_minutes = forms.IntegerField(label=_("抽查时段（分钟）"), min_value=1, max_value=240)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, days in DAYS.items():
            if days is not None:
                label = f"{item.value} {item.label}"
                self.fields[item.value] = forms.IntegerField(
                    label=label, min_value=1, max_value=MOST_DAYS, initial=days
                )
        limits = tuple(item.value for item, days in DAYS.items() if days is not None)
        self.cards = (
            (_("计数和抽查"), ("phone_counts", "burst_doors", "burst_minutes")),
            (_("鲜活期限（天）"), limits),
        )

    def days(self) -> dict[Item, int]:
        """The limits of every item group that has one."""
        return {Item(name): self.cleaned_data[name] for name in self.fields if name in Item.values}
