from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from linge.cases.actions.catalogue import ship_catalogue
from linge.kernel.access import Actor


class Command(BaseCommand):
    """Load the start set of categories and version 1 of the moves; run again, nothing changes."""

    help = "Load the case catalogue and workflow that ship with the house."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = ship_catalogue(by=Actor.clock("case"))
        words = _("目录已载入：新增%(opened)s行，停用%(closed)s行。")
        self.stdout.write(words % {"opened": loaded.opened, "closed": loaded.closed})
