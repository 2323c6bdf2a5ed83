"""What is asked to put a person on record, to correct it, to move in and out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Region
from linge.territory.queries import communities
from linge.ui.forms import DayField, LingeForm, PhotosField
from linge.ui.widgets import IdNumberInput, PhoneInput

from .. import codes, queries
from ..rules import kinds
from ..rules.drafts import NewDocument, NewHome, NewHukou, NewPerson, NewPhone
from ..rules.kinds import HukouState, Left, LeftReason, Life, ResidencyRole
from .fields import ActorForm, AddressField, CheckedForm

SEXES = (*kinds.SEXES, ("9", _("未说明")))
UNKNOWN = ("", _("未登记"))
CORRECTED = (
    "name", "former_name", "sex", "birth_date", "nationality", "marital", "education", "life",
    "death_date",
)  # fmt: skip
HUKOU = (
    "hukou_state", "region_code", "no_code_reason", "left", "left_street_on", "left_reason",
)  # fmt: skip
TWO_PEOPLE = _("更正要由另一人核对后生效")


def coded(label: str, table: str) -> forms.ChoiceField:
    """A choice out of a national code table, not required."""
    return forms.ChoiceField(
        label=label, required=False, choices=lambda: codes.choices(table, blank=str(UNKNOWN[1]))
    )


class HomeFields(ActorForm):
    """Where somebody lives, in which role, since when."""

    address = AddressField(
        label=_("现住房屋"),
        required=False,
        max_length=80,
        help_text=_("可写短地址，如：锦绣花园3-2-501"),
    )
    role = forms.ChoiceField(
        label=_("居住身份"), choices=ResidencyRole, initial=ResidencyRole.FAMILY
    )
    since = DayField(label=_("入住日期"), initial=clock.today)

    def home(self) -> NewHome | None:
        facts = self.cleaned_data
        dwelling = facts.get("address")
        if dwelling is None:
            return None
        role = ResidencyRole(facts["role"])
        main = role != ResidencyRole.REGISTERED_ONLY
        return NewHome(dwelling.pk, facts["since"], role, main)


class HukouFields(LingeForm):
    """Where the hukou is, and whether the person left its street."""

    hukou_state = forms.ChoiceField(
        label=_("户籍"), required=False, choices=[UNKNOWN, *HukouState.choices]
    )
    region_code = forms.CharField(
        label=_("户口所在地代码"),
        required=False,
        max_length=12,
        help_text=_("户口在外地时填写6、9或12位区划代码"),
    )
    no_code_reason = forms.CharField(label=_("没有代码的原因"), required=False, max_length=60)
    left = forms.ChoiceField(
        label=_("是否离开户口所在街道"), choices=Left, initial=Left.UNKNOWN, required=False
    )
    left_street_on = DayField(label=_("何时离开户口所在街道"), required=False)
    left_reason = forms.ChoiceField(
        label=_("离开原因"), required=False, choices=[UNKNOWN, *LeftReason.choices]
    )

    def clean_region_code(self) -> str:
        code = str(self.cleaned_data["region_code"]).strip()
        if code and not (code.isdigit() and len(code) in (6, 9, 12)):
            raise forms.ValidationError(_("区划代码应为6、9或12位数字，请核对。"))
        return code

    def hukou(self) -> NewHukou | None:
        facts = self.cleaned_data
        if not facts.get("hukou_state"):
            return None
        return NewHukou(
            state=HukouState(facts["hukou_state"]),
            since=clock.today(),
            region_code=facts["region_code"],
            no_code_reason=facts["no_code_reason"],
            left=Left(facts["left"] or Left.UNKNOWN),
            left_street_on=facts["left_street_on"],
            left_reason=facts["left_reason"],
        )

    def asked(self) -> dict[str, Any]:
        """What the form tells of the hukou, by the names of facts; nothing without its state."""
        facts = self.cleaned_data
        return {name: facts[name] for name in HUKOU} if facts.get("hukou_state") else {}


class RegisterForm(CheckedForm, HomeFields, HukouFields):
    """A new person: identity, home, hukou."""

    cards = (
        (_("身份"), ("name", "number", "sex", "birth_date", "phone")),
        (_("现住"), ("community", "address", "role", "since")),
        (
            _("户籍"),
            (
                "hukou_state",
                "region_code",
                "no_code_reason",
                "left",
                "left_street_on",
                "left_reason",
            ),
        ),
        (_("其他"), ("former_name", "marital", "education")),
    )
    private = ("number", "phone")

    name = forms.CharField(label=_("姓名"), max_length=50)
    number = forms.CharField(
        label=_("居民身份证号"), required=False, max_length=30, widget=IdNumberInput
    )
    sex = forms.ChoiceField(label=_("性别"), choices=[UNKNOWN, *SEXES], required=False)
    birth_date = DayField(label=_("出生日期"), required=False)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=30, widget=PhoneInput)
    community = forms.ModelChoiceField(label=_("建档社区"), queryset=Region.objects.none())
    former_name = forms.CharField(label=_("曾用名"), required=False, max_length=50)
    marital = coded(_("婚姻状况"), "marital")
    education = coded(_("文化程度"), "education")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["community"]
        field.queryset = communities(actor)
        field.initial = field.queryset.first()

    def person(self) -> NewPerson:
        """The draft; sex and birth date come from the number where the form leaves them open."""
        facts = self.cleaned_data
        number = facts["number"].strip()
        read = queries.read_number(number) if number else None
        return NewPerson(
            name=facts["name"],
            former_name=facts["former_name"],
            sex=facts["sex"] or (read and read.sex) or "0",
            birth_date=facts["birth_date"] or (read and read.birth),
            marital=facts["marital"],
            education=facts["education"],
            documents=(NewDocument(number),) if number else (),
            phones=(NewPhone(facts["phone"]),) if facts["phone"].strip() else (),
            hukou=self.hukou(),
        )

    def doubts(self) -> list[str]:
        return queries.person_doubts(self.person())


class ResidentForm(CheckedForm, HukouFields):
    """Corrections of a record. Numbers are never shown here; a new one may be added.

    What is protected becomes a change request with the reason and the photos given here.
    """

    cards = (
        (_("身份"), ("name", "former_name", "sex", "birth_date", "nationality")),
        (_("证件和电话"), ("number", "phone")),
        (
            _("户籍"),
            (
                "hukou_state",
                "region_code",
                "no_code_reason",
                "left",
                "left_street_on",
                "left_reason",
            ),
        ),
        (_("其他"), ("marital", "education", "life", "death_date", "reason", "evidence")),
    )
    private = ("number", "phone")

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("姓名"), max_length=50, help_text=TWO_PEOPLE)
    former_name = forms.CharField(label=_("曾用名"), required=False, max_length=50)
    sex = forms.ChoiceField(
        label=_("性别"), choices=[("0", UNKNOWN[1]), *SEXES], help_text=TWO_PEOPLE
    )
    birth_date = DayField(label=_("出生日期"), required=False, help_text=TWO_PEOPLE)
    nationality = forms.RegexField(
        r"[A-Z]{3}",
        label=_("国籍代码"),
        max_length=3,
        help_text=_("三个大写字母，中国写 CHN"),
        error_messages={"invalid": _("国籍代码为三个大写字母，例如 CHN。")},
    )
    number = forms.CharField(
        label=_("新证件号"),
        required=False,
        max_length=30,
        widget=IdNumberInput,
        help_text=_("留空表示不变；替换现有证件要由另一人核对，生效后原证件停用"),
    )
    phone = forms.CharField(
        label=_("新主要电话"),
        required=False,
        max_length=30,
        widget=PhoneInput,
        help_text=_("留空表示不变"),
    )
    marital = coded(_("婚姻状况"), "marital")
    education = coded(_("文化程度"), "education")
    life = forms.ChoiceField(
        label=_("存续状态"), choices=Life, help_text=_("登记死亡要由另一人核对后生效")
    )
    death_date = DayField(label=_("死亡日期"), required=False)
    reason = forms.CharField(label=_("更正原因"), required=False, max_length=100)
    evidence = PhotosField(
        label=_("佐证照片"), required=False, most=3, help_text=_("如户口簿、死亡证明，供核对人查看")
    )

    def asked(self) -> dict[str, Any]:
        """The facts by their names; a number, phone or hukou left open is not told."""
        facts = self.cleaned_data
        told = super().asked() | {name: facts[name] for name in CORRECTED if name in facts}
        numbers = {name: facts.get(name, "").strip() for name in ("number", "phone")}
        return told | {name: number for name, number in numbers.items() if number}

    def doubts(self) -> list[str]:
        facts = self.cleaned_data
        number = facts["number"].strip()
        told = NewPerson(
            name=facts["name"],
            sex=facts["sex"],
            birth_date=facts["birth_date"],
            documents=(NewDocument(number),) if number else (),
        )
        return queries.person_doubts(told)


class MoveInForm(HomeFields):
    """A further home, or a move to another."""

    leaving = forms.BooleanField(label=_("同时从原主要居所迁出"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True


class MovePeopleForm(HomeFields):
    """Several people move to one home; each leaves the present main one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True
        self.fields["address"].label = _("迁往房屋")


class MoveOutForm(LingeForm):
    on = DayField(label=_("迁出日期"), initial=clock.today)
    reason = forms.CharField(label=_("迁出原因"), required=False, max_length=60)
