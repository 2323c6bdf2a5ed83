"""Writing a confirmed batch: in chunks, each a transaction, so a killed job goes on where it was."""

from collections.abc import Sequence
from itertools import groupby, takewhile

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock, jobs
from linge.kernel.access import Actor
from linge.kernel.memory import uncollected
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ImportBatch, ImportRow
from ...queries.imports.batches import RowPayload, row_payload
from ...queries.imports.others import Others
from ...rules.importing.states import TO_REPAIR, WRITTEN, BatchState, Mode, RowOutcome
from ..pouring import amend_rows
from .asking import ask_protected
from .homes import HomesWriter
from .moves import last_event, move
from .people import PeopleWriter
from .things import WRITERS, ThingsWriter
from .undo import Undo, seal_undo

CHUNK = 500
JOB = "linge.registry.jobs.apply_batch"


@transaction.atomic
def confirm_batch(
    batch: ImportBatch, *, by: Actor, mode: str = Mode.RIGHT, start: bool = True
) -> ImportBatch:
    """Say that the preview is right; the writing starts as a job, unless the caller writes.

    Refuses with ``registry.import_not_all_right`` when all rows were wanted and some are wrong,
    and with ``registry.import_nothing`` when no row would change anything.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    faulty = sum(batch.counts.get(str(outcome), 0) for outcome in TO_REPAIR)
    if mode == Mode.ALL and faulty:
        message = _("还有%(count)s行需要改正，改好后重新上传再导入。") % {"count": faulty}
        raise Refused("registry.import_not_all_right", str(message))
    if not batch.asks and not any(batch.counts.get(str(outcome), 0) for outcome in WRITTEN):
        message = _("没有需要写入的行，系统里的数据与表格一致。")
        raise Refused("registry.import_nothing", str(message))
    move(batch, "confirm", mode=mode)
    record(by, "registry.import_confirm", batch, mode=mode, **batch.counts)
    if start:
        jobs.enqueue(JOB, batch.pk)
    return batch


def apply_batch(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Write the rows that wait, chunk by chunk; called again after a kill, it goes on.

    Refuses with ``registry.import_busy`` while another batch of the community is being written.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    move(batch, "apply")
    try:
        others = Others(batch)
        while _apply_chunk(batch, by, others):
            pass
    except _StoppedError:
        batch.refresh_from_db()
        return batch
    return _finish(batch, by)


class _StoppedError(Exception):
    """Somebody stopped the writing; the chunk in hand is not written."""


@transaction.atomic
def stop_batch(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Pause the writing (暂停写入): whole chunks are on record, the rest waits."""
    permissions.require(by, permissions.IMPORT, batch.community)
    move(batch, "stop")
    record(by, "registry.import_stop", batch, done=batch.done)
    return batch


@transaction.atomic
def resume_batch(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Go on with a paused batch where it was."""
    permissions.require(by, permissions.IMPORT, batch.community)
    move(batch, "resume")
    record(by, "registry.import_resume", batch, done=batch.done)
    jobs.enqueue(JOB, batch.pk)
    return batch


@uncollected()
@transaction.atomic
def _apply_chunk(batch: ImportBatch, by: Actor, others: Others) -> bool:
    """Write one chunk of whole households; False when none waits."""
    rows = _next_rows(batch)
    if not rows:
        return False
    told = [row_payload(row) for row in rows]
    written = _write(batch, by, others, rows, told)
    now = clock.now()
    for row, payload in zip(rows, told, strict=True):
        row.applied_at = now
        _settle(row, payload, written)
    amend_rows(rows, ("applied_at", "outcome", "undo"))
    done = F("done") + sum(row.applied_at is not None for row in rows)
    running = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    if not running.update(done=done, last_event=last_event()):
        raise _StoppedError
    return True


def _write(
    batch: ImportBatch,
    by: Actor,
    others: Others,
    rows: list[ImportRow],
    told: list[RowPayload],
) -> dict[int, Undo]:
    """Write a chunk at one stroke; where the register refuses it, household by household."""
    try:
        with transaction.atomic():
            return writer_of(batch, by, others).write(told)
    except Refused:
        if len({row.block for row in rows}) == 1:
            return {}
    written: dict[int, Undo] = {}
    for _block, pairs in groupby(zip(rows, told, strict=True), lambda pair: pair[0].block):
        part = list(pairs)
        written |= _write(batch, by, others, [row for row, _ in part], [one for _, one in part])
    return written


def writer_of(
    batch: ImportBatch, by: Actor, others: Others
) -> PeopleWriter | HomesWriter | ThingsWriter:
    """Who writes the rows of a kind of sheet."""
    match batch.subject:
        case "residents":
            return PeopleWriter(batch, by, others)
        case "dwellings":
            return HomesWriter(batch, by)
    return WRITERS[batch.subject](batch, by)


def _next_rows(batch: ImportBatch) -> list[ImportRow]:
    """At least one household and about a chunk of rows, in the order of the sheet's blocks."""
    waiting = batch.rows.filter(applied_at=None, outcome__in=WRITTEN).order_by("block", "number")
    rows = list(waiting[: CHUNK + 100])
    if len(rows) <= CHUNK:
        return rows
    last = rows[CHUNK].block
    whole = list(takewhile(lambda row: row.block != last, rows))
    return whole or list(waiting.filter(block=last))


def _settle(row: ImportRow, payload: RowPayload, written: dict[int, Undo]) -> None:
    """Keep what stood there before; a row the register outran is parked instead."""
    if (undo := written.get(payload.number)) is None:
        row.outcome = RowOutcome.PARKED
        row.applied_at = None
    else:
        seal_undo(row, undo)


def _finish(batch: ImportBatch, by: Actor) -> ImportBatch:
    with transaction.atomic():
        counts = outcomes(batch) | {"asked": ask_protected(batch, by=by)}
        facts = {"applied_at": clock.now(), "done": batch.total, "last_event": last_event()}
        move(batch, "finish", counts=counts, **facts)
        record(by, "registry.import_apply", batch, sha256=batch.sha256, **counts)
    return batch


def outcomes(batch: ImportBatch) -> dict[str, int]:
    """The rows of a batch by outcome."""
    found: Sequence[str] = list(batch.rows.values_list("outcome", flat=True))
    counts = {str(outcome): found.count(str(outcome)) for outcome in RowOutcome}
    return counts | {"total": len(found)}
