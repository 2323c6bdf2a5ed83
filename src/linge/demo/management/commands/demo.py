from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from linge.demo.load import make_demo
from linge.demo.sizes import SEED, SIZES
from linge.demo.workbooks import write_workbooks
from linge.kernel.refusals import Refused
from linge.territory.models import Region

WORKBOOKS = "workbooks"


class Command(BaseCommand):
    """Fill an empty installation with the communities 幸福里 and 桂子山: invented people only."""

    help = "Make the demonstration communities, whole or small."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("size", nargs="?", default="full", choices=[*sorted(SIZES), WORKBOOKS])
        parser.add_argument("folder", nargs="?", type=Path, help="where the workbooks go")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed, the same people")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["size"] == WORKBOOKS:
            self._workbooks(options["folder"], options["seed"])
            return
        try:
            made = make_demo(options["size"], seed=options["seed"], say=self.stdout.write)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        words = _("演示数据已写入：%(dwellings)s套房屋、%(people)s人、%(cases)s件事件。")
        told = {"dwellings": made.dwellings, "people": made.people, "cases": made.cases}
        self.stdout.write(words % told)

    def _workbooks(self, folder: Path | None, seed: int) -> None:
        """Three messy workbooks for the first community, and what is wrong in them."""
        community = Region.objects.filter(name="幸福里社区").first()
        if folder is None or community is None:
            raise CommandError(
                _("请先写入演示数据，再写明放表格的文件夹：linge demo workbooks 文件夹")
            )
        for book in write_workbooks(folder, community, seed):
            self.stdout.write(f"{folder / book.name}\t{len(book.truth)}")
