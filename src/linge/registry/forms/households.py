"""What is asked to form a household and to change who belongs to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.forms import DayField, LingeForm

from .. import codes
from ..models import HEAD, SELF, Resident
from ..rules.kinds import LivingKind


def relations() -> list[tuple[str, str]]:
    """Relations to the head, without 本人."""
    return [row for row in codes.choices("family_relation", blank="—") if row[0] != SELF]


class HouseholdForm(LingeForm):
    """People who live in a dwelling become a household: each gets a relation, one is the head."""

    since = DayField(label=_("起始日期"), initial=clock.today)
    living_kind = forms.ChoiceField(label=_("居住户类别"), choices=LivingKind, initial="1")
    shared = forms.BooleanField(label=_("合租"), required=False)

    def __init__(self, *args: Any, people: Sequence[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for place, person in enumerate(people):
            self.fields[f"relation_{person.pk}"] = forms.ChoiceField(
                label=_("%(name)s 与户主关系") % {"name": person.name},
                choices=relations,
                required=False,
                initial=HEAD if place == 0 else "",
            )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        chosen = [person for person in self.people if facts.get(f"relation_{person.pk}")]
        if not chosen:
            raise forms.ValidationError(_("请至少选择一位成员与户主的关系。"))
        return facts

    def members(self) -> list[tuple[Resident, str]]:
        told = ((person, self.cleaned_data[f"relation_{person.pk}"]) for person in self.people)
        return [(person, relation) for person, relation in told if relation]


class MemberForm(LingeForm):
    """Somebody who lives in the dwelling joins the household."""

    person = forms.ModelChoiceField(label=_("居民"), queryset=Resident.objects.none())
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations)
    since = DayField(label=_("入户日期"), initial=clock.today)

    def __init__(self, *args: Any, people: Sequence[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = Resident.objects.filter(pk__in=[person.pk for person in people])
        field.label_from_instance = lambda person: person.name


class RelationForm(LingeForm):
    """What a member is to the head. Naming another head is checked by a second person."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations)
    head_becomes = forms.ChoiceField(
        label=_("原户主与新户主的关系"),
        choices=relations,
        required=False,
        help_text=_("只在更换户主时填写；更换户主要由另一人核对后生效"),
    )
    reason = forms.CharField(label=_("更正原因"), required=False, max_length=100)


class LeaveForm(LingeForm):
    on = DayField(label=_("离户日期"), initial=clock.today)
