"""The life of one invented case: who moves it, when, and how it ends. Rows stay unsaved."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linge.accounts.models import User
from linge.cases import rules
from linge.cases.models import (
    Assignment,
    Case,
    CaseStep,
    Contact,
    Evaluation,
    Standard,
)
from linge.cases.rules import AssignmentOutcome, Satisfaction, Source, State, Workflow
from linge.kernel.worktime import Limit, Workdays, add_work, span
from linge.staff.models import Agency

from .clockwork import Clocks

PROMPT, LATE = (0.15, 0.85), (1.05, 1.9)
HARDLY = timedelta(minutes=6)


class NotYet(Exception):
    """The next move lies ahead of today, so the case stays where it is."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who may move a case of a grid."""

    clerk: User
    dispatchers: list[User]
    workers: list[User]
    agency: Agency
    other_agency: Agency
    handlers: Mapping[int, list[User]]


@dataclass
class Life:
    """A case being lived; every method is one move of the workflow."""

    case: Case
    standard: Standard
    staff: Staff
    workflow: Workflow
    calendar: Workdays
    end: datetime
    rng: Random
    answer: str
    late: float
    at: datetime
    hold: str = ""  # the move after which nothing has happened yet
    steps: list[CaseStep] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clocks = Clocks(self.case, self.workflow, self.calendar)

    def live(self, course: Callable[["Life"], None]) -> "Life":
        """Follow a course until it ends or today comes first."""
        with suppress(NotYet):
            course(self)
        return self

    def report(self, by: User | None, kind: str) -> None:
        """The report: the one move without a case before it."""
        self._move("report", State.REPORTED, by, kind)

    def ask_confirm(self) -> None:
        """A worker is asked to look, and looks."""
        worker = self.staff.workers[0]
        self._wait("accept", 0.3)
        self.case.confirmer = worker
        told = {"worker": worker.pk, "worker_name": worker.name}
        self._move("ask_confirm", State.CONFIRMING, self.staff.clerk, data=told)
        self._wait("confirm")
        self._move("confirm", State.REPORTED, worker, data={"finding": rules.Finding.EXISTS})

    def accept(self) -> None:
        """Taken up under the criterion; the reporter is promised a time."""
        self._wait("accept", 0.5)
        case, standard = self.case, self.standard
        case.category, case.standard = standard.category, standard
        case.urgent = rules.is_urgent(standard.limit, chosen=False, urgent_limit=None)
        case.accepted_at = self.at
        told = {"category": standard.category.code, "standard": standard.pk}
        step = self._move("accept", State.ACCEPTED, self.staff.clerk, data=told)
        self.clocks.promise(step, standard.limit)

    def reject(self, reason: str, words: str) -> None:
        """Not taken up; the reporter reads why."""
        self._wait("accept")
        self.case.closed_at, self.case.public_words = self.at, words
        told = {"reason_code": reason, "words": words}
        self._move("reject", State.REJECTED, self.staff.clerk, data=told)

    def withdraw(self) -> None:
        """The reporter takes it back."""
        self._wait("accept", 0.4)
        self.case.closed_at = self.at
        self._move("withdraw", State.WITHDRAWN, self.case.reporter_user, "holder")

    def forward(self, receiver: str) -> None:
        """Handed to the authority it belongs to."""
        self._wait("accept", 0.4)
        case = self.case
        case.category = self.standard.category
        case.closed_at, case.forwarded_to = self.at, receiver
        case.follow_up_on = (self.at + timedelta(days=7)).date()
        told = {"receiver": receiver, "follow_up": str(case.follow_up_on)}
        self._move("forward", State.FORWARDED, self.staff.workers[0], data=told)

    def self_handle(self) -> None:
        """Settled on the spot by the worker who found it."""
        self._pass(timedelta(minutes=self.rng.randint(8, 50)))
        case, worker = self.case, self.staff.workers[0]
        case.category, case.standard = self.standard.category, self.standard
        case.accepted_at = case.handled_at = case.closed_at = self.at
        case.handler = worker
        case.sampled = rules.sampled(case.uuid, self.workflow.numbers["self_handle_sample_percent"])
        self._move("self_handle", State.CLOSED, worker, data={"result": self.answer})

    def dispatch(self, agency: Agency | None = None) -> None:
        """Sent to the agency of the line, under the standard's limit."""
        self._wait("dispatch", 0.5)
        agency = agency or self.staff.agency
        before, case, limit = self.case.agency_id, self.case, self.standard.limit
        case.agency, case.dispatched_at = agency, self.at
        case.limit_amount, case.limit_unit = limit.amount, limit.unit
        self.clocks.handling = limit
        told = {
            "agency": agency.pk,
            "agency_name": agency.short_name,
            "limit": [str(limit.amount), limit.unit],
        }
        by = self.rng.choice(self.staff.dispatchers)
        step = self._move("dispatch", State.DISPATCHED, by, data=told)
        if self.assignments and self.assignments[-1].outcome == AssignmentOutcome.DECLINED:
            self.clocks.recharge(step, self.assignments[-1].agency_id)
        assert before is None
        self._assign(agency, limit)

    def sign(self) -> None:
        """The agency takes note."""
        self._wait("sign", 0.6)
        handler = self.staff.handlers[self._agency().pk][0]
        self.case.signed_at, self.case.handler = self.at, handler
        self.assignments[-1].signed_at, self.assignments[-1].handler = self.at, handler
        self._move("sign", State.DISPATCHED, handler)

    def decline(self) -> None:
        """Given back within a working day: it is another agency's."""
        self._pass(timedelta(minutes=self.rng.randint(30, 200)))
        agency = self._agency()
        self._end(AssignmentOutcome.DECLINED, "经核对，该处设施由其他单位负责养护")
        self.case.declines += 1
        told = {
            "reason_code": rules.DeclineReason.NOT_OURS,
            "words": self.assignments[-1].result,
            "agency": agency.pk,
        }
        self._leave_agency()
        self._move("decline", State.ACCEPTED, self.staff.handlers[agency.pk][0], data=told)

    def handle(self) -> None:
        """Done, says the agency."""
        self._wait("handle")
        self.case.handled_at = self.at
        self._end(AssignmentOutcome.HANDLED, self.answer)
        handler = self.case.handler
        self._move("handle", State.HANDLED, handler, data={"result": self.answer})

    def send_back(self) -> None:
        """Not done, says the verifier; the same agency goes on."""
        self._wait("verify", 0.7)
        words = "现场查看，问题没有彻底解决，请继续处置"
        self.case.rework += 1
        self.case.handled_at = None
        last = self.assignments[-1]
        self._move("send_back", State.DISPATCHED, self.staff.workers[0], data={"reason": words})
        self._assign(last.agency, last.limit)
        self.assignments[-1].handler, self.assignments[-1].signed_at = last.handler, self.at

    def verify(self) -> None:
        """It is done, says somebody who had no part in it."""
        self._wait("verify")
        desk = self.standard.category.verify_mode == "desk"
        by = self.staff.clerk if desk else self.staff.workers[0]
        self._move("verify", State.VERIFIED, by, data={"outcome": rules.VerifyOutcome.PASS})

    def close(self) -> None:
        """The end; a reporter who can be reached has been told before."""
        self._wait("close")
        if self.case.source in rules.FROM_RESIDENTS and self.case.reporter_phone:
            self._contact()
        self.case.closed_at, self.case.public_words = self.at, self.answer
        self._move("close", State.CLOSED, self.staff.clerk, data={"words": self.answer})

    def evaluate(self, kind: str = "holder") -> None:
        """The reporter's word some hours or days later."""
        at = self.at + timedelta(hours=self.rng.randint(2, 120))
        if at >= self.end:
            return
        satisfaction = self.rng.choices(list(Satisfaction), (72, 20, 8))[0]
        pleased = satisfaction != Satisfaction.UNSATISFIED
        self.evaluations.append(
            Evaluation(
                case=self.case,
                episode=self.case.episode,
                contacted=pleased or self.rng.random() < 0.5,
                solved=pleased,
                satisfaction=satisfaction,
                words="处理得很快，谢谢" if satisfaction == Satisfaction.SATISFIED else "",
                at=at,
                by_kind=kind,
            )
        )

    def reopen(self) -> None:
        """Not solved after all: a new episode begins at dispatch."""
        self.at += timedelta(hours=self.rng.randint(20, 90))
        self._today_or_before()
        case = self.case
        case.episode, case.reopened = case.episode + 1, case.reopened + 1
        case.handled_at = case.closed_at = None
        self._leave_agency()
        told = {"reason": "问题又出现了，请再来看看"}
        step = self._move("reopen", State.ACCEPTED, case.reporter_user, "holder", data=told)
        self.clocks.promise(step, self.standard.limit)

    def _move(
        self,
        action: str,
        lands: State,
        by: User | None,
        kind: str = "staff",
        data: Mapping[str, Any] | None = None,
    ) -> CaseStep:
        case = self.case
        before = case.state if self.steps else ""
        case.seq, case.state, case.moved_at = len(self.steps) + 1, lands, self.at
        step = CaseStep(
            case=case,
            number=case.seq,
            action=action,
            from_state=before,
            to_state=lands,
            by=by,
            by_kind=kind,
            at=self.at,
            data=dict(data or {}),
        )
        self.steps.append(step)
        self.clocks.wind(step, self.workflow.moves[action].clocks)
        return step

    def _wait(self, stage: str, share: float = 1.0) -> None:
        """Let part of the stage's limit go by in its own kind of time, sometimes too much."""
        low, high = LATE if self.rng.random() < self.late else PROMPT
        part = self.rng.uniform(low, high) * (share if high < 1 else 1)
        limit = self.clocks.limit(stage)
        self._pass(span(limit, self.calendar) * part, round_the_clock=limit.round_the_clock)

    def _pass(self, time: timedelta, *, round_the_clock: bool = False) -> None:
        if self.hold:
            time = HARDLY
        if self.steps[-1].action == self.hold:
            raise NotYet
        self.at = self.at + time if round_the_clock else add_work(self.at, time, self.calendar)
        self.at = self.at.replace(second=self.rng.randrange(60), microsecond=0)
        self._today_or_before()

    def _today_or_before(self) -> None:
        if self.at >= self.end:
            raise NotYet

    def _agency(self) -> Agency:
        assert self.case.agency is not None
        return self.case.agency

    def _assign(self, agency: Agency, limit: Limit) -> None:
        self.assignments.append(
            Assignment(
                case=self.case,
                episode=self.case.episode,
                agency=agency,
                limit_amount=limit.amount,
                limit_unit=limit.unit,
                assigned_at=self.at,
            )
        )

    def _end(self, outcome: str, result: str) -> None:
        last = self.assignments[-1]
        last.outcome, last.ended_at, last.result = outcome, self.at, result

    def _leave_agency(self) -> None:
        case = self.case
        case.agency = case.handler = case.signed_at = case.dispatched_at = None

    def _contact(self) -> None:
        self.contacts.append(
            Contact(
                case=self.case,
                episode=self.case.episode,
                by=self.staff.clerk,
                at=self.at - timedelta(minutes=2),
                reached=True,
                words="已电话告知处置结果",
            )
        )


def ordinary(life: Life) -> None:
    """The main line, now and then with a decline, a rework or a second life."""
    rng = life.rng
    if not life.hold and life.case.source in rules.FROM_RESIDENTS and rng.random() < 0.16:
        life.ask_confirm()
    life.accept()
    life.dispatch()
    if not life.hold and rng.random() < 0.04:
        life.decline()
        life.dispatch(life.staff.other_agency)
    _work(life)
    if not life.hold and rng.random() < 0.05:
        life.send_back()
        life.handle()
    life.verify()
    life.close()
    if life.case.source == Source.PORTAL and rng.random() < 0.6:
        life.evaluate()
        if life.evaluations and not life.evaluations[-1].solved and rng.random() < 0.5:
            life.reopen()
            life.dispatch()
            _work(life)
            life.verify()
            life.close()


def _work(life: Life) -> None:
    life.sign()
    life.handle()


def confirmed(life: Life) -> None:
    """A report that waits for somebody to look."""
    life.ask_confirm()
    life.accept()


def settled_on_the_spot(life: Life) -> None:
    """Found and settled by the same worker."""
    life.self_handle()


def refused(life: Life) -> None:
    """Not a matter of the community."""
    life.reject(rules.RejectReason.NOT_OURS, "您反映的事项不属于社区受理范围，请拨打12345咨询。")


def taken_back(life: Life) -> None:
    """The reporter found it settled already."""
    life.withdraw()


def for_the_police(life: Life) -> None:
    """Public security goes to the police at once."""
    life.forward("示范区公安分局示范街派出所")
