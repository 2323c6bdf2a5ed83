"""What is asked about a home visit and a collection round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.forms import DayField, LingeForm, PhotosField

from ..rules.kinds import Outcome


class VisitForm(LingeForm):
    """What a visit found. Vacant and non-residential need a photo or two people who know."""

    outcome = forms.ChoiceField(label=_("走访结果"), choices=Outcome, widget=forms.RadioSelect)
    evidence = PhotosField(label=_("照片"), required=False, most=3)
    source_1 = forms.CharField(
        label=_("知情人一"), required=False, max_length=40, help_text=_("如：物业管家、对门邻居")
    )
    source_2 = forms.CharField(label=_("知情人二"), required=False, max_length=40)
    words = forms.CharField(
        label=_("走访记录"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    private = ("words",)

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
