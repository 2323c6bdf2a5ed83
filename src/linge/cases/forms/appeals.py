"""What an appeal asks: which indicator, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm

from ..rules.indicators import INDICATORS, SPREAD


def codes() -> list[tuple[str, str]]:
    """The indicators by code and name."""
    named = [(code, f"{code} {each.name}") for code, each in INDICATORS.items()]
    return [("", str(_("请选择"))), *named, (SPREAD, f"{SPREAD} {_('处置用时')}")]


class AppealForm(LingeForm):
    code = forms.ChoiceField(label=_("指标"), choices=codes)
    reason = forms.CharField(
        label=_("申诉理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("至少10个字。事实不变，复核通过后这项指标不计这个事件，并列入免计名单。"),
    )
