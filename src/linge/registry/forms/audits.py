"""What the record audit asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.accounts import queries as accounts
from linge.accounts.models import User
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Region
from linge.territory.queries import communities
from linge.ui.forms import DayField, LingeForm

from ..rules.audits import SampleAnswer

SAMPLE_SIZE = 200
WORDS = {"required": False, "max_length": 200, "widget": forms.Textarea(attrs={"rows": 3})}


class AssignForm(LingeForm):
    assignee = forms.ModelChoiceField(label=_("派给"), queryset=User.objects.none())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = accounts.visible_to(actor).filter(is_active=True).order_by("name")
        self.fields["assignee"].queryset = people
        self.fields["assignee"].label_from_instance = lambda user: user.name


class FixForm(LingeForm):
    note = forms.CharField(
        label=_("说明"), help_text=_("怎样改正，或为何无需更改"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class RecheckForm(LingeForm):
    passed = forms.TypedChoiceField(
        label=_("复查结论"),
        choices=((1, _("通过，销号")), (0, _("不通过，退回整改"))),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), help_text=_("不通过的请写明哪里仍不对"), **WORDS)


class SampleForm(LingeForm):
    community = forms.ModelChoiceField(label=_("社区"), queryset=Region.objects.none())
    month = DayField(label=_("月份"), help_text=_("填当月任一天"))
    size = forms.IntegerField(label=_("抽查份数"), min_value=1, max_value=5000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = communities(actor)
        self.fields["community"].queryset = offered
        self.initial.setdefault("community", offered.first())
        self.initial.setdefault("month", clock.today())
        self.initial.setdefault("size", SAMPLE_SIZE)


class AnswerForm(LingeForm):
    answer = forms.ChoiceField(label=_("结论"), choices=SampleAnswer, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), help_text=_("有误的请写明哪里不对"), **WORDS)
