"""Every deed the API offers: its action and what it asks, with names turned into rows."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from linge.accounts.models import User
from linge.files import queries as files
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.models import StoredAnswer
from linge.kernel.refusals import Refused
from linge.kernel.worktime import Limit
from linge.staff import queries as staff
from linge.staff.models import Agency

from .. import actions, queries
from ..models import Assignment, Case, Category, Standard
from ..queries.places import buildings_for, grids_of
from ..queries.ties import parts_of
from . import asks


@dataclass(frozen=True, slots=True)
class Deed:
    """A move as the API offers it: what it is called, what it asks, which action makes it."""

    label: str
    asks: type[asks.Ask]
    action: Callable[..., Case]


DEEDS: Mapping[str, Deed] = {
    "withdraw": Deed("撤回", asks.Reasoned, actions.withdraw_case),
    "ask_confirm": Deed("请核实", asks.AskConfirm, actions.ask_confirm),
    "confirm": Deed("核实", asks.Confirm, actions.confirm_case),
    "accept": Deed("受理", asks.Accept, actions.accept_case),
    "place": Deed("定位", asks.Place, actions.place_case),
    "reject": Deed("不予受理", asks.Reject, actions.reject_case),
    "merge": Deed("并案", asks.Merge, actions.merge_case),
    "unmerge": Deed("撤销并案", asks.Reasoned, actions.unmerge_case),
    "link": Deed("设为子事件", asks.Link, actions.link_case),
    "unlink": Deed("解除母子", asks.Reasoned, actions.unlink_case),
    "co_add": Deed("请协同", asks.AskHelp, actions.ask_help),
    "co_done": Deed("协同反馈", asks.HelpDone, actions.help_done),
    "co_decline": Deed("协同退单", asks.DeclineHelp, actions.decline_help),
    "co_release": Deed("解除协同", asks.ReleaseHelper, actions.release_helper),
    "co_rate": Deed("单位评分", asks.RateAgency, actions.rate_agency),
    "self_handle": Deed("即时处置", asks.SelfHandle, actions.self_handle_case),
    "dispatch": Deed("派遣", asks.Dispatch, actions.dispatch_case),
    "sign": Deed("签收", asks.Bare, actions.sign_case),
    "reassign": Deed("转派", asks.Reassign, actions.reassign_case),
    "recall": Deed("收回", asks.Reasoned, actions.recall_case),
    "decline": Deed("退单", asks.Decline, actions.decline_case),
    "handle": Deed("处置", asks.Handle, actions.handle_case),
    "verify": Deed("核查", asks.Verify, actions.verify_case),
    "spot_check": Deed("抽查", asks.SpotCheck, actions.check_sample),
    "send_back": Deed("退回", asks.SendBack, actions.send_back_case),
    "close": Deed("结案", asks.Close, actions.close_case),
    "reopen": Deed("重开", asks.Reasoned, actions.reopen_case),
    "forward": Deed("转报", asks.Forward, actions.forward_case),
    "take_back": Deed("取回", asks.TakeBack, actions.take_back_case),
    "undo": Deed("撤销上一步", asks.Bare, actions.undo_step),
    "ask_postpone": Deed("申请延期", asks.AskPostpone, actions.ask_postpone),
    "postpone": Deed("延期", asks.Bare, actions.postpone_case),
    "ask_suspend": Deed("申请挂账", asks.AskSuspend, actions.ask_suspend),
    "suspend": Deed("挂账", asks.Suspend, actions.suspend_case),
    "resume": Deed("恢复", asks.Resume, actions.resume_case),
    "ask_reporter": Deed("请补充", asks.AskReporter, actions.ask_reporter),
    "answer": Deed("补充说明", asks.Answer, actions.answer_question),
    "ask_void": Deed("申请作废", asks.AskVoid, actions.ask_void),
    "void": Deed("作废", asks.Bare, actions.void_case),
    "ask_force_close": Deed("申请强制结案", asks.Reasoned, actions.ask_force_close),
    "force_close": Deed("强制结案", asks.Bare, actions.force_close_case),
    "agree_request": Deed("同意申请", asks.Bare, actions.agree_request),
    "refuse_request": Deed("不同意申请", asks.Reasoned, actions.refuse_request),
    "escalate": Deed("上报上级", asks.Escalate, actions.escalate_case),
    "urge": Deed("督办", asks.Words, actions.urge_case),
    "reply_urge": Deed("答复督办", asks.Words, actions.reply_urge),
    "whistle": Deed("吹哨报到", asks.Whistle, actions.whistle_case),
    "report_in": Deed("登记报到", asks.ReportIn, actions.report_in),
    "rate_unit": Deed("评价报到单位", asks.RateUnit, actions.rate_unit),
    "note": Deed("备注", asks.Note, actions.add_note),
}
EXTRA = {"accept": {"seen_candidates": None}}


def make(name: str, case: Case, asked: asks.Ask, by: Actor) -> Case:
    """Make a move on the case as the asker had seen it; who acted on old news is told so."""
    given = asked.model_dump(exclude={"seen_step"})
    values = {key: _row(key, value, given, case, by) for key, value in given.items()}
    then = as_seen(case, asked.seen_step)
    return DEEDS[name].action(then, by=by, **values, **EXTRA.get(name, {}))


def as_seen(case: Case, step: int | None) -> Case:
    """The case with the standing it had after a step; as it stands now when none is named."""
    then = copy(case)
    seen = case.steps.filter(number=step).first() if step is not None else None
    if seen is not None:
        then.state, then.seq = seen.to_state, seen.number
    return then


def answered(by: Actor, request_id: UUID) -> bool:
    """Whether a deed of this number was done before."""
    return StoredAnswer.objects.filter(actor_key=by.key, request_id=request_id).exists()


def category_of(code: str) -> Category | None:
    """The small category of a code, in force or ended: a phone may have been offline that long."""
    rows = Category.objects.filter(code=code, parent__isnull=False)
    return rows.order_by("-since", "-pk").first()


def _row(key: str, value: Any, given: Mapping[str, Any], case: Case, by: Actor) -> Any:
    """The row that a field names; other values as they are."""
    match key:
        case "photos" | "photos_before" | "photos_after":
            return files.own_photos(value, by)
        case "category":
            return _category(value)
        case "standard":
            return _standard(given["category"], value)
        case "limit":
            return Limit(value["amount"], value["unit"]) if value else None
        case "spot":
            return _spot(value, case, by) if value else None
        case "part":
            return _one_part(parts_of(case), value)
        case "target" | "parent":
            return get_object_or_404(queries.visible_to(by), number=value)
        case "agency":
            return _one_of(queries.agencies_for(case), value)
        case "agencies":
            return [_one_of(queries.agencies_for(case), one) for one in value]
        case "worker":
            return _one_of(staff.workers_on_duty(case.grid), value) if case.grid else _none()
        case "handler":
            return _one_of(queries.people_of(case.agency), value) if case.agency else _none()
        case _:
            return value


def _spot(value: Mapping[str, Any], case: Case, by: Actor) -> actions.Spot:
    """The rows a spot names; grids and buildings of other communities don't exist here."""
    grid, building = value["grid"], value["building"]
    known = buildings_for(by).filter(community=case.community)
    return actions.Spot(
        grid=get_object_or_404(grids_of(case.community), uuid=grid) if grid else None,
        building=get_object_or_404(known, uuid=building) if building else None,
        lon=value["lon"],
        lat=value["lat"],
    )


def _category(code: str) -> Category:
    found = queries.smalls().filter(code=code).first()
    if found is None:
        raise Refused("cases.category_unknown", _("没有这个小类，请重新选择。"), "category")
    return found


def _standard(category: str, number: int) -> Standard | None:
    rows = Standard.objects.on(today()).filter(category__code=category, number=number)
    return rows.filter(category__until__isnull=True).first()


def _one_of(rows: Any, uuid: UUID) -> Agency | User:
    found: Agency | User | None = rows.filter(uuid=uuid).first()
    return found or _none()


def _one_part(parts: list[Assignment], agency: UUID) -> Assignment:
    """An agency's latest part in a case."""
    mine = [part for part in parts if part.agency.uuid == agency]
    return mine[-1] if mine else _none()


def _none() -> Any:
    raise Http404
