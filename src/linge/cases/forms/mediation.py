"""What the pages of mediation and of hazards ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.territory import queries as territory
from linge.territory.models import Place, Shop
from linge.ui.forms import DayField, LingeForm, PhotosField

from ..models import Case, Dispute
from ..queries.mediation import mediators_for
from ..rules.hazards import Level
from ..rules.mediation import Side, SignWay


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Staff by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: User) -> str:
        return person.name


class DisputeForm(LingeForm):
    scale = forms.IntegerField(label=_("涉及人数"), min_value=2, max_value=9999, initial=2)
    mediators = PeopleChoice(
        User.objects.none(), label=_("调解员"), help_text=_("调解员不能是当事人。")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediators"].queryset = mediators_for(case)


class MediatorsForm(DisputeForm):
    scale = None


class OfDispute(LingeForm):
    """A form about one dispute."""

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dispute = dispute
        self.names = {party.pk: name for party, name in zip(*_parties(dispute), strict=True)}


def _parties(dispute: Dispute) -> tuple[list[Any], list[str]]:
    rows = list(dispute.parties.all())
    return rows, [party_name(row) for row in rows]


def party_name(party: Any) -> str:
    """A party by side and name, for those who mediate."""
    return f"{party.get_side_display()} {crypto.open_field(party, 'name')}"


class PartyForm(OfDispute):
    private = ("name", "phone")

    side = forms.ChoiceField(label=_("身份"), choices=Side, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)


class SessionForm(OfDispute):
    private = ("minutes",)

    at = forms.DateTimeField(
        label=_("时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    place = forms.CharField(label=_("地点"), max_length=200, required=False)
    video_link = forms.URLField(label=_("视频会议地址"), required=False, assume_scheme="https")
    present = forms.MultipleChoiceField(
        label=_("到场当事人"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(
        label=_("调解记录"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(str(pk), name) for pk, name in self.names.items()]
        self.initial.setdefault("at", now())

    def deed(self) -> dict[str, Any]:
        """The facts of the action."""
        chosen = self.cleaned_data.pop("present")
        return self.cleaned_data | {"present": list(self.dispute.parties.filter(pk__in=chosen))}


class AgreementForm(OfDispute):
    private = ("text",)

    text = forms.CharField(
        label=_("协议内容"), max_length=8000, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.dispute.agreements.last()
        if last is not None:
            self.initial.setdefault("text", crypto.open_field(last, "text"))


class SignForm(OfDispute):
    who = forms.ChoiceField(label=_("签名人"), widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("签名方式"), choices=SignWay, widget=forms.RadioSelect)
    photos = PhotosField(label=_("签名图片"), most=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.dispute.agreements.last()
        done = set(last.signatures.values_list("party_id", "mediator_id")) if last else set()
        parties = [(f"p{pk}", name) for pk, name in self.names.items() if (pk, None) not in done]
        mediators = [
            (f"m{user.pk}", f"{_('调解员')} {user.name}")
            for user in self.dispute.mediators.all()
            if (None, user.pk) not in done
        ]
        self.fields["who"].choices = [*parties, *mediators]

    def signer(self) -> dict[str, Any]:
        """The party or the mediator who signed."""
        kind, pk = self.cleaned_data["who"][0], self.cleaned_data["who"][1:]
        if kind == "p":
            return {"party": self.dispute.parties.get(pk=pk)}
        return {"mediator": self.dispute.mediators.get(pk=pk)}


class WordsForm(OfDispute):
    private = ("words",)

    words = forms.CharField(
        label=_("说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )


class EndForm(WordsForm):
    how = forms.ChoiceField(label=_("怎么结束"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refused = [
            (f"p{pk}", _("%(name)s明确拒绝调解") % {"name": name})
            for pk, name in self.names.items()
        ]
        self.fields["how"].choices = [
            *refused,
            ("failed", _("调解不成")),
            ("withdrawn", _("申请方撤回")),
        ]

    def deed(self) -> dict[str, Any]:
        """The facts of the action."""
        how = self.cleaned_data["how"]
        party = self.dispute.parties.get(pk=how[1:]) if how.startswith("p") else None
        return {
            "words": self.cleaned_data["words"],
            "refused_by": party,
            "withdrawn": how == "withdrawn",
        }


class ConfirmForm(OfDispute):
    on = DayField(label=_("司法确认日期"))


class FollowUpForm(LingeForm):
    private = ("words",)

    kept = forms.TypedChoiceField(
        label=_("协议履行"),
        choices=(("yes", _("已履行或正在履行")), ("no", _("没有履行"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("回访记录"), max_length=500, required=False, widget=forms.Textarea
    )


class HazardForm(LingeForm):
    what = forms.CharField(label=_("隐患内容"), max_length=300)
    level = forms.ChoiceField(
        label=_("隐患级别"), choices=Level, widget=forms.RadioSelect, initial=Level.GENERAL
    )
    place = forms.ModelChoiceField(Place.objects.none(), label=_("场所"), required=False)
    shop = forms.ModelChoiceField(Shop.objects.none(), label=_("沿街店面"), required=False)
    component = forms.CharField(label=_("部件或位置"), max_length=120, required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("place", territory.places(actor)), ("shop", territory.shops(actor))):
            self.fields[name].queryset = rows.filter(community=case.community)


class NoticeForm(LingeForm):
    text = forms.CharField(
        label=_("整改要求"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )
    rectify_by = DayField(label=_("整改期限"))
    photos = PhotosField(label=_("签收照片"), most=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("rectify_by", today())


class RectifiedForm(LingeForm):
    words = forms.CharField(label=_("整改情况"), max_length=500, widget=forms.Textarea)


class ReinspectForm(LingeForm):
    passed = forms.TypedChoiceField(
        label=_("复查结论"),
        choices=(("yes", _("通过")), ("no", _("不通过，继续整改"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("复查意见"), max_length=500, required=False)
    photos = PhotosField(label=_("复查照片"), most=1)


class LevelForm(LingeForm):
    level = forms.ChoiceField(label=_("隐患级别"), choices=Level, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("原因"), max_length=300)
