"""Writing a confirmed batch: in chunks, each a transaction, so a killed job goes on where it was."""

from collections.abc import Sequence
from itertools import groupby, takewhile

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock, jobs
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ImportBatch, ImportRow
from ...queries.imports.batches import RowPayload, row_payload
from ...rules.importing.states import TO_REPAIR, WRITTEN, Mode, RowOutcome
from ..pouring import amend_rows
from .asking import ask_protected
from .homes import HomesWriter
from .moves import move
from .people import PeopleWriter
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
    while _apply_chunk(batch, by):
        pass
    return _finish(batch, by)


@transaction.atomic
def _apply_chunk(batch: ImportBatch, by: Actor) -> bool:
    """Write one chunk of whole households; False when none waits."""
    rows = _next_rows(batch)
    if not rows:
        return False
    told = [row_payload(row) for row in rows]
    written = _write(batch, by, rows, told)
    now = clock.now()
    for row, payload in zip(rows, told, strict=True):
        row.applied_at = now
        _settle(row, payload, written)
    amend_rows(rows, ("applied_at", "outcome", "undo"))
    done = batch.rows.filter(applied_at__isnull=False).count()
    ImportBatch.objects.filter(pk=batch.pk).update(done=done)
    return True


def _write(
    batch: ImportBatch, by: Actor, rows: list[ImportRow], told: list[RowPayload]
) -> dict[int, Undo]:
    """Write a chunk at one stroke; where the register refuses it, household by household."""
    writer = HomesWriter if batch.subject == "dwellings" else PeopleWriter
    try:
        with transaction.atomic():
            return writer(batch, by).write(told)
    except Refused:
        if len({row.block for row in rows}) == 1:
            return {}
    written: dict[int, Undo] = {}
    for _block, pairs in groupby(zip(rows, told, strict=True), lambda pair: pair[0].block):
        part = list(pairs)
        written |= _write(batch, by, [row for row, _ in part], [one for _, one in part])
    return written


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
        move(batch, "finish", applied_at=clock.now(), counts=counts, done=batch.total)
        record(by, "registry.import_apply", batch, sha256=batch.sha256, **counts)
    return batch


def outcomes(batch: ImportBatch) -> dict[str, int]:
    """The rows of a batch by outcome."""
    found: Sequence[str] = list(batch.rows.values_list("outcome", flat=True))
    counts = {str(outcome): found.count(str(outcome)) for outcome in RowOutcome}
    return counts | {"total": len(found)}
