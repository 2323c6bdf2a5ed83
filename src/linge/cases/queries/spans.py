"""Figures of any span of time, reckoned from the histories at once; months are kept instead."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from linge.territory.models import Region

from ..rules.indicators import FORMULA_VERSION, INDICATORS, SPREAD, Figure, Spread, spread
from ..rules.measures import Period, agency_minutes, measures
from .lives import Placed, in_batches, lives_of, touched


@dataclass
class Tally:
    """What is counted of one place."""

    sums: Counter[str] = field(default_factory=Counter)
    minutes: list[Decimal] = field(default_factory=list)

    def add(self, placed: Placed, period: Period) -> None:
        """Count one more case."""
        for counts in measures(placed.life, period).values():
            self.sums.update(counts)
        if (minutes := agency_minutes(placed.life, period)) is not None:
            self.minutes.append(minutes)

    def figures(self) -> list[Figure]:
        return [indicator.figure(self.sums) for indicator in INDICATORS.values()]

    def spread(self) -> Spread:
        return spread(self.minutes)


def figures_between(period: Period, path: str = "") -> list[dict[str, Any]]:
    """Every indicator of a period, of each community below a node, in plain values."""
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    cases = touched(period)
    for part in in_batches(cases.filter(path__startswith=path) if path else cases):
        for placed in lives_of(part):
            tallies[placed.community].add(placed, period)
    names = dict(Region.objects.filter(pk__in=tallies).values_list("pk", "name"))
    return [plain(names[pk], tallies[pk]) for pk in sorted(tallies)]


def plain(name: str, tally: Tally) -> dict[str, Any]:
    """The figures of a place as a program reads them."""
    times = tally.spread()
    return {
        "community": name,
        "formula": FORMULA_VERSION,
        "figures": {figure.code: _plain(figure) for figure in tally.figures()},
        SPREAD: {"median": _number(times.median), "p90": _number(times.p90), "cases": times.count},
    }


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "numerator": _number(figure.numerator),
        "denominator": figure.denominator,
        "percent": _number(figure.percent),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
