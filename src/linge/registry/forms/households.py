"""What is asked to form a household and to change who belongs to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.ui.forms import DayField, LingeForm

from .. import codes, queries
from ..models import HEAD, SELF, Household, HouseholdMember, Resident
from ..rules.kinds import LivingKind
from .fields import CheckedForm


def relations() -> list[tuple[str, str]]:
    """Relations to the head, without 本人."""
    return [row for row in codes.choices("family_relation", blank="—") if row[0] != SELF]


class HouseholdForm(CheckedForm):
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
        if not any(self.cleaned_data.get(f"relation_{person.pk}") for person in self.people):
            raise forms.ValidationError(_("请至少选择一位成员与户主的关系。"))
        return super().clean()

    def members(self) -> list[tuple[Resident, str]]:
        told = ((person, self.cleaned_data[f"relation_{person.pk}"]) for person in self.people)
        return [(person, relation) for person, relation in told if relation]

    def doubts(self) -> list[str]:
        if self.cleaned_data["living_kind"] == LivingKind.COLLECTIVE:
            return []
        return [doubt.message for doubt in queries.relation_doubts(self.members())]


class MemberForm(CheckedForm):
    """Somebody joins the household: of a living one, somebody who lives in the dwelling."""

    person = forms.ModelChoiceField(label=_("居民"), queryset=Resident.objects.none())
    relation = forms.ChoiceField(label=_("与户主关系"), choices=relations)
    since = DayField(label=_("入户日期"), initial=clock.today)

    def __init__(
        self, *args: Any, household: Household, people: Sequence[Resident], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        field = self.fields["person"]
        field.queryset = Resident.objects.filter(pk__in=[person.pk for person in people])
        field.label_from_instance = lambda person: person.name

    def doubts(self) -> list[str]:
        person, relation = self.cleaned_data["person"], self.cleaned_data["relation"]
        return new_doubts(self.household, person, relation)


class RelationForm(CheckedForm):
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

    def __init__(self, *args: Any, member: HouseholdMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def doubts(self) -> list[str]:
        relation = self.cleaned_data["relation"]
        if relation == HEAD:
            return []
        return new_doubts(self.member.household, self.member.person, relation)


def new_doubts(household: Household, person: Resident, relation: str) -> list[str]:
    """The doubts a household would have with the person in that relation, beyond today's."""
    now = queries.related(household)
    known = {doubt.message for doubt in queries.relation_doubts(now.values())}
    then = queries.relation_doubts({**now, person.pk: (person, relation)}.values())
    return [doubt.message for doubt in then if doubt.message not in known]


class LeaveForm(LingeForm):
    on = DayField(label=_("离户日期"), initial=clock.today)
