"""What the bearer of a progress code can say: how it went, that it is not solved, never mind."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ..rules import Satisfaction
from .deeds import DeedForm
from .moves import text

FACES = (
    ("5", _("非常满意")),
    ("4", _("满意")),
    ("3", _("一般")),
    ("2", _("不满意")),
    ("1", _("很不满意")),
)
MEANT = {
    "5": Satisfaction.SATISFIED,
    "4": Satisfaction.SATISFIED,
    "3": Satisfaction.BASICALLY,
    "2": Satisfaction.UNSATISFIED,
    "1": Satisfaction.UNSATISFIED,
}
UNANSWERED = {
    "contacted": _("请选“是”或“否”。"),
    "solved": _("请选“是”或“否”。"),
    "face": _("请选一张最像您心情的脸。"),
}
YES_NO = (("1", _("是")), ("0", _("否")))


def yes_or_no(label: str) -> forms.TypedChoiceField:
    """A question with two answers and no preset one."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class RatingForm(DeedForm):
    """评价: were you called, is it solved, how satisfied are you, and why."""

    contacted = yes_or_no(_("有人联系过您吗？"))
    solved = yes_or_no(_("问题解决了吗？"))
    face = forms.ChoiceField(
        label=_("您满意吗？"),
        choices=FACES,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("想说的话"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in UNANSWERED.items():
            self.fields[name].error_messages["required"] = sentence

    @property
    def questions(self) -> list[BoundField]:
        """The two questions with yes or no."""
        return [self["contacted"], self["solved"]]

    def deed(self) -> dict[str, Any]:
        asked = super().deed()
        return asked | {"satisfaction": MEANT[asked.pop("face")]}


class NotSolvedForm(DeedForm):
    """重开: what is still not right."""

    reason = text(_("哪里还没有解决"), hint=_("写清楚一点，方便他们再来处理。"), required=True)


class NeverMindForm(DeedForm):
    """撤回."""

    reason = text(_("撤回原因"), hint=_("可以不填。"), rows=2)


class AnswerForm(DeedForm):
    """补充说明: what was asked for."""

    answer = text(_("您的补充"), hint=_("知道多少写多少。"), required=True)


class CodeForm(forms.Form):
    """The code on the slip, as people type it."""

    code = forms.CharField(label=_("查询码"), max_length=40, strip=True)
