"""What is asked about owners, leases, operators, contacts and household items."""

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.forms import DayField, LingeForm
from linge.ui.widgets import PhoneInput

from ..rules.kinds import ContactRole, ItemKind
from .fields import ActorForm, OrganisationField, PartyField, PersonField

WHO = _("填写姓名、“姓名 房屋”、证件号，或辖区单位名称")


class ShareField(forms.CharField):
    """A share of the whole: ``1``, ``1/2``, ``50%``."""

    default_error_messages = {"invalid": _("份额请写成分数，例如 1/2，或写 1 表示全部。")}

    def clean(self, value: Any) -> Fraction:
        text = str(super().clean(value)).replace("％", "%").replace("／", "/")
        try:
            share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except (ValueError, ZeroDivisionError) as fault:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from fault
        if not 0 < share <= 1:
            raise forms.ValidationError(_("产权份额应大于0、不超过1。"))
        return share.limit_denominator(1_000_000)


class OwnershipForm(ActorForm):
    owner = PartyField(label=_("产权人"), max_length=80, help_text=WHO)
    share = ShareField(label=_("份额"), initial="1", max_length=20, help_text=_("例如 1、1/2"))
    certificate_no = forms.CharField(label=_("产权证号"), required=False, max_length=60)
    since = DayField(label=_("起始日期"), initial=clock.today)
    replacing = forms.BooleanField(
        label=_("房屋已转让：同时结束原有产权"), required=False, initial=False
    )


class TenancyForm(ActorForm):
    landlord = PartyField(label=_("出租人"), max_length=80, help_text=WHO)
    tenant = PartyField(label=_("承租人"), max_length=80, help_text=WHO)
    agent = OrganisationField(label=_("中介机构"), required=False, max_length=80)
    since = DayField(label=_("租期起"), initial=clock.today)
    until = DayField(
        label=_("租期止（不含）"), required=False, help_text=_("租期最后一天的次日；未定可留空")
    )
    by_room = forms.BooleanField(label=_("分间出租"), required=False)
    filing_no = forms.CharField(label=_("备案号"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("until") and facts.get("since") and facts["until"] <= facts["since"]:
            self.add_error("until", _("租期止应晚于租期起，请核对。"))
        return facts


class OperatorForm(ActorForm):
    """Who trades in the shop from a day on; who did so before ends there."""

    operator = PartyField(label=_("经营者"), max_length=80, help_text=WHO)
    trade_name = forms.CharField(label=_("商号"), max_length=60)
    licence_no = forms.CharField(label=_("营业执照号"), required=False, max_length=40)
    staff_count = forms.IntegerField(
        label=_("从业人数"), required=False, min_value=0, max_value=99_999
    )
    since = DayField(label=_("起始日期"), initial=clock.today)


class ContactForm(ActorForm):
    """Whom to speak to: a resident of the register, or somebody by name."""

    private = ("phone",)
    role = forms.ChoiceField(label=_("职责"), choices=ContactRole)
    person = PersonField(
        label=_("居民"), required=False, max_length=80, help_text=_("已建档的填写姓名或“姓名 房屋”")
    )
    name = forms.CharField(
        label=_("姓名"), required=False, max_length=50, help_text=_("没有建档的填写姓名")
    )
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=30, widget=PhoneInput)
    since = DayField(label=_("起始日期"), initial=clock.today)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and bool(facts["person"]) == bool(facts["name"].strip()):
            self.add_error("person", _("请选择居民，或填写联系人姓名。"))
        return facts


class ItemForm(LingeForm):
    """A vehicle, an e-bike or a dog, of the kinds the community asks for."""

    private = ("number",)
    kind = forms.ChoiceField(label=_("类别"))
    number = forms.CharField(label=_("号牌或证号"), max_length=20)
    since = DayField(label=_("起始日期"), initial=clock.today)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [choice for choice in ItemKind.choices if choice[0] in kinds]


class EndTieForm(LingeForm):
    """The day a tie no longer holds."""

    on = DayField(label=_("结束日期"), initial=clock.today)


class OptionsForm(LingeForm):
    """What a community asks its households for besides people."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ItemKind:
            self.fields[kind] = forms.BooleanField(label=kind.label, required=False)
