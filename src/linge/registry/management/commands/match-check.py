# ruff: noqa: N999 - a command is called as its file
"""``linge match-check ROWS TRUTH``: precision, recall and the pairs that were missed.

The truth file holds two columns of record numbers, a pair to a row, or a record number and a label.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linge.kernel.refusals import Refused
from linge.registry import sheets
from linge.registry.rules.matching import verdicts


class Command(BaseCommand):
    help = "Measure the matcher on a table and a file of true pairs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rows", type=Path)
        parser.add_argument("truth", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table, truth = (sheets.read_table(options[name]) for name in ("rows", "truth"))
        except Refused as refusal:
            raise CommandError(f"{refusal.code}: {refusal.message}") from refusal
        answer = sheets.search_table(table)
        true = sheets.true_pairs(table, truth)
        verdict = verdicts.measure((found.rows for found in answer.parked), true)
        numbers = sheets.record_numbers(table)
        for kind, pairs in (("missed", verdict.missed), ("wrong", verdict.wrong)):
            for one, two in pairs:
                self.stdout.write(f"{kind}\t{numbers[one]}\t{numbers[two]}")
        for name, value in verdict.figures().items():
            self.stdout.write(f"{name}: {value}")
