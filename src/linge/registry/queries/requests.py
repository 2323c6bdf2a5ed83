"""Change requests: which an actor may see, what they ask in words, what the record says now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from linge.files.models import StoredFile
from linge.kernel import clock, crypto, masking
from linge.kernel.access import Actor

from .. import codes, numbers
from ..models import ChangeRequest, HouseholdMember, Resident
from ..rules import identity
from ..rules.kinds import DocumentState, HukouState, Left, LeftReason, Life, Precision
from ..rules.requests import FACTS, MOVES, OPEN, Part, RequestState, due_on, urgency
from .scope import seen

CHOICES: dict[str, Any] = {
    "birth_precision": Precision,
    "life": Life,
    "hukou_state": HukouState,
    "left": Left,
    "left_reason": LeftReason,
}
TABLES = {"relation": "family_relation", "head_becomes": "family_relation"}


def visible_requests(actor: Actor) -> QuerySet[ChangeRequest]:
    """The requests about people in scope."""
    return ChangeRequest.objects.filter(seen(actor)).select_related("person__community")


def own_requests(person: Resident) -> QuerySet[ChangeRequest]:
    """Every request about one person, the latest first; for the person's own pages."""
    return ChangeRequest.objects.filter(person=person).order_by("-pk")


def open_requests(person: Resident) -> QuerySet[ChangeRequest]:
    """What is asked about a person and not yet ended."""
    return own_requests(person).filter(state__in=OPEN)


def other_requests(request: ChangeRequest) -> QuerySet[ChangeRequest]:
    """What else is asked about the same person and not yet ended."""
    return open_requests(request.person).exclude(pk=request.pk)


def fact_values(person: Resident, member: HouseholdMember | None = None) -> dict[str, str]:
    """What the record says of each fact that can be asked to change, as text."""
    values = {
        name: as_text(getattr(person, name))
        for name, fact in FACTS.items()
        if fact.part == Part.PERSON
    }
    document = person.documents.filter(state=DocumentState.VALID, kind=identity.CITIZEN).first()
    values["number"] = numbers.clear(document) if document else ""
    phone = person.phones.filter(is_main=True).first()
    values["phone"] = numbers.clear(phone) if phone else ""
    hukou = person.hukou_records.filter(until=None).first()
    for name in (name for name, fact in FACTS.items() if fact.part == Part.HUKOU):
        column = "state" if name == "hukou_state" else name
        values[name] = as_text(getattr(hukou, column)) if hukou else ""
    values["relation"] = member.relation if member else ""
    return values


def as_text(value: Any) -> str:
    """A value as a request keeps it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def told(request: ChangeRequest) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What a request began from and what it asks, in clear; callers mask."""
    old = crypto.open_field(request, "old")
    return json.loads(old) if old else {}, json.loads(crypto.open_field(request, "new"))


def evidence_photos(evidence: Sequence[Mapping[str, str]]) -> QuerySet[StoredFile]:
    """The photos among pieces of evidence that still exist."""
    named = [piece["file"] for piece in evidence if piece.get("kind") == "photo"]
    return StoredFile.objects.filter(uuid__in=named, destroyed_at=None).order_by("pk")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a request in words."""

    move: str
    label: str
    by: str
    at: datetime
    words: str


def request_steps(request: ChangeRequest) -> list[Step]:
    """How a request came to where it is, in order."""
    return [
        Step(
            step.move,
            str(MOVES[step.move].label if step.move in MOVES else step.get_lands_display()),
            step.actor_name,
            step.at,
            step.words,
        )
        for step in request.steps.all()
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a request in words: before, after, and what the record says now if neither."""

    name: str
    label: str
    old: str
    new: str
    now: str = ""


def request_lines(request: ChangeRequest) -> list[Line]:
    """Old and new side by side, numbers masked."""
    old, new = told(request)
    now = fact_values(request.person, request.member)
    moving = request.state in OPEN
    return [
        Line(
            name,
            str(FACTS[name].label),
            in_words(name, old.get(name, "")),
            in_words(name, value),
            in_words(name, now.get(name, ""))
            if moving and now.get(name, "") not in (old.get(name, ""), value)
            else "",
        )
        for name, value in new.items()
    ]


def in_words(name: str, value: str) -> str:
    """A fact's value for people: codes by their label, numbers behind their mask."""
    if not value or value == FACTS[name].empty:
        return ""
    if name == "number":
        return masking.mask_id(value)
    if name == "phone":
        return masking.mask_phone(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    table = TABLES.get(name, name)
    return codes.label(table, value) if table in codes.TABLES else value


def value_choices(name: str) -> list[tuple[str, str]]:
    """What a coded fact can be, each in the reader's words; empty for one told freely."""
    if name in CHOICES:
        return [(code, str(label)) for code, label in CHOICES[name].choices]
    table = TABLES.get(name, name)
    return list(codes.labels(table).items()) if table in codes.TABLES else []


def fact_labels(request: ChangeRequest) -> str:
    """The names of the facts a request is about."""
    return "、".join(str(FACTS[name].label) for name in request.facts)


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a request waits for its answer: the day it is due, and how pressing that is."""

    due: date
    look: str
    left: int


def waiting(request: ChangeRequest) -> Clock | None:
    """The clock of a request that waits to be checked; nothing for any other."""
    if request.state != RequestState.SUBMITTED or request.submitted_on is None:
        return None
    today = clock.today()
    due = due_on(request.submitted_on)
    return Clock(due, urgency(request.submitted_on, today), (due - today).days)
