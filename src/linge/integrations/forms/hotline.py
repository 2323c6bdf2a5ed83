"""What the pages of hotline sheets ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Region
from linge.ui.forms import LingeForm


class HotlineForm(LingeForm):
    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    file = forms.FileField(
        label=_("热线工单（CSV）"),
        help_text=_("第一行写列名，至少有“工单编号”和“诉求内容”。重复导入同一张工单不会重复登记。"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communities = territory.communities(actor)
        self.fields["community"].queryset = communities
        self.fields["community"].initial = communities.first()
