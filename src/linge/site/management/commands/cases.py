"""``linge cases``: import and results of 12345 hotline sheets, beside the figures of `cases`.

Exit code 1: the file was refused and nothing of it was written.
"""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from linge.cases.management.kpi import FiguresCommand
from linge.integrations import actions
from linge.integrations.actions import FaultyFile, Imported
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI
from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.territory.rules.kinds import Level


class Command(FiguresCommand):
    help = "Import hotline sheets as cases, write back how they ended, count indicators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        one = self.deeds.add_parser("import", help="a CSV of hotline sheets; twice adds nothing")
        one.add_argument("file", type=Path)
        one.add_argument("--community", default="", help="name or code; the only one if left out")
        one.add_argument("--json", action="store_true", help="print the outcome as JSON")
        other = self.deeds.add_parser("results", help="how the sheets ended, as CSV")
        other.add_argument("file", type=Path)
        other.add_argument("--community", default="", help="name or code")
        other.add_argument("--since", type=datetime.fromisoformat, required=True, help="a day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] in ("kpi", "escalate"):
            super().handle(*args, **options)
            return
        community = _community(options["community"])
        by = Actor.clock("case", node=community.path)
        if options["deed"] == "results":
            since = options["since"].replace(tzinfo=SHANGHAI)
            options["file"].write_bytes(actions.hotline_results(by=by, since=since))
            return
        try:
            done = actions.import_hotline(options["file"].read_bytes(), by=by, community=community)
        except OSError as fault:
            message = _("打不开文件“%(file)s”，请检查路径。") % {"file": options["file"]}
            raise CommandError(message) from fault
        except FaultyFile as refused:
            self._refuse(refused, as_json=options["json"])
        except Refused as refused:
            raise CommandError(f"{refused.code}: {refused.message}") from refused
        else:
            self._say(done, as_json=options["json"])

    def _say(self, done: Imported, *, as_json: bool) -> None:
        if as_json:
            new = [{"outer_no": case.outer_no, "number": case.number} for case in done.new]
            self._print({"ok": True, "new": new, "known": list(done.known), "faults": []})
            return
        told = {"new": len(done.new), "known": len(done.known)}
        self.stdout.write(_("新登记%(new)s件，已有%(known)s件。") % told)

    def _refuse(self, refused: FaultyFile, *, as_json: bool) -> None:
        if as_json:
            faults = [{"cell": one.cell, "problem": one.problem} for one in refused.faults]
            self._print({"ok": False, "new": [], "known": [], "faults": faults})
            raise SystemExit(1)
        raise CommandError("\n".join([refused.message, *map(str, refused.faults)]))

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _community(named: str) -> Region:
    """The community named, or the only one there is."""
    rows = Region.objects.filter(level=Level.COMMUNITY, until__isnull=True)
    if named:
        rows = rows.filter(name=named) | rows.filter(code=named)
    found = list(rows[:2])
    if len(found) != 1:
        raise CommandError(_("请用--community写明社区的名称或区划代码。"))
    return found[0]
