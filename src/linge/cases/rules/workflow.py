"""The moves of a case, as data a district may edit within bounds. Source: cases §2.2, §2.3.

What may never change is code: the states, the stage each is in, and the path that leads from a
report to its close through dispatch, handling and verification.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from linge.kernel.worktime import Limit, Unit

from .refusals import refusal
from .states import State

SHIPPED = Path(__file__).parent.parent / "data" / "workflow-1.json"
SAME, BEFORE = "same", "before"
LABELS = {
    "上报": pgettext_lazy("move", "上报"),
    "撤回": pgettext_lazy("move", "撤回"),
    "请核实": pgettext_lazy("move", "请核实"),
    "核实": pgettext_lazy("move", "核实"),
    "受理": pgettext_lazy("move", "受理"),
    "定位": pgettext_lazy("move", "定位"),
    "不予受理": pgettext_lazy("move", "不予受理"),
    "并案": pgettext_lazy("move", "并案"),
    "撤销并案": pgettext_lazy("move", "撤销并案"),
    "设为子事件": pgettext_lazy("move", "设为子事件"),
    "解除母子": pgettext_lazy("move", "解除母子"),
    "请协同": pgettext_lazy("move", "请协同"),
    "协同反馈": pgettext_lazy("move", "协同反馈"),
    "协同退单": pgettext_lazy("move", "协同退单"),
    "解除协同": pgettext_lazy("move", "解除协同"),
    "单位评分": pgettext_lazy("move", "单位评分"),
    "抽查": pgettext_lazy("move", "抽查"),
    "即时处置": pgettext_lazy("move", "即时处置"),
    "派遣": pgettext_lazy("move", "派遣"),
    "签收": pgettext_lazy("move", "签收"),
    "转派": pgettext_lazy("move", "转派"),
    "收回": pgettext_lazy("move", "收回"),
    "退单": pgettext_lazy("move", "退单"),
    "延期": pgettext_lazy("move", "延期"),
    "申请延期": pgettext_lazy("move", "申请延期"),
    "申请挂账": pgettext_lazy("move", "申请挂账"),
    "申请作废": pgettext_lazy("move", "申请作废"),
    "申请强制结案": pgettext_lazy("move", "申请强制结案"),
    "同意申请": pgettext_lazy("move", "同意申请"),
    "不同意申请": pgettext_lazy("move", "不同意申请"),
    "补充说明": pgettext_lazy("move", "补充说明"),
    "未答复": pgettext_lazy("move", "未答复"),
    "挂账": pgettext_lazy("move", "挂账"),
    "恢复": pgettext_lazy("move", "恢复"),
    "请补充": pgettext_lazy("move", "请补充"),
    "处置": pgettext_lazy("move", "处置"),
    "核查": pgettext_lazy("move", "核查"),
    "退回": pgettext_lazy("move", "退回"),
    "结案": pgettext_lazy("move", "结案"),
    "重开": pgettext_lazy("move", "重开"),
    "转报": pgettext_lazy("move", "转报"),
    "取回": pgettext_lazy("move", "取回"),
    "作废": pgettext_lazy("move", "作废"),
    "强制结案": pgettext_lazy("move", "强制结案"),
    "撤销上一步": pgettext_lazy("move", "撤销上一步"),
}


@dataclass(frozen=True, slots=True)
class Clocks:
    """What a move does to the clocks it names."""

    stop: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    freeze: tuple[str, ...] = ()
    thaw: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    rework: tuple[str, ...] = ()
    move: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the workflow table. ``to`` is a state, the ``same`` or the one ``before``.

    ``label`` is said in the reader's language where the house knows the word; a district's own
    word stands as it is.
    """

    action: str
    label: str
    starts_in: frozenset[State]
    to: str
    who: tuple[str, ...]
    needs: tuple[str, ...]
    guards: tuple[str, ...]
    clocks: Clocks
    optional: bool = False

    def lands(self, state: str) -> State:
        """The state the move leads to from ``state``."""
        return State(state if self.to == SAME else self.to)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A version of the moves, with the numbers and stage limits that belong to it."""

    number: int
    moves: Mapping[str, Move]
    numbers: Mapping[str, Any]
    stages: Mapping[str, Mapping[str, Limit]]

    def limit(self, stage: str, *, urgent: bool) -> Limit:
        """The limit of a stage; handling has the standard's own and is not asked here."""
        return self.stages[stage]["urgent" if urgent else "normal"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an edited workflow, and where."""

    where: str
    what: str


def read_workflow(data: Mapping[str, Any]) -> Workflow:
    """A workflow from its JSON form; check it with ``check_workflow`` before saving."""
    return Workflow(
        number=data["number"],
        moves={
            action: _move(action, data["moves"][action])
            for action in shipped()["moves"]  # in this order, however a database kept the keys
            if action in data["moves"]
        },
        numbers=data["numbers"],
        stages={
            stage: {
                pace: Limit(Decimal(amount), Unit(unit)) for pace, (amount, unit) in row.items()
            }
            for stage, row in data["stages"].items()
        },
    )


@cache
def shipped() -> dict[str, Any]:
    """Version 1 as shipped, in its JSON form."""
    loaded: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return loaded


def find_move(action: str, workflow: Workflow) -> Move:
    """The line of an action; an optional one that is switched off is nobody's to make."""
    found = workflow.moves.get(action)
    if found is None:
        raise refusal("not_yours")
    return found


def move(action: str, state: str, workflow: Workflow) -> Move:
    """The line of an action, refused with ``cases.wrong_state`` where the case stands elsewhere."""
    found = find_move(action, workflow)
    if State(state) not in found.starts_in:
        raise refusal("wrong_state", state=State(state).label, action=found.label)
    return found


def moves_from(state: str, workflow: Workflow) -> list[Move]:
    """The moves that a state has at all, in the order of the table."""
    return [line for line in workflow.moves.values() if State(state) in line.starts_in]


def check_workflow(data: Mapping[str, Any]) -> list[Problem]:
    """Everything that keeps an edited workflow from being saved, line by line.

    Against version 1 a district may change who acts, ask for more, switch off optional moves and
    set numbers; it may not bend the path, drop a guard or invent a state.
    """
    if not all(isinstance(data.get(part), Mapping) for part in ("moves", "numbers", "stages")):
        return [Problem("moves", _("缺少动作、数字或时限，请对照现行流程补上"))]
    problems = [
        Problem(action, _("没有这个动作")) for action in data["moves"] if not _known(action)
    ]
    for action, shipped_line in shipped()["moves"].items():
        line = data["moves"].get(action)
        if line is None:
            if not shipped_line.get("optional"):
                problems.append(Problem(action, _("不能关闭这个动作")))
            continue
        problems += [Problem(action, what) for what in _faults(line, shipped_line)]
    return problems + _number_problems(data)


def _faults(line: Mapping[str, Any], shipped_line: Mapping[str, Any]) -> list[str]:
    if not isinstance(line, Mapping) or not set(shipped_line) - {"optional"} <= set(line):
        return [_("这一行不完整，请对照现行流程补上")]
    faults = []
    states = {*line["from"], line["to"]} - {SAME, BEFORE}
    if not states <= set(State.values):
        faults.append(_("出现了不存在的状态"))
    elif (line["from"], line["to"]) != (shipped_line["from"], shipped_line["to"]):
        faults.append(_("起止状态不能改"))
    if not line["who"]:
        faults.append(_("至少要有一个办理权限"))
    for key, words in (("needs", _("必填内容不能减少")), ("guards", _("检查条件不能减少"))):
        if not set(shipped_line[key]) <= set(line[key]):
            faults.append(words)
    if line["clocks"] != shipped_line["clocks"]:
        faults.append(_("计时方式不能改"))
    return faults


def _number_problems(data: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for name in shipped()["numbers"]:
        if not _positive(data["numbers"].get(name)):
            problems.append(Problem(name, _("请填写大于0的数")))
    for stage in shipped()["stages"]:
        try:
            read_workflow({**data, "moves": {}, "stages": {stage: data["stages"][stage]}})
        except (ArithmeticError, KeyError, TypeError, ValueError):
            problems.append(Problem(stage, _("时限要写成0.25的倍数并带单位")))
    return problems


def _positive(value: Any) -> bool:
    try:
        return Decimal(str(value)) > 0
    except ArithmeticError:
        return False


def _known(action: str) -> bool:
    return action in shipped()["moves"]


def _move(action: str, line: Mapping[str, Any]) -> Move:
    return Move(
        action=action,
        label=LABELS.get(line["label"], line["label"]),  # type: ignore[arg-type]  # lazy
        starts_in=frozenset(State(state) for state in line["from"]),
        to=line["to"],
        who=tuple(line["who"]),
        needs=tuple(line["needs"]),
        guards=tuple(line["guards"]),
        clocks=Clocks(**{verb: tuple(names) for verb, names in line["clocks"].items()}),
        optional=line.get("optional", False),
    )
