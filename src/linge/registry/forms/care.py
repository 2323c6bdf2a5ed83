"""What is asked about care needs, visits, consents and kinds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.staff.rules import Line
from linge.ui.forms import DayField, LingeForm, LingeModelForm, PhotosField

from ..models import CareKind, CareNeed, Resident
from ..queries import accounts, care
from ..rules.care import CareAnswered, Ending, VisitResult, Way
from ..rules.kinds import ConsentChannel

AT_THE_DESK = (ConsentChannel.PAPER, ConsentChannel.SIGNATURE)


class ProposeForm(LingeForm):
    """Which need, how the person wishes to be looked after, and what was told."""

    kind = forms.ModelChoiceField(label=_("关爱需求"), queryset=None)
    way = forms.ChoiceField(
        label=_("关爱方式"), choices=Way, widget=forms.RadioSelect, initial=Way.VISIT,
        help_text=_("按本人的意愿选择。"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("情况说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    private = ("words",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = care.kinds()  # type: ignore[attr-defined]  # a choice field


class AnswersForm(LingeForm):
    """The care questions: each kind in use, 是、否 or 不愿回答."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {f"kind_{kind.code}": kind for kind in care.kinds()}
        for name, kind in self.kinds.items():
            self.fields[name] = forms.ChoiceField(
                label=kind.name,
                choices=CareAnswered,
                widget=forms.RadioSelect,
                help_text=kind.purpose,
                error_messages={"required": _("请选择，也可以选“不愿回答”。")},
            )
        self.private = tuple(self.kinds)

    def answers(self) -> dict[CareKind, CareAnswered]:
        return {kind: CareAnswered(self.cleaned_data[name]) for name, kind in self.kinds.items()}


class ConsentForm(LingeForm):
    """A consent kept at the desk: for one purpose, on paper or signed on the phone."""

    kind = forms.ModelChoiceField(label=_("同意的用途"), queryset=None)
    channel = forms.ChoiceField(
        label=_("同意方式"),
        choices=[(channel.value, channel.label) for channel in AT_THE_DESK],
        widget=forms.RadioSelect,
    )
    guardian = forms.ModelChoiceField(
        label=_("监护人"), queryset=None, required=False,
        help_text=_("未满14周岁由同住的监护人同意；已满14周岁由本人同意，不要填写。"),
    )  # fmt: skip
    evidence = PhotosField(label=_("同意书照片"), most=3)

    def __init__(self, *args: Any, person: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = care.kinds()  # type: ignore[attr-defined]  # choice fields
        adults = accounts.guardians(person)
        chosen = Resident.objects.filter(pk__in=[adult.pk for adult in adults])
        self.fields["guardian"].queryset = chosen  # type: ignore[attr-defined]  # our own kind of field
        self.fields["guardian"].label_from_instance = lambda adult: adult.name  # type: ignore[attr-defined]  # our own kind of field
        if not adults:
            del self.fields["guardian"]


class EndForm(LingeForm):
    """Why a need ends; withdrawing goes through the consent."""

    ending = forms.ChoiceField(
        label=_("结束原因"),
        choices=[(word.value, word.label) for word in (Ending.CHANGED, Ending.REFUSED)],
        widget=forms.RadioSelect,
    )


class PlanForm(LingeForm):
    """When the next visit is, and who pays it."""

    planned_on = DayField(label=_("计划日期"), initial=clock.today)
    worker = forms.ModelChoiceField(label=_("走访人"), queryset=None)
    way = forms.ChoiceField(label=_("方式"), choices=Way, widget=forms.RadioSelect)

    def __init__(self, *args: Any, need: CareNeed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = care.workers_for(need.person.community)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]  # a choice field
        self.fields["worker"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]  # our own kind of field


class CareVisitForm(LingeForm):
    """How a visit went; the next day may be left to the rhythm of the kind."""

    result = forms.ChoiceField(label=_("结果"), choices=VisitResult, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("走访记录"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = DayField(
        label=_("下次日期"), required=False, help_text=_("不填写则按这类关爱的间隔安排。")
    )
    private = ("what",)


class MissedForm(LingeForm):
    reason = forms.CharField(
        label=_("没有走访到的原因"), max_length=100, help_text=_("如：敲门无人应、住院、外出。")
    )


class KindForm(LingeModelForm):
    """A kind of need; it can be kept as a draft and published once it is whole."""

    line = forms.ChoiceField(
        label=_("由哪条线查看"), required=False, choices=[("", _("请选择")), *Line.choices]
    )
    cards = (
        (_("是什么"), ("code", "name", "service")),
        (_("为什么可以登记"), ("purpose", "basis", "article", "sensitive")),
        (_("多久、谁能看"), ("visit_days", "review_days", "line", "keep_days")),
    )

    class Meta:
        model = CareKind
        fields = (
            "code", "name", "purpose", "basis", "article", "service", "visit_days",
            "review_days", "line", "keep_days", "sensitive",
        )  # fmt: skip
