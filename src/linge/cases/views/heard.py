"""转为事件: what somebody said at the door, looked over once and reported."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.registry import queries as registry
from linge.registry.models import Heard
from linge.ui.forms import LingeForm
from linge.ui.pages import Crumb, FormPage

from .. import actions, permissions, tables
from ..forms.fields import WordsField


class HeardForm(LingeForm):
    """The words as they were said; names and numbers nobody else needs can be taken out."""

    words = WordsField(
        label=_("情况描述"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("承办单位会看到这段话，请去掉不必要的姓名和号码。"),
    )
    private = ("words",)


def waiting(actor: Actor) -> QuerySet[Heard]:
    """What was heard in scope and has not become anything yet."""
    return registry.heard(actor).filter(became="")


class ReportHeard(FormPage):
    title = _("转为事件")
    capability = permissions.REPORT
    form = HeardForm
    query = waiting
    submit = _("上报")
    done = _("已转为事件，走访记录里留有链接。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("听到的话")), reverse("registry:heard"))]

    def initial(self, row: Heard) -> dict[str, Any]:
        return {"words": registry.words_of(row)}

    def perform(self, form: HeardForm, row: Heard) -> actions.Reported:
        return actions.report_heard(row, by=self.request.actor, words=form.cleaned_data["words"])

    def done_at(self, made: actions.Reported) -> str:
        return tables.case_address(made.case)
