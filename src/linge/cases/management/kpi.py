"""``linge cases``: the indicators of any span of days, and late cases that climb as of a moment.

``kpi --from DAY --to DAY [--json]`` · ``escalate [--at ISO] [--json]``
"""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linge.cases import jobs
from linge.cases.queries.spans import figures_between
from linge.cases.rules.indicators import INDICATORS, SPREAD
from linge.cases.rules.measures import Period
from linge.kernel import clock
from linge.kernel.zone import day_begins
from linge.territory.models import Region


class FiguresCommand(BaseCommand):
    """The part of ``linge cases`` that counts; `site` adds what stands above cases."""

    help = "What is done with cases from the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.deeds = parser.add_subparsers(dest="deed", required=True)
        kpi = self.deeds.add_parser("kpi", help="the indicators of a span of days, by community")
        kpi.add_argument("--from", dest="since", type=date.fromisoformat, required=True)
        kpi.add_argument("--to", dest="until", type=date.fromisoformat, required=True)
        kpi.add_argument("--community", help="code of a community, or of any region above")
        kpi.add_argument("--json", action="store_true", help="print everything as JSON")
        escalate = self.deeds.add_parser(
            "escalate", help="record the levels late cases have reached"
        )
        escalate.add_argument("--at", help="as of this moment (ISO 8601; Shanghai without a zone)")
        escalate.add_argument("--json", action="store_true", help="print counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "escalate":
            self._escalate(options["at"], as_json=options["json"])
            return
        self._kpi(**{name: options[name] for name in ("since", "until", "community", "json")})

    def _escalate(self, written: str | None, *, as_json: bool) -> None:
        """What the clock does every five minutes; run again, nothing changes."""
        counts = jobs.escalate(_moment(written))
        recorded = sum(counts.values())
        if as_json:
            self.stdout.write(json.dumps({"levels": counts, "recorded": recorded}))
            return
        self.stdout.write(str(_("已记录%(count)s次升级。") % {"count": recorded}))

    def _kpi(self, since: date, until: date, community: str | None, **form: bool) -> None:
        """``--to`` is the day after the last one counted."""
        if until <= since:
            raise CommandError(_("截止日期要晚于起始日期。"))
        period = Period(day_begins(since), day_begins(until), clock.now())
        told = figures_between(period, _path(community))
        if form["json"]:
            span = {"from": since.isoformat(), "to": until.isoformat()}
            self.stdout.write(json.dumps({**span, "communities": told}, ensure_ascii=False))
            return
        for each in told:
            self._tell(each)

    def _tell(self, told: dict[str, Any]) -> None:
        self.stdout.write(told["community"])
        for code, figure in told["figures"].items():
            percent = "—" if figure["percent"] is None else f"{figure['percent']:.2f} %"
            parts = f"{figure['numerator']:g}/{figure['denominator']}"
            self.stdout.write(f"  {code}\t{INDICATORS[code].name}\t{parts}\t{percent}")
        times = told[SPREAD]
        self.stdout.write(f"  {SPREAD}\t{times['median']}\t{times['p90']}\t{times['cases']}")


def _path(code: str | None) -> str:
    if code is None:
        return ""
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(_("没有编码为%(code)s的区划。") % {"code": code})
    return str(region.path)


def _moment(written: str | None) -> datetime:
    """The moment asked for; never one to come, as nothing has been reached then."""
    if written is None:
        return clock.now()
    try:
        read = datetime.fromisoformat(written)
    except ValueError as fault:
        raise CommandError(_("时间写不对：请用 2026-06-25T16:00。")) from fault
    moment = read if read.tzinfo else read.replace(tzinfo=clock.SHANGHAI)
    if moment > clock.now():
        raise CommandError(_("不能按将来的时间升级。"))
    return moment
