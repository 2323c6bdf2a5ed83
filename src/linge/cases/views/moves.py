"""The moves at the desk, one form each: which action it calls and what it says when done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .. import actions, permissions, queries
from ..forms import moves as forms
from ..forms.samples import SampleForm
from ..models import Case
from ..queries.previews import if_dispatched
from .moving import Addition, Move
from .relations import (
    AskHelp,
    DeclineHelp,
    HelpDone,
    Link,
    Merge,
    RateAgency,
    ReleaseHelper,
    Unlink,
    Unmerge,
)
from .supervision import SUPERVISION
from .turns import TURNS
from .weighing import Accept, Classify, Place


class Reject(Move):
    title = _("不予受理")
    action = "reject"
    deed = actions.reject_case
    form = forms.RejectForm
    submit = _("不予受理")
    done = _("已答复上报人，没有立案。")
    undo = True


class AskConfirm(Move):
    title = _("请网格员核实")
    action = "ask_confirm"
    deed = actions.ask_confirm
    form = forms.AskConfirmForm
    submit = _("请他核实")
    done = _("已请网格员核实，受理计时暂停。")


class Confirm(Move):
    title = _("核实")
    action = "confirm"
    deed = actions.confirm_case
    form = forms.ConfirmForm
    submit = _("提交核实结果")
    done = _("核实结果已送值守。")


class Dispatch(Move):
    title = _("派遣")
    action = "dispatch"
    deed = actions.dispatch_case
    form = forms.DispatchForm
    submit = _("派遣")
    done = _("已派遣，开始计时。")
    part = "cases/_dispatch.html"
    undo = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Target") == "due-preview":
            form = self.made_form(self.row(), None)
            return render(request, "cases/_due_preview.html", self._preview(self.row(), form))
        return super().get(request, *args, **kwargs)

    def initial(self, row: Case) -> dict[str, Any]:
        asked, limit = self.request.GET, row.standard.limit if row.standard else None
        if row.standard and row.by_urgent_limit and row.standard.urgent_limit:
            limit = row.standard.urgent_limit
        return {
            "agency": queries.proposed_agency(row).agency,
            "limit": asked.get("limit") or (limit and limit.amount.normalize()),
            "limit_unit": asked.get("limit_unit") or (limit and limit.unit.value),
        }

    def frame(self, **more: Any) -> dict[str, Any]:
        case, form = more.get("row"), more.get("form")
        if form is None:
            return super().frame(**more)
        proposal = queries.proposed_agency(case)
        return super().frame(**more) | {"proposal": proposal} | self._preview(case, form)

    def _preview(self, case: Case, form: forms.DispatchForm) -> dict[str, Any]:
        preview = if_dispatched(case, form.limit_now())
        return {"page": self, "preview": preview, "standard": case.standard}


class Recall(Move):
    title = _("收回")
    action = "recall"
    deed = actions.recall_case
    form = forms.ReasonForm
    submit = _("收回")
    done = _("已收回，请重新派遣。")


class Sign(Move):
    title = _("签收")
    action = "sign"
    deed = actions.sign_case
    submit = _("签收")
    done = _("已签收，由您承办。")
    explains = _("签收后由您承办，可转派给本单位同事。")


class Reassign(Move):
    title = _("转派")
    action = "reassign"
    deed = actions.reassign_case
    form = forms.ReassignForm
    submit = _("转派")
    done = _("已转派给本单位同事。")


class Decline(Move):
    title = _("退单")
    action = "decline"
    deed = actions.decline_case
    form = forms.DeclineForm
    submit = _("退单")
    done = _("已退回派遣员。")


class Handle(Move):
    title = _("处置")
    action = "handle"
    deed = actions.handle_case
    form = forms.HandleForm
    submit = _("提交处置结果")
    done = _("处置结果已提交，等待核查。")
    undo = True


class Verify(Move):
    title = _("核查")
    action = "verify"
    deed = actions.verify_case
    form = forms.VerifyForm
    submit = _("提交核查结论")
    done = _("核查结论已提交。")
    undo = True


class CheckSample(Move):
    title = _("抽查")
    action = "spot_check"
    deed = actions.check_sample
    form = SampleForm
    submit = _("提交抽查结果")
    done = _("抽查结果已提交。")


class SendBack(Move):
    title = _("退回")
    action = "send_back"
    deed = actions.send_back_case
    form = forms.SendBackForm
    submit = _("退回责任单位")
    done = _("已退回责任单位继续处置。")


class Close(Move):
    title = _("结案")
    action = "close"
    deed = actions.close_case
    form = forms.CloseForm
    submit = _("结案")
    done = _("已结案，已请上报人评价。")


class Reopen(Move):
    title = _("重开")
    action = "reopen"
    deed = actions.reopen_case
    form = forms.ReasonForm
    submit = _("重开")
    done = _("已重开，请重新派遣。")


class Forward(Move):
    title = _("转报")
    action = "forward"
    deed = actions.forward_case
    form = forms.ForwardForm
    submit = _("转报")
    done = _("已转报，到跟进日期会提醒。")


class TakeBack(Classify):
    title = _("取回")
    action = "take_back"
    deed = actions.take_back_case
    form = forms.TakeBackForm
    submit = _("取回")
    done = _("已取回，请派遣。")


class SelfHandle(Classify):
    title = _("即时处置")
    action = "self_handle"
    deed = actions.self_handle_case
    form = forms.SelfHandleForm
    submit = _("提交处置结果")
    done = _("已办结。")


class Withdraw(Move):
    title = _("撤回")
    action = "withdraw"
    deed = actions.withdraw_case
    form = forms.WithdrawForm
    submit = _("撤回上报")
    done = _("已撤回。")


class Undo(Move):
    title = _("撤销上一步")
    action = "undo"
    deed = actions.undo_step
    submit = _("撤销上一步")
    done = _("已撤销，事件回到上一步。")
    explains = _("两分钟内、后面没有人办理过，才能撤销。")


class Note(Addition):
    title = _("备注")
    deed = actions.add_note
    form = forms.NoteForm
    submit = _("添加备注")
    done = _("已添加备注。")


class Contact(Addition):
    title = _("记录联系")
    needs = permissions.CONTACT_REPORTER
    deed = actions.record_contact
    form = forms.ContactForm
    submit = _("记录")
    done = _("已记录。")


MOVES: dict[str, type[Move]] = {
    "accept": Accept,
    "place": Place,
    "reject": Reject,
    "merge": Merge,
    "unmerge": Unmerge,
    "link": Link,
    "unlink": Unlink,
    "co_add": AskHelp,
    "co_done": HelpDone,
    "co_decline": DeclineHelp,
    "co_release": ReleaseHelper,
    "co_rate": RateAgency,
    "ask_confirm": AskConfirm,
    "confirm": Confirm,
    "self_handle": SelfHandle,
    "dispatch": Dispatch,
    "recall": Recall,
    "sign": Sign,
    "reassign": Reassign,
    "decline": Decline,
    "handle": Handle,
    "verify": Verify,
    "spot_check": CheckSample,
    "send_back": SendBack,
    "close": Close,
    "reopen": Reopen,
    "forward": Forward,
    "take_back": TakeBack,
    "withdraw": Withdraw,
    "undo": Undo,
    **TURNS,
    **SUPERVISION,
    "note": Note,
    "contact": Contact,
}


def move(request: HttpRequest, uuid: str, action: str) -> HttpResponseBase:
    """The page of a move, by the word in its address."""
    if action not in MOVES:
        raise Http404
    return MOVES[action].as_view()(request, uuid=uuid, action=action)
