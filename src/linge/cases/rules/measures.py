"""What one case counts for in a period: its history in, measures (量) out.

Everything is read from the steps and dues as they stood at the end of the period, so a month that
is over keeps its figures however the case goes on. Source: cases §11.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from .states import FROM_RESIDENTS, Satisfaction, Source, Stage, State

LEFT_OUT = frozenset({State.VOID, State.WITHDRAWN, State.MERGED})
FOUND_ON_ROUNDS = frozenset({Source.PATROL, Source.VISIT})
TAKEN_UP = frozenset({"accept", "self_handle"})
SETTLED = frozenset({"handle", "self_handle"})
BACK_AGAIN = frozenset({"send_back", "reopen"})
WAITS, WAITS_NO_MORE = "suspend", frozenset({"resume", "recall", "force_close", "void"})

Counts = Counter[str]
ByAgency = dict[int | None, Counts]


@dataclass(frozen=True, slots=True)
class Period:
    """``[since, until)``, seen from ``now``; what happens after either of the two is not seen."""

    since: datetime
    until: datetime
    now: datetime

    @property
    def end(self) -> datetime:
        return min(self.until, self.now)

    def saw(self, at: datetime) -> bool:
        """Whether it had happened by the end."""
        return at < self.until and at <= self.now

    def holds(self, at: datetime) -> bool:
        """Whether it happened within."""
        return at >= self.since and self.saw(at)


@dataclass(frozen=True, slots=True)
class Deed:
    """A step of the history."""

    number: int
    action: str
    at: datetime
    lands: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueSet:
    """A due of a stage, and the step that set it."""

    stage: str
    at: datetime
    step: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reporter said at the call-back."""

    at: datetime
    contacted: bool
    solved: bool
    satisfaction: str


@dataclass(frozen=True, slots=True)
class Life:
    """A case as figures need it. ``minutes`` are those an agency worked, with the end of each."""

    state: str
    source: str
    reported_at: datetime
    seen_on_patrol: bool
    deeds: Sequence[Deed]
    dues: Sequence[DueSet]
    minutes: Sequence[tuple[datetime, Decimal]] = ()
    opinions: Sequence[Opinion] = ()


class History:
    """What had happened to a case by the end of a period; steps taken back are left out."""

    def __init__(self, life: Life, period: Period) -> None:
        self.life, self.period = life, period
        self.seen = [deed for deed in life.deeds if period.saw(deed.at)]
        self.deeds = _without_undone(self.seen)
        self._numbers = {deed.number for deed in self.seen}

    @property
    def state(self) -> str:
        return self.seen[-1].lands if self.seen else ""

    def first(self, actions: Collection[str]) -> Deed | None:
        return next((deed for deed in self.deeds if deed.action in actions), None)

    def last(self, actions: Collection[str]) -> Deed | None:
        return next((deed for deed in reversed(self.deeds) if deed.action in actions), None)

    def all(self, action: str) -> list[Deed]:
        """The deeds of one kind within the period."""
        return [d for d in self.deeds if d.action == action and self.period.holds(d.at)]

    def due(self, stage: str, before: Deed | None = None) -> datetime | None:
        """The due of a stage that counted when a deed was done, or at the end of the period."""
        set_by = (
            due
            for due in reversed(self.life.dues)
            if due.stage == stage
            and due.step in self._numbers
            and (before is None or due.step < before.number)
        )
        found = next(set_by, None)
        return found.at if found else None

    def kept(self, stage: str, deed: Deed) -> bool:
        """Whether a deed was done within its stage's due; without a due nothing was late."""
        due = self.due(stage, deed)
        return due is None or deed.at <= due

    def over(self, stage: str) -> bool:
        """Whether a stage that still runs at the end of the period is past its due."""
        due = self.due(stage)
        return due is not None and due <= self.period.end

    @property
    def suspended(self) -> bool:
        turn = self.last({WAITS, *WAITS_NO_MORE})
        return turn is not None and turn.action == WAITS

    @property
    def settled(self) -> Deed | None:
        """The last handling, as long as it stands: neither sent back nor reopened."""
        deed = self.last(SETTLED | BACK_AGAIN)
        return deed if deed and deed.action in SETTLED else None


def measures(life: Life, period: Period) -> ByAgency:
    """What a case counts for, by the agency that held it; what none held counts under None.

    Void cases count only among those accepted; withdrawn and merged ones nowhere.
    """
    history = History(life, period)
    if life.state in LEFT_OUT - {State.VOID}:
        return {}
    own: Counts = Counter(_acceptance(history))
    counted: ByAgency = {_lead(history): own}
    if life.state != State.VOID:
        for part in PARTS:
            own.update(part(history))
        _turns(history, counted)
    return {agency: counts for agency, counts in counted.items() if +counts}


def agency_minutes(life: Life, period: Period) -> Decimal | None:
    """The working minutes of the agencies on a case that was handled in the period."""
    settled = History(life, period).settled
    if life.state in LEFT_OUT or settled is None or not period.holds(settled.at):
        return None
    worked = [minutes for ended, minutes in life.minutes if period.saw(ended)]
    return sum(worked, Decimal()) if worked else None


def _without_undone(deeds: Sequence[Deed]) -> list[Deed]:
    standing: list[Deed] = []
    for deed in deeds:
        if deed.action != "undo":
            standing.append(deed)
            continue
        place = max(i for i, one in enumerate(standing) if one.action == deed.data.get("undone"))
        del standing[place]
    return standing


def _lead(history: History) -> int | None:
    """The agency it was last sent to."""
    sent = history.last({"dispatch"})
    return sent.data.get("agency") if sent else None


def _acceptance(history: History) -> Iterator[str]:
    """Acc: first accepted in the period (K02, K03)."""
    taken = history.first(TAKEN_UP)
    if taken is None or not history.period.holds(taken.at):
        return
    yield "accepted"
    praised = history.life.state != State.FORCE_CLOSED
    if praised and history.kept(Stage.ACCEPT, taken):
        yield "accepted_in_time"
    if praised and history.life.state != State.VOID:
        yield "accepted_rightly"


def _reports(history: History) -> Iterator[str]:
    """Reported in the period, and accepted by its end (K01, K14)."""
    life, period = history.life, history.period
    if not period.holds(life.reported_at):
        return
    accepted = history.first(TAKEN_UP) is not None and history.state != State.FORCE_CLOSED
    yield "reported"
    if accepted:
        yield "reported_accepted"
    if life.source in FOUND_ON_ROUNDS:
        yield "own_reports"
        if accepted:
            yield "own_accepted"


def _found(history: History) -> Iterator[str]:
    """Accepted matters a patrol could have seen: who found them (K13)."""
    taken = history.first(TAKEN_UP)
    if taken is None or not history.period.holds(taken.at) or not history.life.seen_on_patrol:
        return
    if history.life.source in FROM_RESIDENTS:
        yield "found_by_residents"
    elif history.life.source in FOUND_ON_ROUNDS:
        yield "found_on_rounds"


def _dispatch(history: History) -> Iterator[str]:
    """Dsp: first dispatched in the period, or waiting at its end past the due (K04, K05)."""
    sent = history.first({"dispatch"})
    in_period = sent is not None and history.period.holds(sent.at)
    idle = history.state == State.ACCEPTED and not history.suspended
    waits = idle and history.over(Stage.DISPATCH)
    if not (in_period or waits):
        return
    yield "to_dispatch"
    if sent is None or history.state == State.FORCE_CLOSED:
        return
    if not waits and history.kept(Stage.DISPATCH, sent):
        yield "dispatched_in_time"
    agencies = {deed.data.get("agency") for deed in history.deeds if deed.action == "dispatch"}
    if len(agencies) == 1:
        yield "dispatched_once"


def _handling(history: History) -> Iterator[str]:
    """Hnd and Cls: what was to be handled, whether it was, in time, and closed (K06–K10, K12)."""
    if not _to_handle(history):
        return
    yield "to_handle"
    settled = history.settled
    in_time = False
    if history.state != State.FORCE_CLOSED and settled is not None:
        in_time = history.kept(Stage.HANDLE, settled)
        yield "handled"
        if history.state == State.CLOSED:
            yield "closed"
    if in_time:
        yield "handled_in_time"
        if history.state == State.CLOSED:
            yield "closed_in_time"
    else:
        yield "late"
    if any(deed.action == "send_back" for deed in history.deeds):
        yield "reworked"


def _to_handle(history: History) -> bool:
    forced = history.last({"force_close"})
    if forced is not None:
        return history.period.holds(forced.at)
    settled = history.settled
    if settled is not None:
        return history.period.holds(settled.at)
    waits = history.state == State.DISPATCHED and not history.suspended
    return waits and history.over(Stage.HANDLE)


def _waiting(history: History) -> Iterator[str]:
    """Of those accepted in the period, the postponed and the suspended (K11 b, c)."""
    taken = history.first(TAKEN_UP)
    if taken is None or not history.period.holds(taken.at):
        return
    if history.first({"postpone"}):
        yield "postponed"
    if history.first({"suspend"}):
        yield "suspended"


def _closing(history: History) -> Iterator[str]:
    """Closed in the period, and of these the ones that came back (K19, K20)."""
    closed = [d for d in history.deeds if d.lands == State.CLOSED and history.period.holds(d.at)]
    if not closed:
        return
    yield "closed_now"
    if any(deed.action == "reopen" and deed.at > closed[0].at for deed in history.deeds):
        yield "reopened"


def _checks(history: History) -> Iterator[str]:
    """Confirmations and verifications: due or done in the period, and in time (K15 a, b)."""
    for stage, asks, answers in CHECKS:
        asked: Deed | None = None
        for deed in history.deeds:
            if deed.action in asks:
                asked = deed
            elif asked is not None and deed.action in answers and deed.lands != deed_state(stage):
                asked = None
                if history.period.holds(deed.at):
                    yield f"{stage}_due"
                    if history.kept(stage, deed):
                        yield f"{stage}_in_time"
        if asked is not None and history.state == deed_state(stage) and history.over(stage):
            yield f"{stage}_due"


CHECKS = (
    (Stage.CONFIRM, {"ask_confirm"}, {"confirm"}),
    (Stage.VERIFY, {"handle"}, {"verify", "send_back"}),
)


def deed_state(stage: Stage) -> State:
    """The state in which a check waits."""
    return State.CONFIRMING if stage == Stage.CONFIRM else State.HANDLED


def _opinions(history: History) -> Iterator[str]:
    """Call-backs answered in the period; silence is not counted at all (K16–K18)."""
    for opinion in history.life.opinions:
        if not history.period.holds(opinion.at):
            continue
        yield "answered"
        if opinion.contacted:
            yield "contacted"
        if opinion.solved:
            yield "solved"
        if opinion.satisfaction == Satisfaction.SATISFIED:
            yield "satisfied"
        elif opinion.satisfaction == Satisfaction.BASICALLY:
            yield "basically"


PARTS = (_reports, _found, _dispatch, _handling, _waiting, _closing, _checks, _opinions)


def _turns(history: History, counted: ByAgency) -> None:
    """Dispatches and declines, each under the agency it concerns (K11 a)."""
    for action, name in (("dispatch", "dispatches"), ("decline", "declines")):
        for deed in history.all(action):
            counted.setdefault(deed.data.get("agency"), Counter())[name] += 1
