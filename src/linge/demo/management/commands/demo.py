from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from linge.demo.load import make_demo
from linge.demo.sizes import SEED, SIZES
from linge.kernel.refusals import Refused


class Command(BaseCommand):
    """Fill an empty installation with the communities 幸福里 and 桂子山: invented people only."""

    help = "Make the demonstration communities, whole or small."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("size", nargs="?", default="full", choices=sorted(SIZES))
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed, the same people")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_demo(options["size"], seed=options["seed"], say=self.stdout.write)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        words = _("演示数据已写入：%(dwellings)s套房屋、%(people)s人、%(cases)s件事件。")
        told = {"dwellings": made.dwellings, "people": made.people, "cases": made.cases}
        self.stdout.write(words % told)
