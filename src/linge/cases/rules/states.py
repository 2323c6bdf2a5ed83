"""The words of a case's life: states, stages, clocks, and what else is counted by name."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands. The first six are open, the rest are final."""

    REPORTED = "reported", _("待受理")
    CONFIRMING = "confirming", _("核实中")
    ACCEPTED = "accepted", _("待派遣")
    DISPATCHED = "dispatched", _("处置中")
    HANDLED = "handled", _("待核查")
    VERIFIED = "verified", _("待结案")
    CLOSED = "closed", _("已结案")
    REJECTED = "rejected", _("不予受理")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤回")
    VOID = "void", _("已作废")
    FORWARDED = "forwarded", _("已转出")
    FORCE_CLOSED = "force_closed", _("强制结案")


OPEN = frozenset(list(State)[:6])
FINAL = frozenset(State) - OPEN


class Stage(TextChoices):
    """A stretch of the life with a limit of its own."""

    ACCEPT = "accept", _("受理")
    CONFIRM = "confirm", _("核实")
    DISPATCH = "dispatch", _("派遣")
    SIGN = "sign", _("签收")
    HANDLE = "handle", _("处置")
    VERIFY = "verify", _("核查")
    CLOSE = "close", _("结案")
    TRAVEL = "travel", _("在途")  # from the phone's report to our receipt of it, without a limit


STAGE_OF = {
    State.REPORTED: Stage.ACCEPT,
    State.CONFIRMING: Stage.CONFIRM,
    State.ACCEPTED: Stage.DISPATCH,
    State.DISPATCHED: Stage.HANDLE,
    State.HANDLED: Stage.VERIFY,
    State.VERIFIED: Stage.CLOSE,
}


class ClockName(TextChoices):
    """Whose time is counted: the resident waits, a stage lasts, an agency works."""

    RESIDENT = "resident", _("居民等待")
    STAGE = "stage", _("环节")
    AGENCY = "agency", _("责任单位")
    CO = "co", _("协同单位")


class Charge(TextChoices):
    """Who answers for the minutes of a segment."""

    INTAKE = "intake", _("受理员")
    WORKER = "worker", _("网格员")
    DISPATCH = "dispatch", _("派遣员")
    AGENCY = "agency", _("责任单位")
    VERIFIER = "verifier", _("核查员")
    REPORTER = "reporter", _("上报人")


CHARGED = {
    Stage.ACCEPT: Charge.INTAKE,
    Stage.CONFIRM: Charge.WORKER,
    Stage.DISPATCH: Charge.DISPATCH,
    Stage.SIGN: Charge.AGENCY,
    Stage.HANDLE: Charge.AGENCY,
    Stage.VERIFY: Charge.VERIFIER,
    Stage.CLOSE: Charge.INTAKE,
    Stage.TRAVEL: Charge.REPORTER,
}


class Source(TextChoices):
    """How a report reached us."""

    PATROL = "patrol", _("巡查发现")
    VISIT = "visit", _("入户走访")
    PORTAL = "portal", _("居民上报")
    HOTLINE = "hotline", _("热线转办")
    DESK = "desk", _("值守登记")
    MEETING = "meeting", _("会议议定")
    TASK = "task", _("任务转入")
    OPEN311 = "open311", _("开放接口")
    IMPORT = "import", _("批量导入")


FROM_RESIDENTS = frozenset({Source.PORTAL, Source.HOTLINE, Source.OPEN311})


class Finding(TextChoices):
    """What the worker met at the place (核实)."""

    EXISTS = "exists", _("情况属实")
    NOT_FOUND = "not_found", _("现场没有发现")
    UNREACHABLE = "unreachable", _("暂时到不了现场")


class VerifyOutcome(TextChoices):
    """What the verifier says (核查)."""

    PASS = "pass", _("已解决")
    CANNOT = "cannot", _("暂时无法核查")


class SampleOutcome(TextChoices):
    """What a second look at a case handled on the spot finds (抽查)."""

    PASS = "pass", _("确已处置好")
    FAIL = "fail", _("没有处置好")


class RejectReason(TextChoices):
    """Why a report isn't taken up (不予受理)."""

    NOT_OURS = "not_ours", _("不属于社区受理范围")
    DUPLICATE = "duplicate", _("重复上报")
    NOT_FOUND = "not_found", _("现场核实不存在")
    UNCLEAR = "unclear", _("信息不清且无法联系")
    SPAM = "spam", _("与事实无关的内容")


class DeclineReason(TextChoices):
    """Why an agency sends a case back to the dispatcher (退单)."""

    NOT_OURS = "not_ours", _("不属本单位职责")
    WRONG_PLACE = "wrong_place", _("不在本单位管辖地段")
    NEEDS_OTHER = "needs_other", _("需其他单位先行处置")
    CANNOT = "cannot", _("确无条件处置")


class VoidReason(TextChoices):
    """Why a case should never have been one (作废); a real problem is never voided."""

    TEST = "test", _("测试数据")
    MISTAKE = "mistake", _("录入错误")
    SPAM = "spam", _("恶意或广告信息")


class Satisfaction(TextChoices):
    """The reporter's word at the call-back (回访)."""

    SATISFIED = "satisfied", _("满意")
    BASICALLY = "basically", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class PhotoPhase(TextChoices):
    """When a photo was taken in the life of the case."""

    BEFORE = "before", _("处置前")
    CONFIRM = "confirm", _("核实")
    AFTER = "after", _("处置后")
    VERIFY = "verify", _("核查")


class AssignmentOutcome(TextChoices):
    """How an agency's part ended."""

    HANDLED = "handled", _("已处置")
    DECLINED = "declined", _("已退单")
    RECALLED = "recalled", _("已收回")
    RELEASED = "released", _("已解除")


KIND_LABELS = {
    "resident": _("居民"),
    "public": _("上报人"),
    "holder": _("上报人"),
    "clock": _("系统"),
    "partner": _("其他系统"),
}
