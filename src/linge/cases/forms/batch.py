"""Many cases at once: which of those that wait, and what all of them get."""

import re
from collections.abc import Iterable
from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.staff.models import Agency
from linge.ui.forms import LingeForm

from .. import queries
from ..actions.batch import MOST
from ..models import Case
from ..rules import RejectReason, State
from .moves import LONG_HINT, text

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class BatchForm(LingeForm):
    """Up to fifty cases, each as it stood when the page was made."""

    cases = forms.MultipleChoiceField(
        label=gettext_lazy("事件"),
        help_text=gettext_lazy("一次最多50件；期间被别人办理过的会列出来，不受影响。"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, waiting: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = 0
        self.waiting = {str(case.uuid): case for case in waiting}
        field = self.fields["cases"]
        assert isinstance(field, forms.MultipleChoiceField)
        shown = list(self.waiting.values())[:MOST]
        field.choices = [(_seen(case), _line(case)) for case in shown]
        field.valid_value = well_formed  # type: ignore[method-assign]  # one that moved on is still told of

    def clean_cases(self) -> list[Case]:
        """The ticked cases with the standing the reader saw."""
        ticked = self.cleaned_data["cases"]
        if len(ticked) > MOST:
            raise forms.ValidationError(_("一次最多50件，请分批办理。"))
        found = []
        for value in ticked:
            uuid, state, seq = value.split(":")
            if uuid not in self.waiting:
                self.gone += 1
                continue
            then = copy(self.waiting[uuid])
            then.state, then.seq = state, int(seq)
            found.append(then)
        return found


class BatchDispatchForm(BatchForm):
    """批量派遣: the cases of one small category to one agency, each by its own standard's limit."""

    agency = forms.ModelChoiceField(
        None, label=gettext_lazy("责任单位"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = next(iter(self.waiting.values()), None)
        agencies = queries.agencies_for(first) if first else Agency.objects.none()
        self.fields["agency"].queryset = agencies

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        kinds = {case.category_id for case in asked.get("cases", ())}
        if len(kinds) > 1:
            self.add_error("cases", _("一次只能派遣同一小类的事件。"))
        return asked


class BatchRejectForm(BatchForm):
    """批量不予受理: one reason for all, and the words each reporter reads."""

    reason_code = forms.ChoiceField(
        label=gettext_lazy("原因"), choices=RejectReason, widget=forms.RadioSelect, initial="spam"
    )
    words = text(gettext_lazy("给上报人的答复"), hint=LONG_HINT, required=True)


def _seen(case: Case) -> str:
    return f"{case.uuid}:{case.state}:{case.seq}"


def _line(case: Case) -> str:
    kind = case.category.label if case.category else _("待定类别")
    return " · ".join(filter(None, [case.number, kind, case.place_text]))


def well_formed(value: str) -> bool:
    """Whether a ticked value names a case and a standing: ``uuid:state:seq``."""
    uuid, *standing = value.split(":")
    known = len(standing) == 2 and standing[0] in State.values and standing[1].isdecimal()
    return known and UUID_FORM.fullmatch(uuid) is not None
