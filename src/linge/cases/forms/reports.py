"""The forms of a report: at the desk for somebody who called or came, and in the portal."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.registry.rules.phones import check_phone
from linge.territory import queries as territory
from linge.territory.models import Region
from linge.ui.widgets import PhoneInput

from .. import queries
from ..actions import Report
from ..models import Category
from ..queries.places import buildings_for, buildings_in, ground_of
from ..rules import Source
from .deeds import PhotoForm
from .fields import BuildingField, CasePhotosField, PointField, WordsField
from .moves import by_large

MOST_PHOTOS = 9


class ReportForm(PhotoForm):
    """What, where, who: the part both reports share. Nothing but the place and one sign of what
    happened is needed."""

    private = ("reporter_name", "reporter_phone")

    words = WordsField(
        label=_("情况描述"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = CasePhotosField(label=_("照片"), required=False, most=MOST_PHOTOS)
    building = BuildingField(label=_("楼栋"), required=False)
    place_text = WordsField(label=_("地点"), required=False, max_length=200)
    place_unknown = forms.BooleanField(label=_("位置不明"), required=False)
    reporter_name = forms.CharField(label=_("姓名"), required=False, max_length=30)
    reporter_phone = forms.CharField(label=_("手机号"), required=False, widget=PhoneInput)
    anonymous = forms.BooleanField(label=_("匿名"), required=False)

    def clean_reporter_phone(self) -> str:
        """The number as it is dialled; a wrong length is told with what is missing."""
        checked = check_phone(self.cleaned_data["reporter_phone"])
        if checked.ok:
            return checked.value or ""
        digits = sum(sign.isdigit() for sign in str(checked.value))
        told = gettext("手机号应为11位，现在是%(count)s位，请核对。") % {"count": digits}
        raise forms.ValidationError(told)

    def report(self, **known: Any) -> Report:
        """The report in the form, with what the page knows besides."""
        facts = {name: self.cleaned_data.get(name) for name in SAME}
        return Report(**{name: value for name, value in facts.items() if value}, **known)


SAME = (
    "words",
    "photos",
    "building",
    "place_text",
    "place_unknown",
    "reporter_name",
    "reporter_phone",
    "anonymous",
)


class RegisterForm(ReportForm):
    """值守登记: the clerk writes down what somebody says on the phone or at the counter."""

    cards = (
        (_("来源"), ("source", "outer_no", "community")),
        (_("发生了什么"), ("words", "photos", "category", "urgent")),
        (_("在哪里"), ("building", "place_text", "point", "place_unknown")),
        (_("上报人"), ("reporter_name", "reporter_phone", "anonymous")),
    )
    source = forms.ChoiceField(
        label=_("来源"),
        choices=[(s.value, s.label) for s in (Source.DESK, Source.HOTLINE, Source.MEETING)],
        widget=forms.RadioSelect,
        initial=Source.DESK,
    )
    outer_no = forms.CharField(
        label=_("工单编号"),
        required=False,
        max_length=60,
        help_text=_("热线转办时填写，防止重复登记。"),
    )
    community = forms.ModelChoiceField(None, label=_("社区"), empty_label=None)
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("小类"), required=False, help_text=_("可以在受理时再定。")
    )
    urgent = forms.BooleanField(label=_("紧急"), required=False)
    point = PointField(
        label=_("地图上的位置"), required=False, help_text=_("也可以写成 121.4853,31.2335。")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = territory.communities(actor)
        self.fields["community"].queryset = mine
        self.fields["community"].initial = mine.first()
        if mine.count() == 1:
            self.fields["community"].widget = forms.HiddenInput()
            self.fields["point"].widget.ground = ground_of(mine.get())
        self.fields["building"].queryset = buildings_for(actor)
        self.fields["category"].queryset = queries.smalls()
        self.fields["category"].choices = by_large

    def report(self, **known: Any) -> Report:
        facts = self.cleaned_data
        lon, lat = facts["point"] or (None, None)
        more = {name: facts[name] for name in ("source", "community", "category", "urgent")}
        return super().report(**more, lon=lon, lat=lat, outer_no=facts["outer_no"] or None, **known)


class PortalReportForm(ReportForm):
    """上报: four steps on one page, for whoever passes by."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    large = forms.ModelChoiceField(
        None, label=_("是哪一类"), required=False, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, community: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.fields["large"].queryset = queries.larges()
        self.fields["building"].queryset = buildings_in(community)
        self.fields["place_text"].widget.attrs |= {"placeholder": _("例如：3号楼东侧路灯下")}

    def report(self, **known: Any) -> Report:
        facts = self.cleaned_data
        return super().report(
            community=self.community,
            source=Source.PORTAL,
            category=facts["large"],
            lon=facts["lon"],
            lat=facts["lat"],
            client_id=facts["request_id"],
            **known,
        )
