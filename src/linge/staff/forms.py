"""What the pages of teams and agencies ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.territory import queries as territory
from linge.territory.models import Grid, Region
from linge.ui.forms import DayField, LingeForm

from . import queries
from .rules import BEST, QUESTIONS, Line, Role

ONE_DAY = timedelta(days=1)


class PersonChoice(forms.ModelChoiceField):
    """A person by name."""

    def label_from_instance(self, person: User) -> str:
        return person.name


class AppointForm(LingeForm):
    role = forms.ChoiceField(label=_("岗位"), choices=Role)
    user = PersonChoice(User.objects.none(), label=_("人员"))
    since = DayField(label=_("到岗日期"))

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = queries.people_near(grid)


class EndPostForm(LingeForm):
    last_day = DayField(label=_("最后一天"), help_text=_("从第二天起，此人不再看到本网格的内容。"))

    def until(self) -> Any:
        """The first day without the post."""
        return self.cleaned_data["last_day"] + ONE_DAY


class StandInForm(LingeForm):
    absent = PersonChoice(User.objects.none(), label=_("缺岗人"))
    stand_in = PersonChoice(User.objects.none(), label=_("顶岗人"))
    since = DayField(label=_("第一天"))
    last_day = DayField(label=_("最后一天"), help_text=_("顶岗人只在这些日子看到本网格的内容。"))
    reason = forms.CharField(label=_("原因"), max_length=120)

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = queries.team(grid, today())
        members = [post.user_id for post in team.posts]
        people = User.objects.filter(pk__in=members)
        self.fields["absent"].queryset = people.order_by("name")
        self.fields["stand_in"].queryset = queries.people_near(grid)

    def deed(self) -> dict[str, Any]:
        """What ``arrange_stand_in`` takes."""
        asked = dict(self.cleaned_data)
        return asked | {"until": asked.pop("last_day") + ONE_DAY}


class AgencyForm(LingeForm):
    community = forms.ModelChoiceField(Region.objects.none(), label=_("服务区域"))
    name = forms.CharField(label=_("单位名称"), max_length=60)
    short_name = forms.CharField(label=_("简称"), max_length=20, required=False)
    lines = forms.MultipleChoiceField(
        label=_("条线"),
        choices=Line,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("派遣时按事件类别推荐对应条线的单位。"),
    )
    phone = forms.CharField(label=_("值班电话"), max_length=20, required=False)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, changes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:
            del self.fields["community"]
        else:
            self.fields["community"].queryset = territory.communities(actor)


class RateForm(LingeForm):
    """Five questions on results, from 1 to 5, and words."""

    month = DayField(label=_("月份"), help_text=_("填该月任意一天。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(score, str(score)) for score in range(1, BEST + 1)]
        for number, question in enumerate(QUESTIONS, 1):
            self.fields[f"score_{number}"] = forms.TypedChoiceField(
                label=question,
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("请为每个问题打1到5分。")},
            )
        self.fields["words"] = forms.CharField(
            label=_("评语"),
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("只写成效，不写网格员的行踪。"),
        )

    def deed(self) -> dict[str, Any]:
        """What ``rate_results`` takes."""
        asked = self.cleaned_data
        scores = [asked[f"score_{number}"] for number in range(1, len(QUESTIONS) + 1)]
        return {"month": asked["month"], "scores": scores, "words": asked["words"]}


class CommunityForm(LingeForm):
    """What is set for a whole community."""

    community = forms.ModelChoiceField(Region.objects.none(), label=_("社区"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = territory.communities(actor)


class FourForm(CommunityForm):
    roles = forms.MultipleChoiceField(
        label=_("一起考察的四个岗位"), choices=Role, widget=forms.CheckboxSelectMultiple
    )
    since = DayField(label=_("起始日期"))


class WordForm(CommunityForm):
    role = forms.ChoiceField(label=_("岗位"), choices=Role)
    word = forms.CharField(
        label=_("显示名称"),
        max_length=20,
        required=False,
        help_text=_("例如把网格长显示为“网格管理员”。不填恢复原名。"),
    )
