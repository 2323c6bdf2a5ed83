"""Who may do what, to what, and how clearly they see it: one pure function for the whole house.

``decide`` looks at values only. The shipped tables (role × class × sight, role → capability) are read
by `accounts` at start and bound here. Source: trust.md §2; 个人信息保护法 第五十一条; 等保 8.1.4.2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from .refusals import Outside, Refused


class DataClass(StrEnum):
    """Data classes (数据级别). A row's class is the highest of the fields in the answer."""

    C0 = "C0"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class Sight(IntEnum):
    """How clearly a class is seen (可见程度)."""

    HIDDEN = 0
    COUNT = 1
    MASK = 2
    CLEAR = 3


class Purpose(StrEnum):
    """Why a row is opened (用途)."""

    DAILY = "daily"
    VISIT = "visit"
    CASE = "case"
    SERVICE = "service"
    TASK = "task"
    REQUEST = "request"
    FOLLOWUP = "followup"
    EMERGENCY = "emergency"
    OVERSIGHT = "oversight"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held on a node (path prefix), or on one grid or agency inside it, for some days."""

    role: str
    post: str
    node: str
    grid: int | None = None
    agency: int | None = None
    lines: tuple[str, ...] = ("*",)
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the grant is in force on the day; ``until`` is exclusive."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def covers(self, subject: "Subject") -> bool:
        """Whether the subject lies in the grant's territory and on one of its lines."""
        if self.agency is not None:
            inside = self.agency in subject.agencies
        elif self.grid is not None:
            inside = subject.grid == self.grid
        else:
            inside = subject.node.startswith(self.node)
        return inside and _lines_meet(self.lines, subject.lines)


def _lines_meet(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return "*" in ours or "*" in theirs or bool(set(ours) & set(theirs))


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a person at work, a resident, the bearer of a code, or the clock."""

    user_id: int | None = None
    name: str = ""
    kind: str = "public"
    how: str = "portal"
    grants: tuple[Grant, ...] = ()
    holds: str = ""
    purpose: Purpose | None = None

    @classmethod
    def public(cls, how: str = "portal") -> "Actor":
        """Somebody who has not signed in."""
        return cls(how=how)

    @classmethod
    def holder(cls, key: str) -> "Actor":
        """The bearer of a code that opens one row, named as ``cases.case:<uuid>``."""
        return cls(kind="holder", holds=key)

    @classmethod
    def clock(cls, purpose: str, *, node: str = "") -> "Actor":
        """A job, acting for one purpose below one node; not an all-powerful user."""
        grant = Grant(role="clock", post="clock", node=node)
        return cls(
            name=str(_("系统")), kind="clock", how="job", grants=(grant,), purpose=Purpose(purpose)
        )

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles held now."""
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def grids(self) -> frozenset[int]:
        """Grids held one by one (a grid worker's), not those under a node."""
        return frozenset(grant.grid for grant in self.grants if grant.grid is not None)

    @cached_property
    def agencies(self) -> frozenset[int]:
        """Agencies (责任单位) the actor works for."""
        return frozenset(grant.agency for grant in self.grants if grant.agency is not None)

    @cached_property
    def nodes(self) -> frozenset[str]:
        """Path prefixes held whole."""
        return frozenset(
            grant.node for grant in self.grants if grant.grid is None and grant.agency is None
        )

    @property
    def person(self) -> int:
        """The user's id, where only a signed-in person may act."""
        if self.user_id is None:
            raise Refused("access.signed_out", str(SENTENCES["access.signed_out"]))
        return self.user_id

    @property
    def key(self) -> str:
        """A stable name for the trail and for stored answers."""
        if self.user_id is not None:
            return f"u:{self.user_id}"
        return self.holds or self.kind

    def holding(self, capability: str) -> tuple[Grant, ...]:
        """The grants that carry a capability."""
        return tuple(grant for grant in self.grants if capability in tables.deeds_of(grant))


@dataclass(frozen=True, slots=True)
class Subject:
    """What the decision is about: where it lies, on which lines, whom it names.

    ``visitors`` have it on their visit list; for ``owners`` it is their own record.
    """

    node: str = ""
    grid: int | None = None
    agencies: frozenset[int] = frozenset()
    lines: tuple[str, ...] = ("*",)
    classes: frozenset[DataClass] = frozenset({DataClass.C1})
    named: frozenset[int] = frozenset()
    household: frozenset[int] = frozenset()
    visitors: frozenset[int] = frozenset()
    owners: frozenset[int] = frozenset()
    open_purposes: frozenset[Purpose] = frozenset()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of access.csv: what a role sees and does with a data class."""

    sights: frozenset[Sight]
    verbs: frozenset[str]
    purposes: frozenset[str]
    conditions: tuple[str, ...] = ()
    reveal_per_day: int = 0
    export: str = ""

    @property
    def best(self) -> Sight:
        """The clearest sight the cell gives."""
        return max(self.sights, default=Sight.HIDDEN)


@dataclass
class Tables:
    """The shipped tables. An unknown word in a file stops the start (`accounts.tables`)."""

    cells: Mapping[tuple[str, DataClass], Cell] = field(default_factory=dict)
    capabilities: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def deeds_of(self, grant: Grant) -> frozenset[str]:
        """Capabilities of a grant: its role's and its post's."""
        nothing: frozenset[str] = frozenset()
        return self.capabilities.get(grant.role, nothing) | self.capabilities.get(
            grant.post, nothing
        )


tables = Tables()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of ``decide``: allowed or the code of the first failure, and the sight of each
    class in the subject."""

    allowed: bool
    code: str = ""
    sight: Mapping[DataClass, Sight] = field(default_factory=dict)


SENTENCES = {
    "access.signed_out": _("请重新登录，刚才填写的内容已为您保留。"),
    "access.outside": _("没有找到，可能已移到别的网格。"),
    "access.no_capability": _("您的岗位不办理这项业务，请联系网格长或社区值守。"),
    "access.class": _("您的岗位看不到这项信息；确需使用，请由社区专干办理。"),
    "access.no_purpose": _("请先打开对应的走访、事件或服务，再查看。"),
    "access.own_family": _("这是您本人家庭的记录，只能查看，修改请由他人办理。"),
    "access.named_in_it": _("您与此事有关，请由其他人员办理。"),
    "access.quota": _("今天查看明文已达%(limit)s次，如工作需要请网格长增加。"),
}

Condition = Callable[[Actor, Subject], bool]


def own_grid(actor: Actor, subject: Subject) -> bool:
    """The subject lies in a grid the actor holds."""
    return subject.grid in actor.grids


def on_my_visit_list(actor: Actor, subject: Subject) -> bool:
    """A visit there is planned for the actor."""
    return actor.user_id in subject.visitors


def assigned(actor: Actor, subject: Subject) -> bool:
    """The row was sent to the actor's agency."""
    return bool(actor.agencies & subject.agencies)


def co_handled_case(actor: Actor, subject: Subject) -> bool:
    """The person is met inside an open case that the actor co-handles."""
    return Purpose.CASE in subject.open_purposes and assigned(actor, subject)


def reason(actor: Actor, subject: Subject) -> bool:
    """A purpose is open on the row; the words of the reason are asked by the page."""
    return bool(subject.open_purposes)


CONDITIONS: dict[str, Condition] = {
    "own_grid": own_grid,
    "on_my_visit_list": on_my_visit_list,
    "assigned": assigned,
    "co_handled_case": co_handled_case,
    "reason": reason,
}
OWNER = "owner"  # what everybody may do with the own record
DEEDS_OF_READING = ("read", "search", "see", "list")


def decide(
    actor: Actor, capability: str, subject: Subject, *, purpose: Purpose | None = None
) -> Decision:
    """Decide one deed; the first failure wins, and the default is refusal.

    Order: scope, capability, class (in the same grant's cells), purpose, blocks. A class the grant
    does not see is hidden, and refused when it is the only one. Cells of different grants never add
    up. Quotas and fresh sessions are checked where they are counted, in `accounts`.
    """
    if subject.key and actor.holds == subject.key:
        return _decide_holder(capability)
    if actor.kind == "public":
        allowed = capability in tables.capabilities.get("public", frozenset())
        return Decision(allowed, "" if allowed else "access.signed_out")
    if actor.user_id in subject.owners and capability in tables.capabilities.get(OWNER, ()):
        return Decision(True, sight=dict.fromkeys(subject.classes, Sight.CLEAR))
    covering = [grant for grant in actor.grants if grant.covers(subject)]
    if not covering:
        return Decision(False, "access.outside")
    able = [grant for grant in covering if capability in tables.deeds_of(grant)]
    if not able:
        return Decision(False, "access.no_capability")
    blocked = _blocked(actor, capability, subject)
    if blocked:
        return Decision(False, blocked)
    answers = [_decide_grant(grant, actor, subject, purpose) for grant in able]
    return next((answer for answer in answers if answer.allowed), answers[0])


def _decide_holder(capability: str) -> Decision:
    allowed = capability in tables.capabilities.get("holder", frozenset())
    return Decision(allowed, "" if allowed else "access.no_capability")


def _blocked(actor: Actor, capability: str, subject: Subject) -> str:
    if capability.rpartition(".")[2] in DEEDS_OF_READING:
        return ""
    if actor.user_id in subject.household:
        return "access.own_family"
    if actor.user_id in subject.named:
        return "access.named_in_it"
    return ""


def _decide_grant(
    grant: Grant, actor: Actor, subject: Subject, purpose: Purpose | None
) -> Decision:
    if grant.role == "clock":
        return Decision(True, sight=dict.fromkeys(subject.classes, Sight.CLEAR))
    sight = {klass: _sight(grant, actor, subject, klass) for klass in subject.classes}
    if not any(sight.values()):
        return Decision(False, "access.class")
    if purpose and not _purpose_open(grant, subject, purpose):
        return Decision(False, "access.no_purpose")
    return Decision(True, sight=sight)


def _sight(grant: Grant, actor: Actor, subject: Subject, klass: DataClass) -> Sight:
    if klass == DataClass.C0:
        return Sight.CLEAR
    cell = tables.cells.get((grant.role, klass))
    if cell is None:
        return Sight.HIDDEN
    if all(CONDITIONS[name](actor, subject) for name in cell.conditions):
        return cell.best
    return Sight.COUNT if Sight.COUNT in cell.sights else Sight.HIDDEN


def _purpose_open(grant: Grant, subject: Subject, purpose: Purpose) -> bool:
    allowed = {
        word
        for klass in subject.classes
        if (cell := tables.cells.get((grant.role, klass)))
        for word in cell.purposes
    }
    return "*" in allowed or purpose in allowed


def require(
    actor: Actor, capability: str, subject: Subject, *, purpose: Purpose | None = None
) -> Decision:
    """Decide, and refuse in words: ``Outside`` for what the actor may not even know of."""
    decision = decide(actor, capability, subject, purpose=purpose)
    if decision.allowed:
        return decision
    refusal = Outside if decision.code == "access.outside" else Refused
    raise refusal(decision.code, str(SENTENCES[decision.code]))


def can(actor: Actor, capability: str, subject: Subject | None = None) -> bool:
    """Whether the actor may; without a subject: whether any grant carries the capability."""
    if subject is not None:
        return decide(actor, capability, subject).allowed
    if actor.kind in ("public", "holder"):
        return capability in tables.capabilities.get(actor.kind, frozenset())
    return bool(actor.holding(capability))


def subject_key(row: Any) -> str:
    """The name of a row in the trail and in codes: ``app.model:<uuid>``."""
    return f"{row._meta.label_lower}:{getattr(row, 'uuid', row.pk)}"
