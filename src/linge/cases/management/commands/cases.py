"""``linge cases kpi --from DAY --to DAY [--json]``: the indicators K01–K21 of any span of days."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linge.cases.queries.spans import figures_between
from linge.cases.rules.indicators import INDICATORS, SPREAD
from linge.cases.rules.measures import Period
from linge.cases.rules.months import starts
from linge.kernel import clock
from linge.territory.models import Region


class Command(BaseCommand):
    help = "What is done with cases from the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        kpi = deeds.add_parser("kpi", help="the indicators of a span of days, by community")
        kpi.add_argument("--from", dest="since", type=date.fromisoformat, required=True)
        kpi.add_argument("--to", dest="until", type=date.fromisoformat, required=True)
        kpi.add_argument("--community", help="code of a community, or of any region above")
        kpi.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self._kpi(**{name: options[name] for name in ("since", "until", "community", "json")})

    def _kpi(self, since: date, until: date, community: str | None, **form: bool) -> None:
        """``--to`` is the day after the last one counted."""
        if until <= since:
            raise CommandError(_("截止日期要晚于起始日期。"))
        period = Period(starts(since), starts(until), clock.now())
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
