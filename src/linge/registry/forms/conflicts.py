"""How a conflict is settled: one of the two values, or a third."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm

from ..models import Conflict
from ..queries import sides
from ..queries.requests import value_choices
from ..rules.syncing import Choice

NOTHING = "—"


class ConflictForm(LingeForm):
    """Each choice shows its value, so that nobody settles blindly."""

    choice = forms.ChoiceField(label=_("采用哪个值"), choices=(), widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("新的值"),
        required=False,
        max_length=60,
        help_text=_("选择“另填一个值”时填写；日期写成 2026-03-14"),
    )

    def __init__(self, *args: Any, conflict: Conflict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = sides(conflict)
        shown = {Choice.MINE: told.mine, Choice.KEEP: told.now or told.ours}
        self.fields["choice"].choices = [
            (choice.value, f"{choice.label}：{shown[choice] or NOTHING}")
            if choice in shown
            else (choice.value, choice.label)
            for choice in Choice
        ]
        if codes := value_choices(conflict.fact):
            self.fields["value"] = forms.ChoiceField(
                label=_("新的值"),
                required=False,
                choices=[("", _("请选择")), *codes],
                help_text=_("选择“另填一个值”时选取"),
            )
