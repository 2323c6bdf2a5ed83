"""What is asked about a home visit and a collection round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.territory.queries import address_text
from linge.territory.rules.kinds import DwellingUseKind
from linge.ui.forms import DayField, LingeForm, PhotosField

from ..rules.kinds import HeardKind, Outcome, SampleResult
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


class CloseRoundForm(LingeForm):
    """The end of a round."""

    until = DayField(
        label=_("从哪天起不再计入"), initial=clock.today, help_text=_("这一天的走访已不计入本轮")
    )


class QuietForm(LingeForm):
    """When a household does not want to be called on; both times empty: not at all."""

    opens = forms.TimeField(
        label=_("从"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("到"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("都不填表示不愿接受上门"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=60)
    ends = forms.BooleanField(label=_("撤销请勿打扰"), required=False)


class LookForm(LingeForm):
    """What the second look at the entries of a check found, one answer each."""

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = [entry for entry in entries if not entry.result]
        cards = []
        for entry in self.entries:
            result, note = f"result_{entry.pk}", f"note_{entry.pk}"
            self.fields[result] = forms.ChoiceField(
                label=_("抽查结果"),
                required=False,
                choices=SampleResult,
                widget=forms.RadioSelect,
            )
            self.fields[note] = forms.CharField(label=_("说明"), required=False, max_length=100)
            cards.append((address_text(entry.visit.dwelling), (result, note)))
        self.cards = cards

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        for entry in self.entries:
            doubtful = facts.get(f"result_{entry.pk}") in (
                SampleResult.WRONG,
                SampleResult.UNREACHED,
            )
            if doubtful and not facts.get(f"note_{entry.pk}", "").strip():
                self.add_error(f"note_{entry.pk}", _("请写明看到的情况。"))
        return facts

    def looks(self) -> list[tuple[Any, SampleResult, str]]:
        """Every answered entry with what was found."""
        facts = self.cleaned_data
        return [
            (entry, SampleResult(facts[f"result_{entry.pk}"]), facts[f"note_{entry.pk}"])
            for entry in self.entries
            if facts[f"result_{entry.pk}"]
        ]
