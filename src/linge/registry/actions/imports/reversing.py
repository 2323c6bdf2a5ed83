"""Taking a batch back: what it made goes, what it changed returns, what was changed since stays.

A roll-back is a batch itself: its rows keep what it removed and changed, so it can be taken back.
It goes chunk by chunk, the last written first, and goes on after a kill.
"""

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock, jobs
from linge.kernel.access import Actor
from linge.kernel.identifiers import uuid7
from linge.kernel.memory import uncollected
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ImportBatch, ImportRow
from ...rules.importing.states import BatchState, RowOutcome
from .history import History
from .moves import last_event, move
from .removing import Since, remove
from .restoring import put_back, restore
from .undo import Undo, open_undo, seal_undo

OWN_DAYS, LEADER_DAYS = 7, 30
CHUNK = 500
AT_ONCE = 2_000
"""Rows that are taken back while the person waits; more are left to the background."""
JOB = "linge.registry.jobs.roll_back"


def roll_back(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Take a written batch back (撤销本次导入), a roll-back as well.

    A field that was edited since keeps its value and is listed; a row others refer to by now is
    kept and listed. Within seven days whoever may import may do it, until the thirtieth the
    community leader. Refuses with ``registry.import_too_old``.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    _in_time(batch, by)
    _begin(batch, by)
    go_on = _redo_chunk if batch.undoes_id else _undo_chunk
    while go_on(batch, by):
        pass
    return _finish(batch, by)


def start_roll_back(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Take a small batch back at once and leave a large one to the background."""
    permissions.require(by, permissions.IMPORT, batch.community)
    if batch.total <= AT_ONCE:
        return roll_back(batch, by=by)
    _in_time(batch, by)
    _begin(batch, by)
    jobs.enqueue(JOB, batch.pk)
    return batch


def _in_time(batch: ImportBatch, by: Actor) -> None:
    if batch.state != BatchState.APPLIED or batch.applied_at is None:
        return
    age = clock.now() - batch.applied_at
    if age > timedelta(days=LEADER_DAYS):
        message = _("写入已超过30天，不能再整批撤销，请逐条更正。")
        raise Refused("registry.import_too_old", str(message))
    if age > timedelta(days=OWN_DAYS):
        permissions.require(by, permissions.ROLL_BACK_OLD, batch.community)


@transaction.atomic
def _begin(batch: ImportBatch, by: Actor) -> None:
    """Say that it begins; the batch that keeps what a roll-back does is made beside it."""
    fresh = batch.state != BatchState.ROLLING_BACK
    move(batch, "roll_back")
    if fresh and batch.undoes_id is None:
        batch.kept = []
        ImportBatch.objects.filter(pk=batch.pk).update(kept=[], done=0)
        ImportBatch.objects.create(
            community=batch.community,
            subject=batch.subject,
            state=BatchState.UPLOADED,
            filename=(_("撤销：%(name)s") % {"name": batch.filename})[:200],
            sender_id=by.user_id,
            sender_name=by.name,
            undoes=batch,
        )


def _mine(batch: ImportBatch) -> ImportBatch:
    """The roll-back of a batch that is being taken back."""
    return ImportBatch.objects.filter(undoes=batch, state=BatchState.UPLOADED).latest("pk")


@uncollected()
@transaction.atomic
def _undo_chunk(batch: ImportBatch, by: Actor) -> bool:
    """Take the last rows that are still written back; False when none is left."""
    rows = list(batch.rows.exclude(applied_at=None).order_by("-block", "-number")[:CHUNK])
    if not rows:
        return False
    mine, history = _mine(batch), History(by, batch.uuid)
    since, inverse = Since(batch.last_event), Undo()
    undone = [open_undo(row) for row in rows]
    made = Undo([key for undo in undone for key in undo.created])
    kept = list(remove(made, since, history, inverse))
    ours = set(made.created)
    for undo in undone:
        for key in undo.before.keys() & ours:
            del undo.before[key]
        kept += restore(undo, history, inverse)
    history.write()
    _keep(mine, inverse, [row.number for row in rows])
    batch.rows.filter(pk__in=[row.pk for row in rows]).update(applied_at=None)
    batch.kept = [*batch.kept, *kept]
    done = batch.done + len(rows)
    ImportBatch.objects.filter(pk=batch.pk).update(kept=batch.kept, done=done)
    batch.done = done
    return True


def _keep(mine: ImportBatch, inverse: Undo, numbers: list[int]) -> None:
    """Note what a chunk of a roll-back did."""
    number = mine.rows.count() + 1
    row = ImportRow(
        uuid=uuid7(),
        batch=mine,
        number=number,
        block=number,
        outcome=RowOutcome.UPDATED,
        payload=json.dumps({"rows": numbers}),
        applied_at=clock.now(),
    )
    seal_undo(row, inverse)
    row.save()


@uncollected()
@transaction.atomic
def _redo_chunk(batch: ImportBatch, by: Actor) -> bool:
    """Put back what one chunk of a roll-back removed and changed, the last chunk first."""
    row: Any = batch.rows.exclude(applied_at=None).order_by("-number").first()
    if row is None:
        return False
    history = History(by, batch.uuid, _("恢复导入"))
    undo = open_undo(row)
    kept = [*put_back(undo, history), *restore(undo, history, Undo())]
    history.write()
    again = json.loads(row.opened("payload"))["rows"]
    ImportRow.objects.filter(batch=batch.undoes_id, number__in=again).update(applied_at=clock.now())
    batch.rows.filter(pk=row.pk).update(applied_at=None)
    batch.kept = [*batch.kept, *kept]
    ImportBatch.objects.filter(pk=batch.pk).update(kept=batch.kept)
    return True


@transaction.atomic
def _finish(batch: ImportBatch, by: Actor) -> ImportBatch:
    now, last = clock.now(), last_event()
    move(batch, "rolled_back", rolled_back_at=now, done=batch.total)
    if batch.undoes_id is None:
        mine = _mine(batch)
        move(mine, "stand", applied_at=now, last_event=last, total=mine.rows.count())
    else:
        ImportBatch.objects.filter(pk=batch.undoes_id, state=BatchState.ROLLED_BACK).update(
            state=BatchState.APPLIED, last_event=last, rolled_back_at=None, kept=[]
        )
    record(by, "registry.import_roll_back", batch, kept=len(batch.kept))
    return batch
