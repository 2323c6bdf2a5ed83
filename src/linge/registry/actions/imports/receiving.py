"""From a file to mapped columns: receive, find the table, say what the columns mean."""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.files import actions as files_actions
from linge.files import queries as files_queries
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from ... import columns, permissions
from ...models import ImportBatch, MappingProfile
from ...queries.imports.batches import last_profile
from ...queries.imports.checking import ReadWorkbook, read_workbook
from ...rules.importing.fields import Column
from ...rules.importing.layout import Layout, fingerprint_text
from ...rules.importing.states import BatchState
from ...rules.importing.things import KINDS
from .moves import move

TOP = 100
"""Rows that are read to find the table; the rest is read when the rows are checked."""


def receive_workbook(
    data: bytes, filename: str, *, by: Actor, community: Region, subject: str
) -> ImportBatch:
    """Keep an uploaded file and find its table. A file that cannot be read leaves a failed batch
    with one sentence, and the same sentence is refused."""
    permissions.require(by, permissions.IMPORT, community)
    batch = ImportBatch(
        community=community,
        subject=subject,
        filename=PurePath(filename).name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        sender_id=by.user_id,
        sender_name=by.name,
    )
    try:
        read = read_workbook(data, filename, subject, rows=TOP)
    except Refused as refusal:
        batch.state, batch.fault = BatchState.FAILED, refusal.message[:300]
        batch.save()
        raise
    return _keep(batch, data, read, by)


@transaction.atomic
def _keep(batch: ImportBatch, data: bytes, read: ReadWorkbook, by: Actor) -> ImportBatch:
    batch.workbook = files_actions.store_workbook(
        data, name=batch.filename, by=by, community=batch.community
    )
    batch.sheet = read.sheet.name
    batch.state = BatchState.PARSED
    if read.layout is not None:
        _note_layout(batch, _remembered(batch, read.layout))
    batch.save()
    record(by, "registry.import_upload", batch, sha256=batch.sha256, subject=batch.subject)
    return batch


def _remembered(batch: ImportBatch, layout: Layout) -> Layout:
    """The layout as a person corrected it the last time a sheet had the same headers."""
    profile = last_profile(batch.community, batch.subject, fingerprint(layout))
    if profile is None:
        return layout
    chosen = {int(index): name for index, name in profile.columns.items()}
    return layout.chosen(chosen, "profile")


def fingerprint(layout: Layout) -> str:
    return hashlib.sha256(fingerprint_text(layout).encode()).hexdigest()


def _note_layout(batch: ImportBatch, layout: Layout) -> None:
    batch.header_row = layout.header_row
    batch.columns = [
        {"index": c.index, "header": c.header, "field": c.field, "how": c.how}
        for c in layout.columns
    ]


def point_at_header(batch: ImportBatch, *, by: Actor, row: int) -> ImportBatch:
    """Take the row a person pointed at as the header."""
    permissions.require(by, permissions.IMPORT, batch.community)
    read = read_again(batch, header_row=row, rows=max(row, TOP))
    if read.layout is None:
        raise Refused("registry.no_header", str(_("这一行没有文字，请选择表头所在的行。")), "row")
    _note_layout(batch, read.layout)
    return move(
        batch, "reopen", header_row=batch.header_row, columns=batch.columns, counts={}, total=0
    )


def read_again(
    batch: ImportBatch, *, header_row: int | None = None, rows: int | None = None
) -> ReadWorkbook:
    """The sender's file once more. Refuses with ``registry.workbook_gone`` when it is destroyed."""
    if batch.workbook is None:
        message = _("原文件已按规定销毁，请重新上传。")
        raise Refused("registry.workbook_gone", str(message))
    data = files_queries.content(batch.workbook)
    return read_workbook(
        data, batch.filename, batch.subject, sheet=batch.sheet, header_row=header_row, rows=rows
    )


@transaction.atomic
def map_columns(
    batch: ImportBatch, *, by: Actor, choices: Mapping[int, str], name: str = ""
) -> ImportBatch:
    """Settle what each column means, and remember it for the next sheet with these headers.

    Refuses with ``registry.column_twice`` when one field is given to two columns and with
    ``registry.columns_missing`` when a person or a home cannot be told from the rest.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    known = columns.fields(batch.subject)
    told = [field for field in choices.values() if field in known]
    for field in told:
        if told.count(field) > 1:
            message = _("“%(field)s”对应了两列，请只保留一列。") % {"field": known[field].label}
            raise Refused("registry.column_twice", str(message), f"column_{_last(choices, field)}")
    _enough(batch.subject, set(told))
    batch.columns = [
        {
            **column,
            "field": choices.get(column["index"], ""),
            "how": _how(column, choices),
        }
        for column in batch.columns
    ]
    move(batch, "map", columns=batch.columns)
    _remember(batch, by, name)
    record(by, "registry.import_map", batch, columns=len(told))
    return batch


def _last(choices: Mapping[int, str], field: str) -> int:
    return max(index for index, name in choices.items() if name == field)


def _how(column: Mapping[str, Any], choices: Mapping[int, str]) -> str:
    same = column["field"] == choices.get(column["index"], "")
    return str(column["how"]) if same else "chosen"


def _enough(subject: str, told: set[str]) -> None:
    if subject in KINDS:
        _enough_for(subject, told)
        return
    if subject == "residents" and "name" not in told:
        raise Refused("registry.columns_missing", str(_("请指出哪一列是姓名。")))
    if not told & {"address", "room"} and not (subject == "residents" and "id_number" in told):
        raise Refused("registry.columns_missing", str(_("请指出哪一列是住址，或哪一列是房号。")))


def _enough_for(subject: str, told: set[str]) -> None:
    """One column of every choice the kind cannot do without."""
    known = columns.fields(subject)
    for choice in KINDS[subject].required:
        if not told & set(choice):
            labels = "、".join(known[name].label for name in choice if name in known)
            message = _("请指出哪一列是%(fields)s。") % {"fields": labels}
            raise Refused("registry.columns_missing", str(message))


def _remember(batch: ImportBatch, by: Actor, name: str) -> None:
    MappingProfile.objects.update_or_create(
        community=batch.community,
        subject=batch.subject,
        fingerprint=fingerprint(layout_of(batch)),
        defaults={
            "name": name or PurePath(batch.filename).stem[:60],
            "columns": {str(c["index"]): c["field"] for c in batch.columns},
            "sender_id": by.user_id,
            "used_at": clock.now(),
        },
    )


def layout_of(batch: ImportBatch, read: Layout | None = None) -> Layout:
    """The layout as it stands in the batch."""
    header = batch.header_row or 1
    first = read.first_row if read and read.header_row == header else header
    made = tuple(Column(c["index"], c["header"], c["field"], c["how"]) for c in batch.columns)
    return Layout(first, header, made)


@transaction.atomic
def reopen_mapping(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Back from the preview to the columns; what was checked is forgotten."""
    permissions.require(by, permissions.IMPORT, batch.community)
    batch.rows.all().delete()
    return move(batch, "reopen", counts={}, total=0)


@transaction.atomic
def fail_batch(batch: ImportBatch, *, by: Actor, fault: str) -> ImportBatch:
    """Note why a batch cannot go on."""
    permissions.require(by, permissions.IMPORT, batch.community)
    batch.rows.all().delete()
    return move(batch, "fail", fault=fault[:300])


@transaction.atomic
def discard_batch(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Give a batch up before anything was written: its rows and its file are destroyed."""
    permissions.require(by, permissions.IMPORT, batch.community)
    move(batch, "discard")
    batch.rows.all().delete()
    destroy_workbook(batch, by)
    record(by, "registry.import_discard", batch)
    return batch


def destroy_workbook(batch: ImportBatch, by: Actor) -> None:
    """Destroy the sender's file; its fingerprint stays."""
    if batch.workbook is not None:
        files_actions.destroy(batch.workbook, by=by)
        batch.workbook = None
        batch.save(update_fields=["workbook"])
