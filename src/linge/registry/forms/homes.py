"""What is asked about a home visit and a collection round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.territory.rules.kinds import DwellingUseKind
from linge.ui.forms import DayField, LingeForm, PhotosField

from ..rules.kinds import HeardKind, Outcome
from ..rules.telling import NewHeard

USES = (
    DwellingUseKind.OWN_USE,
    DwellingUseKind.LET,
    DwellingUseKind.BUSINESS,
    DwellingUseKind.HOME_TO_BUSINESS,
    DwellingUseKind.DORMITORY,
)


class VisitForm(LingeForm):
    """What a visit found. Vacant and non-residential need a photo or two people who know."""

    outcome = forms.ChoiceField(label=_("走访结果"), choices=Outcome, widget=forms.RadioSelect)
    evidence = PhotosField(label=_("照片"), required=False, most=3)
    source_1 = forms.CharField(
        label=_("知情人一"), required=False, max_length=40, help_text=_("如：物业管家、对门邻居")
    )
    source_2 = forms.CharField(label=_("知情人二"), required=False, max_length=40)
    use = forms.ChoiceField(
        label=_("房屋用途"),
        required=False,
        choices=[("", _("不变")), *((u.value, u.label) for u in USES)],
        help_text=_("见面登记、非居住时可改；空置由网格长审核后生效"),
    )
    card_left = forms.BooleanField(label=_("已在门口留下联系卡"), required=False)
    words = forms.CharField(
        label=_("走访记录"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    heard_kind = forms.ChoiceField(
        label=_("听到的话"), required=False, choices=[("", _("没有")), *HeardKind.choices]
    )
    heard_words = forms.CharField(
        label=_("原话"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("照原话记，可一键转为事件"),
    )
    private = ("words", "heard_words")
    cards = (
        (_("走访结果"), ("outcome", "use", "card_left", "words")),
        (_("佐证"), ("evidence", "source_1", "source_2")),
        (_("听到的话"), ("heard_kind", "heard_words")),
    )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("heard_words", "").strip() and not facts.get("heard_kind"):
            self.add_error("heard_kind", _("请选择这句话属于哪一类。"))
        if facts.get("heard_kind") and not facts.get("heard_words", "").strip():
            self.add_error("heard_words", _("请写下原话。"))
        return facts

    def heard(self) -> list[NewHeard]:
        """What was heard, if anything."""
        kind = self.cleaned_data["heard_kind"]
        return [NewHeard(HeardKind(kind), self.cleaned_data["heard_words"])] if kind else []

    def sources(self) -> list[dict[str, str]]:
        told = (self.cleaned_data["source_1"].strip(), self.cleaned_data["source_2"].strip())
        return [{"kind": "source", "name": name} for name in told if name]


class VoidForm(LingeForm):
    reason = forms.CharField(label=_("作废原因"), max_length=100)


class RoundForm(LingeForm):
    """A new collection round for a community."""

    name = forms.CharField(label=_("轮次名称"), max_length=60)
    since = DayField(label=_("开始日期"), initial=clock.today)

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since > clock.today():
            raise forms.ValidationError(_("开始日期不能晚于今天。"))
        return since
