"""The forms that tie cases together or apart: 并案, 撤销并案."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel.access import Actor

from .. import queries
from ..models import Case
from .deeds import DeedForm
from .moves import text


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
        field = self.fields["target"]
        assert isinstance(field, NumberedCaseField)
        field.actor = actor

    def target_now(self) -> Case | None:
        """The case named in the form as it stands, if there is one."""
        field = self.fields["target"]
        try:
            found: Case | None = field.clean(self["target"].value() or "")
        except forms.ValidationError:
            return None
        return found
