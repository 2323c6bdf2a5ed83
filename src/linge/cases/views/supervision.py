"""督办升级: what climbed, who was asked, what they replied; and the deeds that belong to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor

from .. import actions, filters, permissions, queries, tables
from ..forms import supervision as forms
from ..models import Case
from .moving import Addition
from .queues import Ledger, Parted, View


class Escalate(Addition):
    title = _("上报上级")
    needs = permissions.ESCALATE
    deed = actions.escalate_case
    form = forms.EscalateForm
    submit = _("上报")
    done = _("已告知上级，承办人不变。")


class UrgeMove(Addition):
    title = _("督办")
    needs = permissions.URGE
    deed = actions.urge_case
    form = forms.UrgeForm
    submit = _("督办")
    done = _("已督办，承办人一个工作日内答复。")


class Reply(Addition):
    title = _("答复督办")
    needs = permissions.REPLY_URGE
    deed = actions.reply_urge
    form = forms.ReplyForm
    submit = _("答复")
    done = _("已答复督办人。")


class WhistleMove(Addition):
    title = _("吹哨报到")
    needs = permissions.WHISTLE
    deed = actions.whistle_case
    form = forms.WhistleForm
    submit = _("吹哨")
    done = _("已通知各单位报到。")


class ReportIn(Addition):
    title = _("登记报到")
    needs = permissions.REPORT_IN
    deed = actions.report_in
    form = forms.ReportInForm
    submit = _("登记")
    done = _("已登记。")


class RateUnit(Addition):
    title = _("评价报到单位")
    needs = permissions.WHISTLE
    deed = actions.rate_unit
    form = forms.RateUnitForm
    submit = _("评价")
    done = _("已评价。")


SUPERVISION: dict[str, type[Addition]] = {
    "escalate": Escalate,
    "urge": UrgeMove,
    "reply_urge": Reply,
    "whistle": WhistleMove,
    "report_in": ReportIn,
    "rate_unit": RateUnit,
}


def offered(actor: Actor, case: Case) -> list[tuple[str, Any]]:
    """The deeds of supervision this person may do on an open case now, by their words."""
    if not case.is_open:
        return []
    subject = permissions.subject_facts(case)
    wanted = tuple({each.needs for each in SUPERVISION.values()})
    held = permissions.held(actor, wanted, subject)
    called, urged = case.whistles.exists(), case.urges.filter(replied_at__isnull=True).exists()
    has = {"reply_urge": urged, "report_in": called, "rate_unit": called}
    return [
        (action, each.title)
        for action, each in SUPERVISION.items()
        if each.needs in held and has.get(action, True)
    ]


class Urged(Parted, Ledger):
    """By level with reply due; the highest first."""

    title = _("督办升级")
    template = "cases/urged.html"
    capability = permissions.URGE
    query = queries.supervised
    filter = filters.CaseFilter
    table = tables.SupervisionTable
    export = permissions.URGE
    nothing = _("没有升级或督办的事件。")
    views = (
        View("street", _("街道及以上"), {"level__gte": "3"}),
        View("community", _("社区督办"), {"level": "2"}),
        View("red", _("超期"), {"level": "1"}),
        View("waiting", _("待答复"), {"reply_due__isnull": False}),
    )

    def actions(self) -> list[Any]:
        return []
