"""What the house answers when a move may not happen: code → sentence. Source: cases §2.4."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

SENTENCES = {
    "not_yours": _("您没有办理此事件的权限，请联系网格长或社区值守。"),
    "wrong_state": _("事件当前为“%(state)s”，不能%(action)s，请刷新后查看可办理的操作。"),
    "moved_on": _("该案件刚刚被其他人处理，请刷新页面。"),
    "needed": _("请填写%(what)s后再提交。"),
    "no_place": _("请在地图上点一下位置，或写明地址；说不清就勾选“位置不明”。"),
    "grid_needed": _(
        "还没有定位到网格：请选网格、填楼栋门牌或在地图上点一下；确实定不了的，请写明原因。"
    ),
    "no_grid_there": _("这个位置不在任何网格内，请直接选择网格。"),
    "bad_grid": _("所选位置不在%(community)s，或网格已停用，请选择本社区在用的网格。"),
    "grid_differs": _("%(place)s属于%(grid)s，与所选网格不一致，请只保留一个。"),
    "empty_report": _("请写一句话、拍一张照片或录一段语音，我们才知道发生了什么。"),
    "words_too_long": _("文字最多%(limit)s字，现在有%(count)s字，请删减一些再提交。"),
    "has_voices": _("已有其他居民附议，不能撤回；您可以补充说明。"),
    "not_on_duty": _("%(name)s当前不在岗，请换一位在岗网格员。"),
    "photo_needed": _("请补拍照片（%(which)s）后再提交。"),
    "criterion_needed": _("请选择立案条件，时限按它计算。"),
    "look_again": _("刚刚又有相近的上报，请先看一眼再受理。"),
    "reason_needed": _("请写明原因，至少10个字，让对方知道为什么。"),
    "bad_target": _("不能并入所选事件：%(why)s。请另选一件。"),
    "bad_parent": _("不能设为所选事件的子事件：%(why)s。"),
    "rest_too_long": _("请选明天以后、一年以内的日期。"),
    "not_sampled": _("这件事件没有抽中，或已经抽查过，请刷新页面。"),
    "no_parent": _("这件事件没有母事件，请刷新页面。"),
    "helper_is_lead": _("%(agency)s是牵头单位，不能同时协同。"),
    "helping_already": _("%(agency)s正在协同，不必再请。"),
    "helpers_full": _("协同单位最多%(most)s个，请先解除一个再请。"),
    "not_helped": _("没有正在协同的单位，请刷新页面。"),
    "too_late": _("并案已超过%(days)s天，不能撤销；请新建事件并写明关联。"),
    "not_simple": _("该小类不能即时处置，请上报后由值守派遣。"),
    "agency_closed": _("%(agency)s已停用，请选择其他责任单位。"),
    "limit_too_long": _("时限不能长于标准的%(limit)s。"),
    "leader_decides": _("已被退单3次，请由社区书记/主任确定责任单位。"),
    "other_agency": _("只能转给本单位人员；如非本单位职责，请退单并写明原因。"),
    "decline_late": _("已超过退单时间，请申请延期，或联系派遣员收回。"),
    "already_due": _("已到时限，不能再申请延期；请尽快处置并说明原因。"),
    "postponed_twice": _("已延期2次，不能再延；确需等待的请申请挂账。"),
    "until_too_far": _("挂账最长一年，请选择更早的日期。"),
    "note_needed": _("请写一句给上报人看的说明：为什么要等、等到什么时候。"),
    "no_contact": _("上报人没有留下联系方式，无法请其补充。"),
    "co_open": _("协同单位“%(agency)s”还未完成，请等待或由派遣员解除协同。"),
    "suspended": _("事件正在挂账，请先恢复再办理。"),
    "own_work": _("不能核查自己或本单位处置的事件，请由其他人核查。"),
    "contact_first": _("请先联系上报人（已联系%(count)s次，至少3次且不在同一天）。"),
    "children_open": _("还有%(count)s件子事件未办结，请先办结。"),
    "hazard_open": _("隐患复查还没有通过，不能结案。"),
    "mediation_open": _("调解还没有结果，请先登记协议或终止调解。"),
    "reopen_late": _("已超过重开期限，请重新上报，我们会关联原事件。"),
    "reopen_spent": _("已重开2次，社区负责人会与您联系。"),
    "already_here": _("这张工单已经登记过，请查看原事件。"),
    "evaluated": _("您已经评价过，谢谢。"),
    "evaluate_late": _("评价已截止（办结后7天内）。如有新的问题，请重新上报。"),
    "receiver_needed": _("请填写转给哪个单位和跟进日期。"),
    "second_person": _("需要另一位负责人同意后才生效，已为您送出申请。"),
    "undo_late": _("已超过2分钟或他人已办理，不能撤销；请用退回或收回。"),
    "nothing_runs": _("事件没有在计时，不用上报；挂账的请先恢复。"),
    "nothing_urged": _("没有等您答复的督办。"),
    "nothing_called": _("没有要您单位报到的吹哨，或这一步已经登记。"),
    "nobody_came": _("该单位还没有到场，到场后再评分。"),
    "ask_first": _("还没有可以决定的申请，请先由有权申请的人提出。"),
    "request_open": _("已有一份%(kind)s申请在等决定，请先办完那一份。"),
    "not_postponable": _("该小类不能延期，请按时处置；确需等待的请申请挂账。"),
    "leader_first": _("挂账超过%(days)s天，要由社区书记/主任先同意；请提交挂账申请。"),
    "until_past": _("恢复日期要在今天以后。"),
    "nothing_to_resume": _("事件没有挂账，不用恢复。"),
    "question_open": _("上一个问题还在等上报人答复，请先等答复。"),
    "no_question": _("现在没有等您补充的问题。"),
    "request_reused": _("同一编号对应了不同内容，已另存为待处理，请核对。"),
    "unknown_figure": _("请选择要申诉的指标。"),
    "appealed_before": _("这个事件已经就这项指标申诉过，一项只能申诉一次。"),
    "second_reviewer": _("申诉人和已复核过的人不能再复核，请由另一位负责人复核。"),
    "stale_batch": _("%(done)s件已办理，%(left)s件状态已变化，未改动。"),
}


def refusal(code: str, field: str | None = None, **facts: Any) -> Refused:
    """The refusal of a code, its sentence filled in, ready to be raised or returned."""
    return Refused(f"cases.{code}", str(SENTENCES[code]) % facts, field, **facts)
