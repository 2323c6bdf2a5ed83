"""The forms of the turns: asking for time, waiting, two-person ends, a question to the reporter."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel.clock import today
from linge.ui.forms import DayField

from ..models import Case, CaseRequest
from ..queries.facts import given_limit, open_request
from ..rules import RequestKind, VoidReason, WaitFor, limit_in_words
from .deeds import DeedForm
from .moves import LONG_HINT, REASON_HINT, LimitForm, text


class AskPostponeForm(LimitForm):
    """申请延期: how much longer, and why; no longer than was given at first."""

    reason = text(_("为什么需要延期"), hint=REASON_HINT, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = given_limit(self.case) if self.case else None
        self.fields["limit"].label = _("延长多久")
        if given is not None:
            longest = {"limit": limit_in_words(given)}
            self.fields["limit"].help_text = _("最长%(limit)s，从原到期时间往后算。") % longest


class SuspendForm(DeedForm):
    """挂账: what it waits for, until when, and what the reporter reads about it."""

    wait_for = forms.ChoiceField(label=_("等什么"), choices=WaitFor, widget=forms.RadioSelect)
    until = DayField(
        label=_("恢复日期"), help_text=_("到这一天自动恢复计时。超过30天要社区书记/主任同意。")
    )
    public_note = text(
        _("给上报人的说明"),
        hint=_("为什么要等、等到什么时候；上报人会看到。"),
        rows=2,
        required=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = asked_for(self.case, RequestKind.SUSPEND)
        if request is not None:
            self.initial |= {
                "wait_for": request.wait_for,
                "until": request.until,
                "public_note": request.public_note,
            }
        else:
            self.initial.setdefault("until", today() + timedelta(days=7))


class AskSuspendForm(SuspendForm):
    reason = text(_("申请理由"), rows=2)


class ResumeForm(DeedForm):
    words = text(_("说明"), rows=2)


class AskReporterForm(DeedForm):
    question = text(
        _("请上报人补充什么"), hint=_("5天内没有答复会自动继续办理。不写姓名电话。"), required=True
    )


class AskVoidForm(DeedForm):
    reason_code = forms.ChoiceField(label=_("原因"), choices=VoidReason, widget=forms.RadioSelect)
    reason = text(_("说明"), hint=_("真实的问题不能作废。另一位负责人会看到。"), required=True)


class AskForceCloseForm(DeedForm):
    reason = text(_("为什么无法办结"), hint=LONG_HINT, required=True)


class DecideForm(DeedForm):
    """同意、批准: nothing to fill in; who decides reads what was asked."""


class RefuseForm(DeedForm):
    reason = text(_("不同意的原因"), hint=REASON_HINT, required=True)


def asked_for(case: Case | None, kind: str) -> CaseRequest | None:
    """The open request of one kind."""
    request = open_request(case) if case is not None else None
    return request if request is not None and request.kind == kind else None
