"""Every write on exports: take, ask, decide, withdraw, keep the file, hand it out, destroy it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linge.kernel import access, clock
from linge.kernel.access import Actor, DataClass
from linge.kernel.refusals import Refused
from linge.kernel.trail import record

from .. import permissions, queries
from ..models import ExportRequest, ExportVote
from ..rules import (
    LINK,
    MOST_DAYS,
    MOST_DOWNLOADS,
    OPEN,
    SHORTEST_REASON,
    ExportState,
    Seat,
    Way,
    seats_left,
    stricter,
    way,
)
from .storing import destroy, store_workbook


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to take: of which ledger, which columns, how many rows, of which class."""

    ledger: str
    columns: Sequence[str]
    rows: int
    klass: DataClass
    clear: Sequence[str] = ()
    narrow: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[str] = ()

    @property
    def way(self) -> Way:
        return way(self.klass, self.rows)


def _request(wanted: Wanted, by: Actor, community: Any, **more: Any) -> ExportRequest:
    row = ExportRequest(
        community=community,
        path=community.path,
        ledger=wanted.ledger,
        columns=list(wanted.columns),
        clear=list(wanted.clear),
        narrow=dict(wanted.narrow),
        lines=list(wanted.lines),
        rows=wanted.rows,
        klass=wanted.klass,
        asked_by_id=by.user_id,
        **more,
    )
    permissions.require(by, permissions.EXPORT, row)
    return row


@transaction.atomic
def take_export(wanted: Wanted, *, by: Actor, community: Any) -> ExportRequest:
    """Take what needs nobody's approval; refuses with ``files.needs_approval`` anything else."""
    row = _request(
        wanted,
        by,
        community,
        way=wanted.way,
        state=ExportState.TAKEN,
        expires_on=clock.today(),
    )
    if wanted.way is not Way.FREE:
        raise Refused("files.needs_approval", _("这份台账需要先申请，批准后才能导出。"))
    row.save()
    record(by, "files.export", row, ledger=wanted.ledger, rows=wanted.rows, klass=wanted.klass)
    return row


@transaction.atomic
def seal_export(row: ExportRequest, body: bytes, *, by: Actor) -> None:
    """Put the hash of what left on the record."""
    row.sha256 = hashlib.sha256(body).hexdigest()
    row.save(update_fields=["sha256"])
    record(by, "files.export_sealed", row, sha256=row.sha256)


@transaction.atomic
def ask_export(
    wanted: Wanted, *, by: Actor, community: Any, reason: str, expires_on: date
) -> ExportRequest:
    """Ask to take a ledger (申请导出); who must agree follows from class and number of rows.

    Refuses with ``files.export_never``, ``files.export_free``, ``files.export_reason``,
    ``files.export_expiry`` and ``files.export_clear``.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("files.export_reason", _("请写明用途，至少6个字。"), "reason")
    if not clock.today() <= expires_on <= clock.today() + MOST_DAYS:
        message = _("请填今天起%(days)s天以内的日期。") % {"days": MOST_DAYS.days}
        raise Refused("files.export_expiry", message, "expires_on")
    if wanted.clear and not permissions.may_ask_clear(by):
        message = _("您的岗位不能申请证件、电话等明文。")
        raise Refused("files.export_clear", message, "clear")
    chosen = wanted.way
    if chosen is Way.NEVER:
        raise Refused("files.export_never", _("这份台账不能导出，请缩小范围，或去掉敏感的列。"))
    if chosen is Way.FREE:
        raise Refused("files.export_free", _("这份台账不用申请，可以在台账页直接导出。"))
    row = _request(wanted, by, community, state=ExportState.ASKED, expires_on=expires_on)
    leads = access.can(by, permissions.APPROVE, permissions.subject_of(row.path))
    row.way = Way.STREET if leads and chosen is Way.LEADER else chosen
    row.reason = reason.strip()
    row.save()
    record(by, "files.export_ask", row, ledger=row.ledger, rows=row.rows, klass=row.klass)
    return row


@transaction.atomic
def decide_export(row: ExportRequest, *, by: Actor, agreed: bool, words: str = "") -> ExportRequest:
    """Agree, or refuse in words; nobody decides on the own asking, and two seats are two people.

    Refuses with ``files.own_export``, ``files.export_moved_on`` and ``files.export_words``.
    """
    if row.asked_by_id == by.person:
        raise Refused("files.own_export", _("这是您本人的申请，请由他人审批。"))
    if not agreed and not words.strip():
        raise Refused("files.export_words", _("请写明不同意的原因。"), "words")
    row = queries.locked_export(row)
    missing = seats_left(row.way, queries.seats_taken(row))
    held = permissions.seats_of(by, row)
    seat = next((each for each in missing if each in held), None)
    if seat is None or row.state != ExportState.ASKED:
        permissions.require(by, _deed(missing), row)
        raise _moved_on()
    _vote(row, seat, by, agreed, words.strip())
    done = not agreed or len(missing) == 1
    if done:
        row.state = ExportState.APPROVED if agreed else ExportState.REFUSED
        row.save(update_fields=["state"])
    record(by, "files.export_decide", row, seat=seat, agreed=agreed)
    return row


def _deed(missing: Sequence[Seat]) -> str:
    return permissions.DECIDING[missing[0] if missing else Seat.LEADER]


def _vote(row: ExportRequest, seat: Seat, by: Actor, agreed: bool, words: str) -> None:
    try:
        with transaction.atomic():
            ExportVote.objects.create(
                request=row, seat=seat, by_id=by.person, agreed=agreed, words=words
            )
    except IntegrityError as fault:
        raise _moved_on() from fault


def _moved_on() -> Refused:
    return Refused("files.export_moved_on", _("这份申请已由他人办理，请刷新页面。"))


@transaction.atomic
def withdraw_export(row: ExportRequest, *, by: Actor) -> ExportRequest:
    """The asker takes the asking back; a file already made is destroyed."""
    _require_asker(row, by)
    row = queries.locked_export(row)
    if row.state not in OPEN:
        raise _moved_on()
    return _close(row, ExportState.WITHDRAWN, by)


@transaction.atomic
def keep_export(row: ExportRequest, body: bytes, *, by: Actor, rows: int) -> ExportRequest:
    """Keep the locked workbook for its asker, 7 days and 3 downloads.

    Refuses with ``files.export_moved_on``, ``files.export_late``, and with ``files.export_grown``
    where the rows have become more than was approved.
    """
    _require_asker(row, by)
    row = queries.locked_export(row)
    if row.state != ExportState.APPROVED:
        raise _moved_on()
    if row.expires_on < clock.today():
        raise Refused("files.export_late", _("申请已过期，请重新申请。"))
    if rows > row.rows and stricter(row.way, way(DataClass(row.klass), rows)):
        message = _("现在有%(n)s行，超出批准的范围，请重新申请。") % {"n": rows}
        raise Refused("files.export_grown", message)
    name = f"{row.ledger}-{row.pk}.xlsx"
    row.file = store_workbook(body, name=name, by=by, community=row.community)
    row.sha256, row.link_until = row.file.sha256, clock.now() + LINK
    row.state, row.rows = ExportState.READY, rows
    row.save()
    record(by, "files.export_made", row, sha256=row.sha256, rows=rows)
    return row


@transaction.atomic
def fetch_export(row: ExportRequest, *, by: Actor) -> bytes:
    """Hand the file to its asker and count it. Refuses with ``files.export_gone``."""
    _require_asker(row, by)
    open_ones = ExportRequest.objects.filter(
        pk=row.pk,
        state=ExportState.READY,
        link_until__gt=clock.now(),
        downloads__lt=MOST_DOWNLOADS,
    )
    if not open_ones.update(downloads=F("downloads") + 1):
        message = _("文件已到期或已下载3次。还需要时请重新申请。")
        raise Refused("files.export_gone", message)
    record(by, "files.export_fetch", row, sha256=row.sha256)
    assert row.file is not None  # a ready export has its file
    return queries.content(row.file)


@transaction.atomic
def end_exports(*, by: Actor) -> int:
    """Destroy the files whose time is over, and close what nobody decided or fetched in time."""
    late = queries.late_exports()
    for row in late:
        _close(row, ExportState.ENDED, by)
    return len(late)


def _close(row: ExportRequest, state: ExportState, by: Actor) -> ExportRequest:
    if row.file is not None:
        destroy(row.file, by=by)
    row.state = state
    row.save(update_fields=["state"])
    record(by, "files.export_close", row, state=state)
    return row


def _require_asker(row: ExportRequest, by: Actor) -> None:
    permissions.require(by, permissions.EXPORT, row)
    if row.asked_by_id != by.person:
        raise Refused("files.not_your_export", _("只有申请人本人可以办理。"))
