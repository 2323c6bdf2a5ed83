from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from linge.demo.load import make_demo
from linge.demo.many import make_cases
from linge.demo.population import make_population
from linge.demo.sizes import SEED, SIZES
from linge.demo.truth import FILE, judge, read_truth
from linge.demo.workbooks import write_workbooks
from linge.kernel.refusals import Refused
from linge.territory.models import Region

WORKBOOKS, TRUTH, POPULATION, CASES = "workbooks", "truth", "population", "cases"
MORE = (WORKBOOKS, TRUTH, POPULATION, CASES)


class Command(BaseCommand):
    """Fill an empty installation with the communities 幸福里 and 桂子山: invented people only."""

    help = "Make the demonstration communities, whole or small."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("size", nargs="?", default="full", choices=[*sorted(SIZES), *MORE])
        parser.add_argument(
            "more", nargs="?", help="folder of the workbooks; how many people or cases"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed, the same people")

    def handle(self, *args: Any, **options: Any) -> None:
        size, more, seed = options["size"], options["more"], options["seed"]
        try:
            if size == WORKBOOKS:
                self._workbooks(Path(more) if more else None, seed)
            elif size == TRUTH:
                self._truth()
            elif size == POPULATION:
                self._population(more, seed)
            elif size == CASES:
                self._cases(more, seed)
            else:
                self._demo(size, seed)
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def _demo(self, size: str, seed: int) -> None:
        made = make_demo(size, seed=seed, say=self.stdout.write)
        words = _("演示数据已写入：%(dwellings)s套房屋、%(people)s人、%(cases)s件事件。")
        told = {"dwellings": made.dwellings, "people": made.people, "cases": made.cases}
        self.stdout.write(words % told)

    def _population(self, people: str | None, seed: int) -> None:
        """So many people in communities of 45,000, to see how the register bears them."""
        if people is None or not people.isdecimal():
            raise CommandError(_("请写明人数：linge demo population 100000"))
        made = make_population(int(people), seed=seed, say=self.stdout.write)
        self.stdout.write(_("演示人口已写入：%(people)s人。") % {"people": made})

    def _cases(self, count: str | None, seed: int) -> None:
        """So many cases in communities of 45,000, to see how queues, ledger and figures bear them."""
        if count is None or not count.isdecimal():
            raise CommandError(_("请写明件数：linge demo cases 200000"))
        made = make_cases(int(count), seed=seed, say=self.stdout.write)
        self.stdout.write(_("演示事件已写入：%(cases)s件。") % {"cases": made})

    def _workbooks(self, folder: Path | None, seed: int) -> None:
        """Three messy workbooks for the first community, and what is wrong in them."""
        community = Region.objects.filter(name="幸福里社区").first()
        if folder is None or community is None:
            raise CommandError(
                _("请先写入演示数据，再写明放表格的文件夹：linge demo workbooks 文件夹")
            )
        for book in write_workbooks(folder, community, seed):
            self.stdout.write(f"{folder / book.name}\t{len(book.truth)}")

    def _truth(self) -> None:
        """Where the truth file is, and how the pairs that wait agree with it."""
        folder = Path(settings.DATA_DIR)
        if not (folder / FILE).exists():
            raise CommandError(_("这里没有演示数据的真值文件，请先写入演示数据。"))
        self.stdout.write(str(folder / FILE))
        for name, figure in judge(read_truth(folder)).figures().items():
            self.stdout.write(f"{name}\t{figure}")
