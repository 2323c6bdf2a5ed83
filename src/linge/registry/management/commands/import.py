# ruff: noqa: N999 - a command is called as its file
"""``linge import residents FILE --community NAME [--dry-run] [--json]``, and so for every kind.

Reads, checks and writes as the desk does, as a system actor of that one community. Without
``--dry-run`` the rows without errors are written. Exit code 1: the file was refused.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.registry.actions import imports
from linge.registry.models import ImportBatch
from linge.registry.queries.imports.batches import batch_rows, row_payload
from linge.registry.queries.imports.checking import (
    check_sheet,
    head_json,
    read_workbook,
    row_json,
)
from linge.registry.rules.importing.states import WRITTEN, RowOutcome, Subject
from linge.territory.models import Region
from linge.territory.rules.kinds import Level


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told: first the head, then every row, at last the counts, known by then."""

    head: Mapping[str, Any]
    rows: Iterable[Mapping[str, Any]]
    counts: Callable[[], Mapping[str, int]]


class Command(BaseCommand):
    help = "Import a sheet of residents, dwellings, households and more from xlsx, xls or csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=Subject.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, help="name or division code")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="print every row as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        community = community_named(options["community"])
        try:
            data = options["file"].read_bytes()
            run = dry_run if options["dry_run"] else write
            answer = run(data, options["file"].name, options["subject"], community)
        except OSError as fault:
            message = _("打不开文件“%(file)s”，请检查路径。") % {"file": options["file"]}
            raise CommandError(message) from fault
        except Refused as refusal:
            raise CommandError(f"{refusal.code}: {refusal.message}") from refusal
        if options["json"]:
            self._json(answer)
        else:
            self._tell(answer)

    def _json(self, answer: Answer) -> None:
        """One JSON object, written row by row: a large sheet needs little room."""
        head = json.dumps(answer.head, ensure_ascii=False).removesuffix("}")
        self.stdout.write(f'{head}, "rows": [', ending="")
        for place, row in enumerate(answer.rows):
            told = json.dumps(row, ensure_ascii=False)
            self.stdout.write(f", {told}" if place else told, ending="")
        self.stdout.write(f'], "counts": {json.dumps(answer.counts())}}}')

    def _tell(self, answer: Answer) -> None:
        for row in answer.rows:
            for said in (*row["errors"], *row["warnings"]):
                self.stdout.write(f"{said['cell']}\t{said['code']}\t{said['message']}")
        counts = answer.counts()
        self.stdout.write(
            "，".join(f"{outcome.label}{counts[outcome.value]}" for outcome in RowOutcome)
        )


def community_named(wanted: str) -> Region:
    """The open community of a name or code; two of one name are asked, never guessed."""
    rows = Region.objects.filter(level=Level.COMMUNITY, until=None)
    found = list(rows.filter(code=wanted)) or list(rows.filter(name=wanted))
    found = found or list(rows.filter(name=f"{wanted}社区"))
    if len(found) != 1:
        words = (
            _("没有社区“%(name)s”。") if not found else _("有多个社区叫“%(name)s”，请用区划代码。")
        )
        raise CommandError(words % {"name": wanted})
    return found[0]


def dry_run(data: bytes, filename: str, subject: str, community: Region) -> Answer:
    """Check against the register and write nothing."""
    read = read_workbook(data, filename, subject)
    if read.layout is None:
        raise no_header()
    checked = check_sheet(read.sheet, read.layout, community, subject)
    rows = (row_json(row, str(decision.outcome)) for row, decision in checked)
    return Answer(head_json(checked), rows, lambda: checked.counts)


def no_header() -> Refused:
    message = _(
        "前20行里没有找到表头（至少要有三个认得的列名），请补上表头，或在网页上导入并指出表头。"
    )
    return Refused("registry.no_header", message)


def write(data: bytes, filename: str, subject: str, community: Region) -> Answer:
    """Check and write what is right; the answer tells what became of every row."""
    by = replace(Actor.clock("service", node=community.path), how="cli")
    batch = imports.receive_workbook(data, filename, by=by, community=community, subject=subject)
    if batch.header_row is None:
        imports.discard_batch(batch, by=by)
        raise no_header()
    choices = {column["index"]: column["field"] for column in batch.columns}
    imports.map_columns(batch, by=by, choices=choices)
    imports.check_batch(batch, by=by)
    if any(batch.counts[outcome] for outcome in WRITTEN):
        imports.confirm_batch(batch, by=by, start=False)
        imports.apply_batch(batch, by=by)
    imports.destroy_workbook(batch, by=by)
    return answer_of(batch)


def answer_of(batch: ImportBatch) -> Answer:
    """A written batch in the shape of a dry run."""
    head = {
        "batch": str(batch.uuid),
        "sheet": batch.sheet,
        "header_row": batch.header_row,
        "columns": batch.columns,
        "dropped": batch.dropped,
    }
    return Answer(head, _told_rows(batch), lambda: batch.counts)


def _told_rows(batch: ImportBatch) -> Iterator[Mapping[str, Any]]:
    for row in batch_rows(batch).iterator(chunk_size=1_000):
        opened = row_payload(row)
        judged = opened.judged
        judged.findings.extend(opened.findings)
        yield row_json(judged, opened.outcome)
