"""How a case looks as JSON. Names of reporters and phones are in none of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import Schema

from linge.kernel.access import Actor
from linge.kernel.masking import mask_words
from linge.territory import queries as territory

from .. import queries
from ..models import Case, CasePhoto
from ..queries.story import story
from ..tables import state_badge

PHOTO = "api:case_photo"


class DueOut(Schema):
    """The nearest due: colour, word, time left in working time as it was read, and the moment."""

    colour: str
    word: str
    text: str
    at: datetime
    provisional: bool


class PhotoOut(Schema):
    """A photo of a case, when in its life it was taken, and where its bytes are."""

    uuid: UUID
    phase: str
    phase_label: str
    at: datetime
    address: str
    thumb: str


class CaseOut(Schema):
    """A case as a line of a list. ``step`` counts its moves; send it back as ``seen_step``."""

    number: str
    state: str
    state_label: str
    state_kind: str
    category: str
    place: str
    words: str
    urgent: bool
    reported_at: datetime
    due: DueOut | None
    step: int
    thumb: str


class MomentOut(Schema):
    """Something that happened: what, who, when, in what words."""

    title: str
    by: str
    at: datetime
    note: str


class MoveOut(Schema):
    """A move that may be tried now, and what it asks for."""

    action: str
    label: str
    needs: list[str]


class CaseWhole(CaseOut):
    """A case with its photos, its story and the moves possible now."""

    grid: str
    building: str
    lon: float | None
    lat: float | None
    agency: str
    criterion: str
    close_condition: str
    photos: list[PhotoOut]
    story: list[MomentOut]
    moves: list[MoveOut]


class CasePage(Schema):
    """Some cases, and the cursor of the next page where there is one."""

    rows: list[CaseOut]
    cursor: str | None


def line(case: Case, photo: CasePhoto | None = None) -> dict[str, Any]:
    """A case as a line of a list, with the small picture of one of its photos."""
    badge = state_badge(case)
    return {
        "number": case.number,
        "state": case.state,
        "state_label": str(badge.words),
        "state_kind": badge.kind,
        "category": case.category.label if case.category else "",
        "place": _place(case),
        "words": mask_words(case.words),
        "urgent": case.urgent,
        "reported_at": case.reported_at,
        "due": _due(case),
        "step": case.seq,
        "thumb": _address(case, photo) + "?thumb=true" if photo else "",
    }


def whole(case: Case, actor: Actor) -> dict[str, Any]:
    """A case with everything a worker at the place needs to know."""
    told = story(case)
    photos = list(case.photos.select_related("file", "step"))
    return line(case, photos[0] if photos else None) | {
        "grid": case.grid.name if case.grid else "",
        "building": territory.building_text(case.building) if case.building else "",
        "lon": case.lon,
        "lat": case.lat,
        "agency": case.agency.short_name if case.agency else "",
        "criterion": case.standard.criterion if case.standard else "",
        "close_condition": case.standard.close_condition if case.standard else "",
        "photos": [_photo(case, photo) for photo in photos],
        "story": [
            {"title": str(h.title), "by": h.by, "at": h.at, "note": mask_words(h.note)}
            for h in told.happenings
        ],
        "moves": [
            {"action": offer.action, "label": str(offer.label), "needs": list(offer.needs)}
            for offer in queries.moves_possible(actor, case)
        ],
    }


def _place(case: Case) -> str:
    """Building and words of the place, as one line."""
    building = territory.building_text(case.building) if case.building else ""
    parts = [building, "" if case.place_text == building else case.place_text]
    return " ".join(filter(None, parts))


def _due(case: Case) -> dict[str, Any] | None:
    due = queries.due_words(case)
    if due.at is None:
        return None
    return {
        "colour": due.colour,
        "word": due.word,
        "text": due.text,
        "at": due.at,
        "provisional": due.provisional,
    }


def _photo(case: Case, photo: CasePhoto) -> dict[str, Any]:
    address = _address(case, photo)
    return {
        "uuid": photo.file.uuid,
        "phase": photo.phase,
        "phase_label": str(photo.get_phase_display()),
        "at": photo.step.at,
        "address": address,
        "thumb": f"{address}?thumb=true",
    }


def _address(case: Case, photo: CasePhoto) -> str:
    return reverse(PHOTO, args=[case.number, photo.file.uuid])
