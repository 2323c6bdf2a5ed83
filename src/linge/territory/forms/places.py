"""What the pages of places ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor
from linge.ui.forms import DayField, LingeForm

from .. import queries
from ..models import Building, Estate, Grid, Region
from ..rules.kinds import (
    BuildingUse,
    EstateState,
    OrganisationKind,
    OrganisationState,
    PlaceKind,
    ShopState,
)

UNDECIDED = ("", _("请选择"))


class BuildingChoice(forms.ModelChoiceField):
    """A building by its words: ``锦绣花园3号楼``."""

    def label_from_instance(self, row: Building) -> str:
        return queries.building_text(row)


class PlaceForm(LingeForm):
    """Base of the forms about places: choices come from what the person may see.

    A choice that cannot change any more (where a thing lies) is left out when a row is changed.
    """

    only_new: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: Actor, changes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:
            for name in self.only_new:
                del self.fields[name]
        self._offer("community", queries.communities(actor))
        self._offer("estate", queries.visible_to(actor, Estate).order_by("path"))
        grids = queries.visible_to(actor, Grid).filter(until__isnull=True)
        self._offer("grid", grids.order_by("community__path", "code"), must=not actor.nodes)
        buildings = queries.visible_to(actor, Building).order_by("path")
        self._offer("building", buildings.select_related("estate", "lane", "street_front"))

    def _offer(self, name: str, rows: Any, *, must: bool = False) -> None:
        """Offer choices; one that must be made and has a single answer is made already."""
        if name in self.fields:
            field = self.fields[name]
            field.queryset = rows
            field.required = field.required or must
            if field.required and name not in self.initial and rows.count() == 1:
                field.initial = rows.first()


class EstateForm(PlaceForm):
    only_new = ("community",)
    cards = (
        (_("小区"), ("community", "name", "state")),
        (_("建设与交付"), ("planned_units", "handover_on", "developer")),
    )
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    name = forms.CharField(label=_("小区名称"), max_length=60)
    state = forms.ChoiceField(label=_("状态"), choices=EstateState, initial=EstateState.HANDED_OVER)
    planned_units = forms.IntegerField(label=_("规划套数"), min_value=1, required=False)
    handover_on = DayField(
        label=_("交付日期"), required=False, help_text=_("未交付的小区必填，用于预测网格户数。")
    )
    developer = forms.CharField(label=_("开发单位"), max_length=80, required=False)


class RaiseBuildingForm(PlaceForm):
    cards = (
        (_("楼栋"), ("estate", "number", "use")),
        (_("房屋"), ("units", "floors", "homes", "lifts")),
    )
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("小区"))
    number = forms.CharField(label=_("楼号"), max_length=20, help_text=_("例如 3、A座、综合楼"))
    use = forms.ChoiceField(label=pgettext_lazy("building", "用途"), choices=BuildingUse)
    units = forms.IntegerField(
        label=_("单元数"), min_value=0, max_value=30, initial=1, help_text=_("没有单元填0。")
    )
    floors = forms.IntegerField(label=_("地上层数"), min_value=1, max_value=199, initial=6)
    homes = forms.IntegerField(label=_("每层户数"), min_value=0, max_value=60, initial=2)
    lifts = forms.IntegerField(label=_("每单元电梯数"), min_value=0, max_value=20, initial=0)


class BuildingForm(PlaceForm):
    use = forms.ChoiceField(label=pgettext_lazy("building", "用途"), choices=BuildingUse)
    floors_up = forms.IntegerField(label=_("地上层数"), min_value=0, max_value=199)
    floors_down = forms.IntegerField(label=_("地下层数"), min_value=0, max_value=9)
    expected_dwellings = forms.IntegerField(
        label=_("应有户数"), min_value=0, help_text=_("以实地核实为准，是采集率的分母。")
    )
    built_on = DayField(
        label=_("建成日期"), required=False, help_text=_("不填表示一直都在，任何日期的统计都计入。")
    )
    surveyed_on = DayField(label=_("核实日期"), required=False)


class OrganisationForm(PlaceForm):
    only_new = ("community", "building", "grid")
    cards = (
        (
            pgettext_lazy("organisation", "单位"),
            ("name", "kind", "uscc", "industry", "legal_form", "state"),
        ),
        (_("位置"), ("community", "building", "grid", "address")),
    )
    name = forms.CharField(label=_("单位名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=[UNDECIDED, *OrganisationKind.choices])
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=24,
        required=False,
        help_text=_("18位，没有可不填。"),
    )
    industry = forms.CharField(label=_("行业代码"), max_length=4, required=False)
    legal_form = forms.CharField(label=_("法律形式"), max_length=40, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=OrganisationState)
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    building = BuildingChoice(Building.objects.none(), label=_("所在楼栋"), required=False)
    grid = forms.ModelChoiceField(
        Grid.objects.none(),
        label=_("网格"),
        required=False,
        help_text=_("选了楼栋，网格随楼栋。"),
    )
    address = forms.CharField(label=_("详细地址"), max_length=120, required=False)


class ShopForm(PlaceForm):
    only_new = ("building", "front_no")
    building = BuildingChoice(Building.objects.none(), label=_("所在楼栋"))
    front_no = forms.CharField(label=_("门面号"), max_length=20)
    name = forms.CharField(label=_("招牌名称"), max_length=60, required=False)
    trade = forms.CharField(label=_("经营类别"), max_length=40, required=False)
    state = forms.ChoiceField(label=_("状态"), choices=ShopState)


class SpotForm(PlaceForm):
    """A place (场所)."""

    only_new = ("community", "grid", "estate")
    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类别"), choices=[UNDECIDED, *PlaceKind.choices])
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    grid = forms.ModelChoiceField(Grid.objects.none(), label=_("网格"), required=False)
    estate = forms.ModelChoiceField(
        Estate.objects.none(),
        label=_("所属小区"),
        required=False,
        help_text=_("工地请选将建成的小区，规划套数会计入网格预测。"),
    )
    closed_on = DayField(
        label=_("撤销日期"), required=False, help_text=_("场所不在了再填，当天起不再列出。")
    )


class GridForm(PlaceForm):
    only_new = ("community", "code")
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    code = forms.CharField(label=_("网格编码"), max_length=20)
    name = forms.CharField(label=_("网格名称"), max_length=40)


class DraftForm(PlaceForm):
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    since = DayField(label=_("起用日期"))
    reason = forms.CharField(label=_("划分说明"), max_length=200, required=False)


class AssignForm(PlaceForm):
    """Which buildings, shops, organisations and places of a draft go to which grid."""

    grid = forms.ModelChoiceField(Grid.objects.none(), label=_("移到网格"))
    member = forms.MultipleChoiceField(
        label=_("成员"), error_messages={"required": _("请先勾选要移动的对象。")}
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members

    def chosen(self) -> dict[str, list[int]]:
        """The ticked members by kind, as ``assign`` takes them: ``{"buildings": [1, 2]}``."""
        chosen: dict[str, list[int]] = {}
        for member in self.cleaned_data["member"]:
            kind, _colon, pk = member.partition(":")
            chosen.setdefault(f"{kind}s", []).append(int(pk))
        return chosen


class PublishForm(LingeForm):
    exception_reason = forms.CharField(
        label=_("例外理由"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("有提醒时必填，例如“沿江地块明年交付”。"),
    )
    history = forms.BooleanField(
        label=_("作为历史划分录入"),
        required=False,
        help_text=_("起用日期已过。录入后只用于当日口径的统计，不改变现在的网格。"),
    )

    def __init__(self, *args: Any, past: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not past:
            del self.fields["history"]


class NoticeForm(LingeForm):
    sheet = forms.FileField(
        label=_("放假通知（CSV）"),
        help_text=_("列名：date,kind,name,notice_url；kind 填 off（休息）或 work（上班）。"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class HandOverForm(LingeForm):
    on = DayField(label=_("交付日期"))
    note = forms.CharField(
        label=_("户数差异说明"),
        max_length=200,
        required=False,
        help_text=_("登记的应有户数与规划套数不同时必填。"),
    )


class MoveInForm(PlaceForm):
    """The share moved in at the usual steps; an empty step is left out."""

    STEPS = (0, 3, 6, 12, 18, 24)
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for months in self.STEPS:
            self.fields[f"after_{months}"] = forms.IntegerField(
                label=_("交付后%(months)s个月（%%）") % {"months": months},
                min_value=0,
                max_value=100,
                required=False,
            )

    def shares(self) -> dict[int, int]:
        asked = self.cleaned_data
        steps = {months: asked[f"after_{months}"] for months in self.STEPS}
        return {months: percent for months, percent in steps.items() if percent is not None}
