"""What is asked of somebody who wants to take a ledger away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import DayField, LingeForm

from ..ledgers import Ledger


class ExportForm(LingeForm):
    reason = forms.CharField(
        label=_("用途"),
        help_text=_("写明拿去做什么、给谁看"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    columns = forms.MultipleChoiceField(label=_("要哪些列"), widget=forms.CheckboxSelectMultiple)
    clear = forms.MultipleChoiceField(
        label=_("哪些列要明文"),
        help_text=_("不选就保持遮盖；选了需要审批"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DayField(label=_("用到哪一天"), help_text=_("最多30天"))

    def __init__(self, *args: Any, ledger: Ledger, may_clear: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(each.name, each.label) for each in ledger.columns]
        opened = [(each.name, each.label) for each in ledger.columns if each.clear]
        self.fields["clear"].choices = opened
        if not (may_clear and opened):
            self.fields["clear"].widget = forms.MultipleHiddenInput()
