"""Load the national division codes shipped with the house, or a sheet of your own."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from linge.kernel.access import Actor
from linge.territory import actions
from linge.territory.actions.loading import COMMITTEES, DIVISIONS, packaged_rows


class Command(BaseCommand):
    help = "载入全国区划代码（省、市、区县、街道），可选载入社区，或载入自备的 CSV。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="CSV：code,name,parent_code")
        parser.add_argument(
            "--committees",
            metavar="PREFIX",
            help="同时载入代码以 PREFIX 开头的社区和村，例如 310101；全国用 all",
        )

    def handle(self, *, file: str | None, committees: str | None, **options: Any) -> None:
        rows = _sheet(file) if file else packaged_rows(DIVISIONS)
        self._load(rows)
        if committees:
            prefix = "" if committees == "all" else committees
            rows = (row for row in packaged_rows(COMMITTEES) if row["code"].startswith(prefix))
            self._load(rows)

    def _load(self, rows: Iterator[Mapping[str, str]]) -> None:
        counts = actions.load_divisions(rows, by=Actor.clock("task"))
        self.stdout.write(
            "新增 {added} 个，已有 {known} 个，归入“待归属” {holder} 个。".format(**counts)
        )


def _sheet(path: str) -> Iterator[Mapping[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as sheet:
        yield from csv.DictReader(sheet)
