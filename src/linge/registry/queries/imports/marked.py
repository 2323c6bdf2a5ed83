"""The sender's own workbook with what we have to say about each cell."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linge.files import queries as files
from linge.files.sheets import Mark, Marked, marked_copy, open_book
from linge.kernel.refusals import Refused

from ...models import ImportBatch
from ...rules.importing.findings import Finding, Severity
from ...rules.importing.states import TO_REPAIR, WRITTEN, BatchState, RowOutcome
from .batches import RowPayload, batch_rows, row_payload


def marked_workbook(batch: ImportBatch, *, only_faulty: bool = False) -> bytes:
    """The workbook as it came, faulty cells red with a note, a result for each row.

    Refuses with ``registry.workbook_gone`` once the file was destroyed.
    """
    if batch.workbook is None or not batch.header_row:
        message = _("原文件已按规定销毁，不能再下载；请重新上传后检查。")
        raise Refused("registry.workbook_gone", str(message))
    data = files.content(batch.workbook)
    sheet = open_book(data, batch.filename).read(batch.sheet)
    rows = [row_payload(row) for row in batch_rows(batch)]
    faulty = frozenset(row.number for row in rows if row.outcome in TO_REPAIR)
    marked = Marked(
        header_row=batch.header_row,
        results={row.number: (result_words(row), reasons(row.findings)) for row in rows},
        marks=[mark for row in rows for mark in _marks(row)],
        summary=_summary(batch),
        only_rows=faulty if only_faulty else None,
    )
    kind = "xlsx" if batch.filename.lower().endswith(".xlsx") else "other"
    return marked_copy(data, kind, sheet, marked)


def result_words(row: RowPayload) -> str:
    """``已导入：新增`` once it is written, else what would happen."""
    label = str(RowOutcome(row.outcome).label)
    if row.outcome not in WRITTEN:
        return label
    if row.applied:
        return str(_("已导入：%(outcome)s") % {"outcome": label})
    return str(_("待导入：%(outcome)s") % {"outcome": label})


def reasons(findings: Sequence[Finding]) -> str:
    """Every problem of a row, each with its cell, one a line."""
    told = [f for f in findings if f.severity is not Severity.NOTICE]
    return "\n".join(dict.fromkeys(f"{f.cell} {f.message}" for f in told))


def _marks(row: RowPayload) -> list[Mark]:
    notes: dict[tuple[int, int], list[Finding]] = {}
    for finding in row.findings:
        if finding.column is not None and finding.severity is not Severity.NOTICE:
            notes.setdefault((finding.row, finding.column), []).append(finding)
    return [
        Mark(
            place[0],
            place[1],
            "\n".join(finding.message for finding in said),
            any(finding.severity is Severity.ERROR for finding in said),
        )
        for place, said in notes.items()
    ]


def _summary(batch: ImportBatch) -> list[tuple[str, str]]:
    lines = [
        (str(_("文件")), batch.filename),
        (str(_("状态")), str(BatchState(batch.state).label)),
        (str(_("数据行数")), str(batch.total)),
    ]
    lines += [
        (str(outcome.label), str(batch.counts.get(outcome.value, 0))) for outcome in RowOutcome
    ]
    lines += [
        (str(_("第%(row)s行未当作数据") % {"row": d["row"]}), d["text"]) for d in batch.dropped
    ]
    return lines
