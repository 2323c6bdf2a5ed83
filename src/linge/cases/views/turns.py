"""The turns at the desk: what one asks for and another decides, and what a case waits for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import actions
from ..forms import turns as forms
from ..models import CaseRequest
from ..queries.facts import open_request
from ..rules import limit_in_words
from .moving import Move


class AskPostpone(Move):
    title = _("申请延期")
    action = "ask_postpone"
    deed = actions.ask_postpone
    form = forms.AskPostponeForm
    submit = _("提交申请")
    done = _("申请已送出，等本单位负责人同意、派遣员批准。")


class AskSuspend(Move):
    title = _("申请挂账")
    action = "ask_suspend"
    deed = actions.ask_suspend
    form = forms.AskSuspendForm
    submit = _("提交申请")
    done = _("申请已送出，批准前照常计时。")


class AskVoid(Move):
    title = _("申请作废")
    action = "ask_void"
    deed = actions.ask_void
    form = forms.AskVoidForm
    submit = _("提交申请")
    done = _("申请已送出，需网格长或社区书记/主任同意。")


class AskForceClose(Move):
    title = _("申请强制结案")
    action = "ask_force_close"
    deed = actions.ask_force_close
    form = forms.AskForceCloseForm
    submit = _("提交申请")
    done = _("申请已送街道，同意后才生效。")


class Decision(Move):
    """A decision on what somebody asked for; the request stands above the button."""

    part = "cases/_decide.html"
    form = forms.DecideForm

    def frame(self, **more: Any) -> dict[str, Any]:
        case = more.get("row")
        asked = open_request(case) if case is not None else None
        told = {"asked": asked, "longer": _longer(asked)}
        return super().frame(**more) | told


class Agree(Decision):
    title = _("同意申请")
    action = "agree_request"
    deed = actions.agree_request
    submit = _("同意")
    done = _("已同意，等派遣员批准。")


class Refuse(Decision):
    title = _("不同意申请")
    action = "refuse_request"
    deed = actions.refuse_request
    form = forms.RefuseForm
    submit = _("不同意")
    done = _("已告诉申请人没有同意。")


class Postpone(Decision):
    title = _("批准延期")
    action = "postpone"
    deed = actions.postpone_case
    submit = _("批准延期")
    done = _("已批准，到期时间顺延，承诺时间一并更新。")


class Suspend(Decision):
    title = _("挂账")
    action = "suspend"
    deed = actions.suspend_case
    form = forms.SuspendForm
    submit = _("挂账")
    done = _("已挂账，办理计时暂停；居民等待照常计时。")


class Void(Decision):
    title = _("作废")
    action = "void"
    deed = actions.void_case
    submit = _("同意作废")
    done = _("已作废，两位负责人的姓名都留在记录里。")


class ForceClose(Decision):
    title = _("强制结案")
    action = "force_close"
    deed = actions.force_close_case
    submit = _("同意强制结案")
    done = _("已强制结案，两位负责人的姓名都列在名单上。")


class Resume(Move):
    title = _("恢复")
    action = "resume"
    deed = actions.resume_case
    form = forms.ResumeForm
    submit = _("恢复办理")
    done = _("已恢复，从剩余时间继续计时。")


class AskReporter(Move):
    title = _("请上报人补充")
    action = "ask_reporter"
    deed = actions.ask_reporter
    form = forms.AskReporterForm
    submit = _("发给上报人")
    done = _("已请上报人补充，受理计时暂停，最多等5天。")


TURNS: dict[str, type[Move]] = {
    "ask_postpone": AskPostpone,
    "postpone": Postpone,
    "ask_suspend": AskSuspend,
    "suspend": Suspend,
    "resume": Resume,
    "ask_reporter": AskReporter,
    "agree_request": Agree,
    "refuse_request": Refuse,
    "ask_void": AskVoid,
    "void": Void,
    "ask_force_close": AskForceClose,
    "force_close": ForceClose,
}


def _longer(asked: CaseRequest | None) -> str:
    limit = asked.limit if asked is not None else None
    return limit_in_words(limit) if limit else ""
