"""What the pages of keys ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.cases import queries as cases
from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Region
from linge.ui.forms import LingeForm

from .. import queries
from ..models import Jurisdiction
from ..rules.georeport import ServiceType


class JurisdictionForm(LingeForm):
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=200,
        help_text=_("对方开发人员有问题时找谁，会公开在接口说明里。请写值班电话或邮箱。"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = territory.communities(actor)


class JurisdictionChoice(forms.ModelMultipleChoiceField):
    """Opened communities by name and code."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Jurisdiction) -> str:
        return f"{row.community.name} {row.code}"


class KeyForm(LingeForm):
    name = forms.CharField(
        label=_("系统名称"), max_length=60, help_text=_("给哪个系统、哪家单位用。")
    )
    jurisdictions = JurisdictionChoice(Jurisdiction.objects.none(), label=_("可用辖区"))
    per_minute = forms.IntegerField(
        label=_("每分钟上报上限"), min_value=1, max_value=600, initial=60
    )
    media_hosts = forms.CharField(
        label=_("照片来源主机"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只从这些主机获取照片，一行一个；不填则任何公网主机都可以。"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdictions"].queryset = queries.jurisdictions(actor).filter(is_open=True)


class KindForm(LingeForm):
    code = forms.ChoiceField(label=_("小类"))
    kind = forms.ChoiceField(
        label=_("答复方式"), choices=ServiceType, widget=forms.RadioSelect, initial="realtime"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        smalls = cases.public_smalls()
        self.fields["code"].choices = [(one.code, f"{one.code} {one.label}") for one in smalls]
