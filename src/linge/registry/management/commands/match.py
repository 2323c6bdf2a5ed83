"""``linge match FILE [--json]``: find the rows of any table that tell of one person.

Columns are known by their headers, Latin or Chinese. A column of labels (``entity``, ``cluster``,
``true_id`` …) is never compared; with one, precision and recall are printed.
"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linge.kernel.refusals import Refused
from linge.registry import sheets
from linge.registry.rules.matching import verdicts
from linge.registry.rules.matching.points import PARK_AT
from linge.registry.rules.matching.tables import Answer, Found

SHOWN = 50


class Command(BaseCommand):
    help = "Find likely duplicates in a csv or workbook; with a label column, measure them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            table = sheets.read_table(options["file"])
        except Refused as refusal:
            raise CommandError(f"{refusal.code}: {refusal.message}") from refusal
        answer = sheets.search_table(table)
        told = as_json(answer, table)
        told["seconds"] = round(time.monotonic() - began, 2)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._tell(told)

    def _tell(self, told: dict[str, Any]) -> None:
        for pair in told["pairs"][:SHOWN]:
            likenesses = " ".join(f"{name}:{level}" for name, level in pair["because"].items())
            self.stdout.write(f"{pair['a']}\t{pair['b']}\t{pair['points']}\t{likenesses}")
        if len(told["pairs"]) > SHOWN:
            self.stdout.write("…")
        for name in ("rows", "compared", "parked", "for_audit", "ignored", "seconds"):
            self.stdout.write(f"{name}: {told[name]}")
        for name, value in told.get("measured", {}).items():
            self.stdout.write(f"{name}: {value}")


def as_json(answer: Answer, table: sheets.Table) -> dict[str, Any]:
    """What was found, by record number; values of people are not repeated."""
    numbers = sheets.record_numbers(table)
    told = {
        "rows": len(table.rows),
        "columns": {name: table.headers[at] for name, at in answer.layout.columns.items()},
        "ignored": list(answer.layout.unknown),
        "compared": answer.compared,
        "threshold": PARK_AT,
        "parked": len(answer.parked),
        "for_audit": len(answer.audit),
        "pairs": [_pair(found, numbers) for found in answer.parked],
        "audit": [_pair(found, numbers) for found in answer.audit],
        "clusters": [
            [numbers[row] for row in rows]
            for rows in verdicts.clusters(found.rows for found in answer.parked)
        ],
    }
    if answer.labels:
        true = verdicts.true_pairs(answer.labels)
        verdict = verdicts.measure((found.rows for found in answer.parked), true)
        told["measured"] = verdict.figures()
    return told


def _pair(found: Found, numbers: Any) -> dict[str, Any]:
    because = {name: level for name, level in found.because.items() if level != "empty"}
    one, two = found.rows
    return {"a": numbers[one], "b": numbers[two], "points": found.points, "because": because}
