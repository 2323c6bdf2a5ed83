# ruff: noqa: N999 - a command is called as its file
"""``linge match-make N [--seed S] [--latin]``: a labelled table of invented people, doubles among them."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linge.registry import codes
from linge.registry.rules.matching.planting import HAN, LATIN, plant


class Command(BaseCommand):
    help = "Write a labelled table of N invented people with planted duplicates to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("people", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--latin", action="store_true", help="names in Latin letters")

    def handle(self, *args: Any, **options: Any) -> None:
        style = LATIN if options["latin"] else HAN
        rows = plant(options["people"], options["seed"], style, codes.match_slips(style))
        csv.writer(self.stdout, lineterminator="\n").writerows(rows)
