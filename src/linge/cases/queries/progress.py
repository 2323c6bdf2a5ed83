"""What a reporter sees under the code: steps and promise, no names of staff or people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.files.models import StoredFile
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.clock import now

from .. import rules
from ..models import Case, Question
from ..permissions import key_of
from ..rules import OPEN, ClockName, PhotoPhase, State
from .voices import followed


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """A step of the line on the progress page; ``at`` is empty while it is still to come.

    ``unit`` is who made it, an agency or the community, never a person.
    """

    label: Any
    unit: str
    at: datetime | None
    reached: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised time and why it holds; an earlier one stays readable after it moved."""

    at: datetime
    provisional: bool
    because: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The public face of one case."""

    number: str
    state: str
    state_label: str
    category: str
    place: str
    words: str
    reported_at: datetime
    steps: tuple[ProgressStep, ...]
    promises: tuple[Promise, ...]
    answer: str
    notes: tuple[tuple[datetime, str], ...]
    waiting: tuple[str, date] | None
    question: Question | None
    asked: tuple[Question, ...]
    photos_before: tuple[StoredFile, ...]
    photos_after: tuple[StoredFile, ...]
    joined: bool
    may_withdraw: bool
    may_evaluate: bool
    may_reopen: bool
    satisfaction: str

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.state in OPEN

    @property
    def promise(self) -> Promise | None:
        """The promise that counts."""
        return self.promises[-1] if self.promises else None


LINE = (
    ("report", _("已上报")),
    ("accept", _("已受理")),
    ("dispatch", _("已派遣")),
    ("handle", _("已处置")),
    ("verify", _("已核查")),
    ("close", _("已办结")),
)
BEHIND = {  # how many steps of the line a state has behind it
    State.REPORTED: 1,
    State.CONFIRMING: 1,
    State.ACCEPTED: 2,
    State.DISPATCHED: 3,
    State.HANDLED: 4,
    State.VERIFIED: 5,
    State.CLOSED: 6,
}
ENDS = ("reject", "withdraw", "forward", "merge", "void", "force_close")


def case_of_code(code: str) -> tuple[Case, Actor] | None:
    """The case of a progress code and the actor that bears it; nothing for a wrong code.

    A mistyped code is known by its check sign and never looked up.
    """
    read = rules.read_code(code)
    if read is None:
        return None
    index = crypto.keyed_hash("cases.code", read)
    case = (
        Case.objects.select_related("category", "community", "agency")
        .filter(code_index=index)
        .first()
    )
    return (case, Actor.holder(key_of(case))) if case else None


def progress(case: Case) -> Progress:
    """The progress page of a case. A voice shows the course of the case it joined, and no word,
    photo or number of whoever reported that one."""
    course = followed(case)
    rated = case.evaluations.filter(episode=course.episode).first()
    callable_back = rules.may_evaluate(course.state, course.closed_at, now())
    asked = tuple(case.questions.all())
    return Progress(
        number=case.number,
        state=course.state,
        state_label=course.get_state_display(),
        category=case.category.label if case.category and case.category.public else "",
        place=case.place_text,
        words=case.words,
        reported_at=case.reported_at,
        steps=_steps(course),
        promises=_promises(course),
        answer=course.public_words or case.public_words,
        notes=tuple(case.notes.filter(public=True).values_list("at", "words")),
        waiting=_waiting(case),
        question=next((one for one in asked if one.ended_at is None), None),
        asked=asked,
        photos_before=_photos(case, PhotoPhase.BEFORE),
        photos_after=_photos(course, PhotoPhase.AFTER),
        joined=course is not case,
        may_withdraw=case.state in (State.REPORTED, State.CONFIRMING),
        may_evaluate=rated is None and callable_back,
        may_reopen=callable_back,
        satisfaction=rated.get_satisfaction_display() if rated else "",
    )


def _steps(case: Case) -> tuple[ProgressStep, ...]:
    """The line of steps as far as this episode has come; an end that isn't a close is its last."""
    taken = _taken(case)
    end = next((name for name in ENDS if name in taken), None)
    line = [(name, str(label)) for name, label in LINE if end is None or name in taken]
    if end:
        line.append((end, str(case.get_state_display())))
    steps = [(label, _unit(case, name), taken.get(name)) for name, label in line]
    last = max((place for place, (*_words, at) in enumerate(steps) if at), default=0)
    return tuple(
        ProgressStep(label, unit, at, place <= last, place == last)
        for place, (label, unit, at) in enumerate(steps)
    )


def _unit(case: Case, action: str) -> str:
    if action in ("dispatch", "handle") and case.agency is not None:
        return case.agency.short_name
    return case.community.name


def _taken(case: Case) -> dict[str, datetime]:
    """When each kind of step was last taken; later turns back erase what came after them."""
    taken: dict[str, datetime] = {}
    order = [name for name, _label in LINE]
    for action, state, at in case.steps.values_list("action", "to_state", "at"):
        reached = BEHIND.get(State(state))
        if reached is not None:
            taken = {n: t for n, t in taken.items() if n in order[:reached]}
        if action == "self_handle":
            taken |= dict.fromkeys(("accept", "handle", "close"), at)
        elif action in order or action in ENDS:
            taken[action] = at
    return taken


def _waiting(case: Case) -> tuple[str, date] | None:
    """What a suspended case waits for, in words written for the reporter, and until when."""
    if case.suspended_until is None:
        return None
    now_waiting = case.suspensions.get(ended_at__isnull=True)
    return now_waiting.public_note, now_waiting.until


def _promises(case: Case) -> tuple[Promise, ...]:
    dues = case.dues.filter(clock=ClockName.RESIDENT).order_by("id")
    return tuple(Promise(due.at, due.provisional, due.get_because_display()) for due in dues)


def _photos(case: Case, phase: str) -> tuple[StoredFile, ...]:
    rows = case.photos.filter(phase=phase, file__has_person=False).select_related("file")
    return tuple(photo.file for photo in rows)
