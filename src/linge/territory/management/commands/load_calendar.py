"""Load the working calendar shipped with the house, or the next year's notice."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from linge.kernel.access import Actor
from linge.territory import actions
from linge.territory.actions.loading import packaged_days
from linge.territory.rules.calendars import read_days


class Command(BaseCommand):
    help = "载入随附的工作日历（2007–2026 年），或下一年的放假通知 CSV：date,kind,name,notice_url。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="CSV：date,kind(off/work),name,notice_url")

    def handle(self, *, file: str | None, **options: Any) -> None:
        sheet = Path(file).read_text(encoding="utf-8-sig").splitlines() if file else ()
        days = read_days(csv.DictReader(sheet)) if file else packaged_days()
        calendar = actions.load_calendar(days, by=Actor.clock("task"))
        self.stdout.write(
            f"工作日历 {calendar.code} 第 {calendar.version} 版，"
            f"已公布至 {calendar.known_until:%Y-%m-%d}。"
        )
