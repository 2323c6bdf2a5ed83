"""Changes of divisions (区划变更): who goes, who follows, and what lies below whom from that day.

A change is sound when no day is without a division and none has two: all that lies below those
who go is taken over once, and exactly once. Source: registry.md §2.1.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .codes import code_fits
from .kinds import CODE_DIGITS, Level


class ChangeKind(TextChoices):
    RENAME = "rename", _("更名")
    RECODE = "recode", _("变更代码")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")
    MOVE = "move", _("划转")
    ABOLISH = "abolish", _("撤销")


class ChangeState(TextChoices):
    PROPOSED = "proposed", _("待执行")
    DONE = "done", _("已执行")
    WITHDRAWN = "withdrawn", _("已撤回")


WORDS = {
    "one_to_one": _("更名、变更代码和划转只涉及一个区划。"),
    "one_to_many": _("拆分要选一个区划，拆成两个或两个以上。"),
    "many_to_one": _("合并要选两个或两个以上区划，并成一个。"),
    "one_to_none": _("撤销要选一个区划；下面还有内容时，写明并入哪个区划。"),
    "levels": _("合并的区划要同级、同属一个上级。"),
    "code": _("%(name)s的代码%(code)s不对：要有%(digits)s位，以上级代码%(parent)s开头。"),
    "code_twice": _("代码%(code)s已有区划在用，请换一个。"),
    "name": _("请填写区划名称。"),
    "same_name": _("新名称与原名称相同。"),
    "same_code": _("新代码与原代码相同。"),
    "gap": _("%(name)s没有归属，请选择由哪个区划承接。"),
    "overlap": _("%(name)s被多个区划承接，只能选一个。"),
    "stranger": _("%(name)s不在这次变更的区划之下。"),
    "too_early": _("生效日期要晚于%(name)s的设立日期%(since)s。"),
}


@dataclass(frozen=True, slots=True)
class Below:
    """Something right below a division: its key, and how people call it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A division that a change begins from."""

    key: str
    level: str
    code: str
    name: str
    parent: str
    below: tuple[Below, ...] = ()


@dataclass(frozen=True, slots=True)
class Successor:
    """A division that a change leads to. ``keeps`` is the key of the division that goes on as it;
    empty, it is new. ``takes`` are the keys of what lies below it from that day."""

    code: str
    name: str
    keeps: str = ""
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a change cannot be: its code, in words, with the facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        return str(WORDS[self.code]) % dict(self.facts)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the rules look at it. ``parent`` is the code above the successors; ``taken``
    are the codes that other open divisions hold."""

    kind: str
    predecessors: Sequence[Predecessor]
    successors: Sequence[Successor]
    parent: str
    taken: Collection[str] = ()


def faults(change: Change) -> list[Fault]:
    """Everything that stops a change, the counts first."""
    if wrong := _count_fault(change.kind, len(change.predecessors), change.successors):
        return [Fault(wrong)]
    if len({(one.level, one.parent) for one in change.predecessors}) > 1:
        return [Fault("levels")]
    return [*_named(change), *_codes(change), *_covered(change)]


def _count_fault(kind: str, before: int, after: Sequence[Successor]) -> str:
    """1→1, 1→n≥2, n≥2→1; to abolish is 1→0, or 1→1 into a division that stays."""
    match kind:
        case ChangeKind.SPLIT:
            return "" if before == 1 and len(after) >= 2 else "one_to_many"
        case ChangeKind.MERGE:
            return "" if before >= 2 and len(after) == 1 else "many_to_one"
        case ChangeKind.ABOLISH:
            stays = all(one.keeps for one in after)
            return "" if before == 1 and len(after) <= 1 and stays else "one_to_none"
        case _:
            return "" if before == 1 and len(after) == 1 else "one_to_one"


def _named(change: Change) -> Iterator[Fault]:
    old = change.predecessors[0]
    for new in change.successors:
        if not new.name.strip():
            yield Fault("name")
        elif change.kind == ChangeKind.RENAME and new.name == old.name:
            yield Fault("same_name")
        elif change.kind == ChangeKind.RECODE and new.code == old.code:
            yield Fault("same_code")


def _codes(change: Change) -> Iterator[Fault]:
    level = Level(change.predecessors[0].level)
    seen = set(change.taken)
    for new in change.successors:
        if not code_fits(new.code, level, change.parent):
            yield _fault(
                "code",
                name=new.name,
                code=new.code,
                digits=CODE_DIGITS[level],
                parent=change.parent or "—",
            )
        elif new.code in seen:
            yield _fault("code_twice", code=new.code)
        seen.add(new.code)


def _covered(change: Change) -> Iterator[Fault]:
    """No gap and no overlap: all that lies below is taken over by one, and by one only."""
    names = {below.key: below.name for one in change.predecessors for below in one.below}
    times = dict.fromkeys(names, 0)
    for new in change.successors:
        for key in new.takes:
            if key not in times:
                yield _fault("stranger", name=key)
            else:
                times[key] += 1
    for key, count in times.items():
        if count != 1:
            yield _fault("overlap" if count else "gap", name=names[key])


def recoded(codes: Iterable[str], old: str, new: str, taken: Iterable[str]) -> Mapping[str, str]:
    """New codes for what lies below a division whose code changed; the tail stays where it is
    free, else the next free number of the same width follows. Parents before children."""
    held, given = set(taken), {old: new}
    for code in sorted(codes, key=lambda code: (len(code), code)):
        above = max((known for known in given if code.startswith(known)), key=len)
        given[code] = _free(given[above], code[len(above) :], held)
        held.add(given[code])
    del given[old]
    return given


def _free(start: str, tail: str, held: Collection[str]) -> str:
    """The code with this tail, or with the next that nobody holds."""
    numbers = (str(number).zfill(len(tail)) for number in range(1, 10 ** len(tail)))
    return next(start + one for one in (tail, *numbers) if start + one not in held)


def _fault(code: str, /, **facts: object) -> Fault:
    return Fault(code, tuple((name, str(value)) for name, value in facts.items()))
