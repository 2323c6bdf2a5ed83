"""Checking a mapped batch: every row judged, and kept with what it would do, chunk by chunk."""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import jobs
from linge.kernel.access import Actor
from linge.kernel.identifiers import uuid7
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ImportBatch, ImportRow
from ...queries.imports.checking import CheckedSheet, check_sheet
from ...rules.importing.households import block_of
from ...rules.importing.judging import Judged
from ...rules.importing.matching import Decision
from ...rules.importing.states import MOVES
from ..pouring import pour_rows
from .moves import last_event, move
from .receiving import layout_of, read_again

CHUNK = 1_000
CHECKED_AT_ONCE = 2**20
"""Bytes of a workbook that is checked while the sender waits: some seconds at most."""
Blocks = dict[Any, int]


def start_check(batch: ImportBatch, *, by: Actor) -> None:
    """Check a small file at once and hand a large one to the background."""
    if batch.workbook is not None and batch.workbook.size <= CHECKED_AT_ONCE:
        check_batch(batch, by=by)
    else:
        jobs.enqueue("linge.registry.jobs.check_batch", batch.pk)


def check_batch(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Judge every row against the register as it is now and keep the result for the preview.

    Each chunk is kept at once, so the page shows how far it is; killed, it begins anew. Refuses
    with ``registry.import_moved_on`` when the batch was given up meanwhile.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    batch.rows.all().delete()
    seen = last_event()
    checked = _checked(batch)
    rows, blocks, done = iter(checked), Blocks(), 0
    asks: list[int] = []
    while part := list(islice(rows, CHUNK)):
        done += len(part)
        asks += [row.row for row, decision in part if decision.person and row.asks]
        _keep_part(batch, _rows(batch, part, blocks), done, checked.total)
    with transaction.atomic():
        move(
            batch,
            "check",
            counts=checked.counts,
            total=checked.total,
            done=0,
            told_on=checked.told_on,
            asks=asks,
            seen_event=seen,
            dropped=[{"row": d.row, "kind": d.kind, "text": d.text} for d in checked.dropped],
        )
        record(by, "registry.import_check", batch, **checked.counts)
    return batch


def _checked(batch: ImportBatch) -> CheckedSheet:
    """The sheet judged; its cells are forgotten when this returns."""
    read = read_again(batch)
    return check_sheet(read.sheet, layout_of(batch, read.layout), batch.community, batch.subject)


@transaction.atomic
def _keep_part(batch: ImportBatch, rows: Iterable[ImportRow], done: int, total: int) -> None:
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=MOVES["check"][0])
    if not waiting.update(done=done, total=total):
        message = _("这批数据的状态刚刚变了，请刷新页面后再操作。")
        raise Refused("registry.import_moved_on", str(message))
    pour_rows(ImportRow, list(rows))


def _rows(
    batch: ImportBatch, part: Iterable[tuple[Judged, Decision]], blocks: Blocks
) -> Iterable[ImportRow]:
    """Rows to keep; people of one household share a block, so that no chunk parts them."""
    for row, decision in part:
        key = block_of(row.values)
        yield ImportRow(
            uuid=uuid7(),
            batch=batch,
            number=row.row,
            block=row.row if key is None else blocks.setdefault(key, row.row),
            outcome=str(decision.outcome),
            payload=payload(row, decision),
        )


def payload(row: Judged, decision: Decision) -> str:
    """A row as it is kept."""
    return json.dumps(
        {
            "values": row.values,
            "cleared": sorted(row.cleared),
            "findings": [
                {"code": f.code, "row": f.row, "column": f.column, "about": f.about,
                 "facts": dict(f.facts)}
                for f in row.findings
            ],
            "changes": decision.changes,
            "person": decision.person.pk if decision.person and decision.person.mine else None,
        },
        ensure_ascii=False,
    )  # fmt: skip
