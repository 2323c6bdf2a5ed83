"""What is asked about one person's hukou, work, phones and death."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.forms import DayField, LingeForm
from linge.ui.widgets import PhoneInput

from .. import codes
from ..rules.drafts import NewHukou
from ..rules.kinds import HukouState, Left, LeftReason, Usable
from .fields import ActorForm, AddressField, OrganisationField
from .households import relations


class HukouRecordForm(LingeForm):
    """Where the hukou is since when, the book, and whether the person left its street."""

    cards = (
        (_("户籍"), ("state", "since", "region_code", "no_code_reason", "address", "book_no")),
        (_("人户分离"), ("left", "left_street_on", "left_reason")),
    )
    private = ("address", "book_no")

    state = forms.ChoiceField(label=_("户籍"), choices=HukouState)
    since = DayField(label=_("落户日期"), initial=clock.today)
    region_code = forms.CharField(
        label=_("户口所在地代码"),
        required=False,
        max_length=12,
        help_text=_("户口在外地时填写6、9或12位区划代码"),
    )
    no_code_reason = forms.CharField(label=_("没有代码的原因"), required=False, max_length=60)
    address = forms.CharField(
        label=_("户籍地址"), required=False, max_length=120, help_text=_("留空表示不变")
    )
    book_no = forms.CharField(
        label=_("户口簿号"), required=False, max_length=40, help_text=_("留空表示不变")
    )
    left = forms.ChoiceField(label=_("是否离开户口所在街道"), choices=Left, initial=Left.UNKNOWN)
    left_street_on = DayField(label=_("何时离开户口所在街道"), required=False)
    left_reason = forms.ChoiceField(
        label=_("离开原因"), required=False, choices=[("", _("未登记")), *LeftReason.choices]
    )
    reason = forms.CharField(
        label=_("更正原因"),
        required=False,
        max_length=100,
        help_text=_("户口迁移的要写明，由另一人核对后生效"),
    )

    def hukou(self) -> NewHukou:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        state, left = HukouState(facts.pop("state")), Left(facts.pop("left"))
        return NewHukou(state=state, left=left, **facts)


class EmploymentForm(ActorForm):
    """A work or standing since when, at an organisation of the register or elsewhere."""

    status = forms.ChoiceField(
        label=_("从业状况"), choices=lambda: codes.choices("employment", blank=str(_("请选择")))
    )
    organisation = OrganisationField(
        label=_("辖区单位"),
        required=False,
        max_length=80,
        help_text=_("在本辖区单位就业的，填写单位名称"),
    )
    employer = forms.CharField(
        label=_("其他单位名称"), required=False, max_length=80, help_text=_("单位不在辖区内时填写")
    )
    occupation = forms.CharField(label=_("职业"), required=False, max_length=40)
    since = DayField(label=_("起始日期"), initial=clock.today)
    replacing = forms.BooleanField(label=_("同时结束原来的就业"), required=False, initial=True)


class PhoneForm(LingeForm):
    private = ("number",)
    number = forms.CharField(label=_("主要电话"), max_length=30, widget=PhoneInput)


class RatePhoneForm(LingeForm):
    """Whether a number still reaches its owner."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    usable = forms.ChoiceField(label=_("可用"), choices=Usable)
    main = forms.BooleanField(
        label=_("主要号码"), required=False, help_text=_("号码有误的不能作为主要号码")
    )


class DeathForm(LingeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    death_date = DayField(label=_("死亡日期"))
    reason = forms.CharField(
        label=_("依据"), max_length=100, help_text=_("例如：死亡证明编号，或家属告知")
    )


class BookForm(LingeForm):
    """A hukou book opened with one person, or an open one joined."""

    private = ("book_no",)
    book_no = forms.CharField(
        label=_("户口簿号"), max_length=40, help_text=_("已登记的户口簿会加入该户籍户")
    )
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations)
    since = DayField(label=_("起始日期"), initial=clock.today)


class MoveHouseholdForm(ActorForm):
    """The same people move to another dwelling."""

    address = AddressField(
        label=_("迁往房屋"), max_length=80, help_text=_("可写短地址，如：锦绣花园3-2-501")
    )
    on = DayField(label=_("搬迁日期"), initial=clock.today)
    shared = forms.BooleanField(label=_("合租"), required=False)
