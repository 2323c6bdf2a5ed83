"""What the pages of other servers ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.cases.models import Case
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.territory import queries as territory
from linge.territory.models import Region
from linge.ui.forms import DayField, LingeForm

from .. import queries
from ..models import RemoteServer

WEEK = timedelta(days=7)


class ServerForm(LingeForm):
    private = ("api_key",)

    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))
    name = forms.CharField(label=_("单位名称"), max_length=60)
    endpoint = forms.URLField(
        label=_("接口地址"),
        assume_scheme="https",
        help_text=_("对方接口说明里的地址，例如 https://例子/open311/v2。"),
    )
    jurisdiction_id = forms.CharField(label="jurisdiction_id", required=False, max_length=80)
    api_key = forms.CharField(
        label=_("对方给的密钥"), max_length=200, widget=forms.PasswordInput, strip=True
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = territory.communities(actor)


class SendForm(LingeForm):
    server = forms.ModelChoiceField(RemoteServer.objects.none(), label=_("送往"))
    service_code = forms.CharField(
        label=_("对方类别编码"), max_length=40, help_text=_("对方接口 services 里的编码。")
    )
    words = forms.CharField(
        label=_("发给对方的说明"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请去掉姓名、电话、门牌。上报人的信息不会发出。"),
    )
    follow_up = DayField(label=_("跟进日期"), help_text=_("到这一天再看对方的办理结果。"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["server"].queryset = queries.servers_for(case)
        self.initial.setdefault("words", case.words)
        self.initial.setdefault("follow_up", today() + WEEK)
