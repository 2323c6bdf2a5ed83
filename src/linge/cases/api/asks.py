"""What each move asks for, as published: unknown fields are refused, words are checked by actions.

Rows are named by what a phone or a partner can know of them: photos, agencies and people by uuid,
categories by code, a criterion by its number in the category.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from linge.kernel.wire import Moment
from linge.kernel.worktime import Unit

from ..rules import (
    DeclineReason,
    Finding,
    RejectReason,
    SampleOutcome,
    VerifyOutcome,
    VoidReason,
    WaitFor,
)

Photos = list[UUID]
MOST_PHOTOS = 9


class Ask(Schema, extra="forbid"):
    """Part of every deed: its own number, and how many moves the asker had seen."""

    request_id: UUID
    seen_step: int | None = Field(None, ge=0)


class Bare(Ask):
    """A move that asks nothing: 签收, 撤销上一步."""


class Reasoned(Ask):
    """A move with a reason in words."""

    reason: str = ""


class AskConfirm(Ask):
    worker: UUID
    words: str = ""


class Confirm(Ask):
    finding: Finding
    words: str = ""
    photos: Photos = Field([], max_length=MOST_PHOTOS)
    metres: float | None = Field(None, ge=0)


class SpotAsk(Schema, extra="forbid"):
    """A place: a grid, a building or a point in WGS-84. One is enough."""

    grid: UUID | None = None
    building: UUID | None = None
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)


class Place(Ask):
    spot: SpotAsk


class Accept(Ask):
    """``spot`` or ``no_grid``, why it can't be told, is asked of a case without a grid."""

    category: str
    standard: int = 1
    urgent: bool = False
    spot: SpotAsk | None = None
    no_grid: str = ""


class Reject(Ask):
    reason_code: RejectReason
    words: str = ""


class Merge(Ask):
    """``target`` is the number of the case it joins; ``words`` are for the reporter."""

    target: str = Field(max_length=30)
    words: str = ""


class Link(Ask):
    """``parent`` is the number of the case it is part of."""

    parent: str = Field(max_length=30)


class AskHelp(Ask):
    """A further agency, what it is asked to do, and by when (the standard's limit if left out)."""

    agency: UUID
    task: str = Field(max_length=200)
    limit: "LimitAsk | None" = None


class HelpDone(Ask):
    result: str = ""
    photos: Photos = Field([], max_length=MOST_PHOTOS)


class DeclineHelp(Ask):
    words: str = ""


class ReleaseHelper(Ask):
    """``part`` is the uuid of the agency that helps."""

    part: UUID
    reason: str = ""


class RateAgency(Ask):
    """``part`` is the uuid of the agency that handled; 5 is best."""

    part: UUID
    rating: int = Field(ge=1, le=5)


class SelfHandle(Ask):
    category: str
    standard: int = 1
    result: str = ""
    photos_before: Photos = Field([], max_length=MOST_PHOTOS)
    photos_after: Photos = Field([], max_length=MOST_PHOTOS)


class LimitAsk(Schema, extra="forbid"):
    """A limit: an amount above 0 in quarters, and its unit."""

    amount: Decimal = Field(gt=0, multiple_of=0.25, max_digits=6)
    unit: Unit


class Dispatch(Ask):
    agency: UUID
    limit: LimitAsk | None = None
    words: str = ""


class Reassign(Ask):
    handler: UUID
    reason: str = ""


class Decline(Ask):
    reason_code: DeclineReason
    words: str = ""


class Handle(Ask):
    result: str = ""
    photos: Photos = Field([], max_length=MOST_PHOTOS)
    condition_met: bool = False


class Verify(Ask):
    outcome: VerifyOutcome = VerifyOutcome.PASS
    photos: Photos = Field([], max_length=MOST_PHOTOS)
    metres: float | None = Field(None, ge=0)
    reason: str = ""
    words: str = ""


class SpotCheck(Ask):
    outcome: SampleOutcome
    photos: Photos = Field([], max_length=MOST_PHOTOS)
    words: str = ""


class SendBack(Ask):
    reason: str = ""
    photos: Photos = Field([], max_length=MOST_PHOTOS)


class Close(Ask):
    condition_met: bool = False
    words: str = ""


class Forward(Ask):
    receiver: str = Field("", max_length=60)
    receipt: str = Field("", max_length=60)
    follow_up: date | None = None


class TakeBack(Ask):
    category: str
    standard: int = 1
    urgent: bool = False
    reason: str = ""


class Note(Ask):
    words: str = ""
    public: bool = False


class AskPostpone(Ask):
    limit: LimitAsk
    reason: str = ""


class Suspend(Ask):
    wait_for: WaitFor
    until: date
    public_note: str = Field("", max_length=500)


class AskSuspend(Suspend):
    reason: str = ""


class Resume(Ask):
    words: str = ""


class AskReporter(Ask):
    question: str = ""


class Answer(Ask):
    answer: str = ""


class AskVoid(Ask):
    reason_code: VoidReason
    reason: str = ""


class Escalate(Ask):
    words: str = ""
    called: Literal["", "110", "119", "120"] = ""


class Words(Ask):
    words: str = ""


class Whistle(Ask):
    agencies: list[UUID] = Field(min_length=1, max_length=8)
    words: str = ""
    hard: bool = False


class ReportIn(Ask):
    agency: UUID
    what: Literal["sign", "contact", "arrive"]


class RateUnit(Ask):
    agency: UUID
    rating: int = Field(ge=1, le=5)


class ReportAsk(Ask):
    """A report from the field. ``client_id`` is born on the phone; ``device_at`` is its time.

    One of words and photos is enough; the place is a building, a point in WGS-84, words, or the
    confession that it is not known.
    """

    client_id: UUID
    device_at: Moment | None = None
    source: Literal["patrol", "visit", "task"] = "patrol"
    words: str = ""
    photos: Photos = Field([], max_length=MOST_PHOTOS)
    category: str = ""
    urgent: bool = False
    building: UUID | None = None
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    place_text: str = Field("", max_length=200)
    place_unknown: bool = False
