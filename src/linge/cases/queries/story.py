"""All that happened to a case in one line of time: moves, notes, calls to the reporter, its rating."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Case, CasePhoto, Contact, Voice
from ..rules import KIND_LABELS, PhotoPhase
from .detail import ClockLine, Timeline, timeline
from .ties import maybe, news_of_children
from .workflows import workflow_of

KINDS = {
    "close": "ok",
    "verify": "ok",
    "handle": "info",
    "send_back": "warn",
    "decline": "warn",
    "reject": "warn",
    "reopen": "warn",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened: when, who, what they said, the clocks it stopped, its photos."""

    at: datetime
    title: str
    by: str
    note: str = ""
    kind: str = "muted"
    clocks: tuple[ClockLine, ...] = ()
    photos: tuple[CasePhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The happenings, the latest first, with the ledger of clocks they belong to."""

    happenings: tuple[Happening, ...]
    timeline: Timeline
    contacts: tuple[Contact, ...]
    voices: tuple[Voice, ...]

    @property
    def photos(self) -> dict[str, list[CasePhoto]]:
        """The photos of before and after, for looking at them side by side."""
        every = (photo for moment in self.timeline.moments for photo in moment.photos)
        return _by_phase(sorted(every, key=lambda photo: photo.pk))


def story(case: Case) -> Story:
    """The whole story of a case. Fifteen queries, however long it is."""
    told = timeline(case)
    contacts = tuple(case.contacts.select_related("by"))
    tied = maybe(case, "has_voices")
    voices = tuple(case.voices.select_related("case")) if tied else ()
    said = (*_notes(case), *_contacts(contacts), *_ratings(case))
    higher = (
        *(_supervision(case) if maybe(case, "was_supervised") else ()),
        *(_questions(case) if maybe(case, "was_asked") else ()),
    )
    found = [*_moves(told), *said, *higher, *_joined(voices), *_children(case)]
    found.sort(key=lambda each: each.at, reverse=True)
    return Story(tuple(found), told, contacts, voices)


def photos_before(case: Case) -> list[CasePhoto]:
    """What a report brought, before anything was done."""
    return _by_phase(case.photos.select_related("file"))[PhotoPhase.BEFORE]


def first_photos(cases: Iterable[Case]) -> dict[int, CasePhoto]:
    """The first photo of each case, by case id, for lists. One query."""
    rows = CasePhoto.objects.filter(case__in=[case.pk for case in cases]).select_related("file")
    return {photo.case_id: photo for photo in rows.order_by("-id")}


def _by_phase(photos: Iterable[CasePhoto]) -> dict[str, list[CasePhoto]]:
    found: dict[str, list[CasePhoto]] = {PhotoPhase.BEFORE: [], PhotoPhase.AFTER: []}
    for photo in photos:
        after = photo.phase in (PhotoPhase.AFTER, PhotoPhase.VERIFY)
        found[PhotoPhase.AFTER if after else PhotoPhase.BEFORE].append(photo)
    return found


def _moves(told: Timeline) -> Iterator[Happening]:
    for moment in told.moments:
        step = moment.step
        yield Happening(
            at=step.at,
            title=moment.label,
            by=moment.who,
            note=moment.words,
            kind=KINDS.get(step.action, "muted"),
            clocks=moment.clocks,
            photos=moment.photos,
        )


def _notes(case: Case) -> Iterator[Happening]:
    for note in case.notes.select_related("by"):
        title = _("备注（上报人可见）") if note.public else _("备注")
        yield Happening(note.at, title, _who(note.by, note.by_kind), note.words)


def _contacts(contacts: Iterable[Contact]) -> Iterator[Happening]:
    for contact in contacts:
        facts = {"how": contact.get_channel_display()}
        met = (
            _("联系上报人：%(how)s，已联系上")
            if contact.reached
            else _("联系上报人：%(how)s，未联系上")
        )
        yield Happening(contact.at, met % facts, contact.by.name, contact.words)


def _ratings(case: Case) -> Iterator[Happening]:
    for rating in case.evaluations.all():
        solved = _("已解决") if rating.solved else _("没有解决")
        words = "；".join(
            filter(None, [str(rating.get_satisfaction_display()), solved, rating.words])
        )
        kind = "ok" if rating.solved else "warn"
        yield Happening(rating.at, _("上报人评价"), _who(None, rating.by_kind), words, kind)


def _joined(voices: Iterable[Voice]) -> Iterator[Happening]:
    """Reports that joined the case, and those that left it again."""
    for voice in voices:
        facts = {"number": voice.case.number}
        yield Happening(voice.joined_at, _("附议：%(number)s并入") % facts, "", voice.case.words)
        if voice.left_at is not None:
            yield Happening(voice.left_at, _("附议：%(number)s撤出") % facts, "")


def _children(case: Case) -> Iterator[Happening]:
    """What happened to the parts of a case."""
    moves = workflow_of(case).moves
    for step in news_of_children(case):
        facts = {"number": step.case.number, "label": moves[step.action].label}
        title = _("子事件 %(number)s：%(label)s") % facts
        yield Happening(step.at, title, _who(step.by, step.by_kind))


def _supervision(case: Case) -> Iterator[Happening]:
    """Levels reached, what was asked and replied, units called: each at its moment."""
    for row in case.escalations.select_related("by"):
        note = "；".join(filter(None, [str(row.get_cause_display()), row.words]))
        title = _("升级：%(level)s") % {"level": row.get_level_display()}
        kind = "warn" if row.level > "0" else "muted"
        yield Happening(row.at, title, _who(row.by, "clock"), note, kind)
    for urge in case.urges.select_related("by", "replied_by"):
        yield Happening(urge.at, _("督办"), _who(urge.by, "clock"), urge.words, "warn")
        if urge.replied_at:
            yield Happening(urge.replied_at, _("答复督办"), _who(urge.replied_by, ""), urge.reply)
    for whistle in case.whistles.select_related("by").prefetch_related("units__agency"):
        names = "、".join(unit.agency.short_name for unit in whistle.units.all())
        said = f"{names}：{whistle.words}"
        yield Happening(whistle.at, _("吹哨报到"), _who(whistle.by, "clock"), said, "warn")


def _questions(case: Case) -> Iterator[Happening]:
    """What the reporter said to what was asked."""
    for question in case.questions.exclude(answer=""):
        if question.ended_at is not None:
            yield Happening(
                question.ended_at, _("上报人补充"), str(_("上报人")), question.answer, "info"
            )


def _who(by: object, kind: str) -> str:
    name = getattr(by, "name", "")
    return name or str(KIND_LABELS.get(kind, ""))
