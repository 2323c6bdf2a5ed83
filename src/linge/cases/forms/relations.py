"""The forms that tie cases together or apart, and that bring further agencies in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel.access import Actor

from .. import queries
from ..models import Assignment, Case
from .deeds import DeedForm, PhotoForm
from .fields import CasePhotosField
from .moves import LONG_HINT, REASON_HINT, DispatchForm, text


class NumberedCaseField(forms.CharField):
    """A case in scope, by its number, whole or from the day on, or by its uuid in a link."""

    actor: Actor | None = None

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value).strip()
        if not words or self.actor is None:
            return None
        found = queries.numbered(self.actor, words).first()
        if found is None:
            raise forms.ValidationError(_("没有找到编号为“%(words)s”的事件。") % {"words": words})
        return found


class MergeForm(DeedForm):
    """并案: which case the report joins, and a word to its reporter."""

    target = NumberedCaseField(
        label=gettext_lazy("并入哪一件"),
        help_text=gettext_lazy("写事件编号，例如 20260615-0001。"),
        max_length=30,
    )
    words = text(
        gettext_lazy("给上报人的话"),
        hint=gettext_lazy("可以不写；上报人会收到“已合并办理”的消息。"),
        rows=2,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "target", actor)

    def target_now(self) -> Case | None:
        """The case named in the form as it stands, if there is one."""
        field = self.fields["target"]
        try:
            found: Case | None = field.clean(self["target"].value() or "")
        except forms.ValidationError:
            return None
        return found


class LinkForm(DeedForm):
    """设为子事件: which open case this one is part of."""

    parent = NumberedCaseField(
        label=gettext_lazy("母事件"),
        help_text=gettext_lazy("写母事件的编号，例如 20260615-0001。"),
        max_length=30,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "parent", actor)


class AskHelpForm(DispatchForm):
    """请协同: whom, to do what, by when."""

    task = forms.CharField(
        label=gettext_lazy("协同事项"),
        max_length=200,
        help_text=gettext_lazy("请对方做哪一部分，写清楚。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("agency", "task", "limit", "limit_unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["words"]


class HelpDoneForm(PhotoForm):
    """协同反馈: what was done, and how it looks."""

    result = text(gettext_lazy("处置结果"), required=True)
    photos = CasePhotosField(label=gettext_lazy("处置后照片"), required=False)


class DeclineHelpForm(DeedForm):
    words = text(gettext_lazy("退单说明"), hint=LONG_HINT, required=True)


class PartField(forms.ModelChoiceField):
    """An agency's part in the case, by the agency's name and task."""

    def label_from_instance(self, obj: Assignment) -> str:
        return f"{obj.agency.short_name} · {obj.task or obj.get_role_display()}"


class ReleaseHelperForm(DeedForm):
    """解除协同: which agency need do no more, and why."""

    part = PartField(
        None, label=gettext_lazy("协同单位"), empty_label=None, widget=forms.RadioSelect
    )
    reason = text(gettext_lazy("原因"), hint=REASON_HINT, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        self.fields["part"].queryset = queries.helpers_of(self.case).select_related("agency")


class RateAgencyForm(DeedForm):
    """单位评分: one agency's part, 1 to 5."""

    part = PartField(
        None, label=gettext_lazy("责任单位"), empty_label=None, widget=forms.RadioSelect
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("评分"),
        choices=[(score, str(score)) for score in range(5, 0, -1)],
        coerce=int,
        help_text=gettext_lazy("5分最好。评的是这次配合，不是这个单位。"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        self.fields["part"].queryset = queries.handled_parts(self.case)


def _ask(form: forms.Form, name: str, actor: Actor) -> None:
    """Let a field look for cases as this person sees them."""
    field = form.fields[name]
    assert isinstance(field, NumberedCaseField)
    field.actor = actor
