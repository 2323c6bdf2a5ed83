"""How many homes grids hold on days to come: those expected, and those of sites handed over."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from linge.kernel.access import Actor
from linge.kernel.clock import today

from ..models import Building, Grid, MoveInShare, Place, Region
from ..rules import loads
from ..rules.kinds import AHEAD_OF_HANDOVER, PlaceKind
from .scope import visible_to

AHEAD_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Forecast:
    """The homes of one grid now and on the days of the forecast."""

    grid: Grid
    standing: int
    homes: tuple[int, ...]

    @property
    def growth(self) -> int:
        return (self.homes[-1] if self.homes else self.standing) - self.standing


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The load of a community's grids over the months ahead: only the days on which it changes."""

    days: tuple[date, ...]
    grids: tuple[Forecast, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(column) for column in zip(*(one.homes for one in self.grids), strict=True))

    @property
    def standing(self) -> int:
        return sum(one.standing for one in self.grids)


def grid_load(grid: Grid, day: date) -> int:
    """How many homes a grid holds on a day to come: those expected in its buildings, and the
    planned ones of its sites by the share moved in."""
    sites = _sites([grid])[grid.pk]
    shares = move_in_shares(grid.community_id)
    return loads.load(_standing([grid]).get(grid.pk, 0), sites, shares, day)


def load_forecast(
    actor: Actor, community: Region, *, since: date | None = None, months: int = AHEAD_MONTHS
) -> Forecasts:
    """The load of each grid of a community at the ends of the months in which it changes."""
    first = since or today()
    open_grids = visible_to(actor, Grid).filter(community=community, until__isnull=True)
    grids = list(open_grids.order_by("code"))
    standing, sites = _standing(grids), _sites(grids)
    shares = move_in_shares(community.pk)
    days = loads.month_ends(first, months)
    rows = {
        grid.pk: [loads.load(standing.get(grid.pk, 0), sites[grid.pk], shares, day) for day in days]
        for grid in grids
    }
    told = _changing([*rows.values()], len(days))
    return Forecasts(
        tuple(days[number] for number in told),
        tuple(
            Forecast(
                grid, standing.get(grid.pk, 0), tuple(rows[grid.pk][number] for number in told)
            )
            for grid in grids
        ),
    )


def move_in_shares(community: int) -> Mapping[int, int]:
    """The share moved in by months since handover; empty: all on the day."""
    return dict(MoveInShare.objects.filter(region=community).values_list("months", "percent"))


def _changing(rows: Sequence[Sequence[int]], days: int) -> list[int]:
    """The numbers of the days on which some row differs from the day before; the first always."""
    return [
        number
        for number in range(days)
        if number == 0 or any(row[number] != row[number - 1] for row in rows)
    ]


def _standing(grids: Iterable[Grid]) -> dict[int, int]:
    """The homes expected in buildings taken into use; those of a site count by its plan."""
    taken_into_use = Building.objects.exclude(estate__state__in=AHEAD_OF_HANDOVER)
    rows = taken_into_use.filter(grid__in=grids).order_by().values_list("grid")
    return {pk: homes or 0 for pk, homes in rows.annotate(homes=Sum("expected_dwellings"))}


def _sites(grids: Iterable[Grid]) -> dict[int, list[loads.Site]]:
    """The sites of grids whose estate is still to be handed over."""
    rows = Place.objects.filter(
        grid__in=grids, kind=PlaceKind.SITE, closed_on=None, estate__state__in=AHEAD_OF_HANDOVER
    ).values_list("grid", "estate__planned_units", "estate__handover_on")
    sites: dict[int, list[loads.Site]] = defaultdict(list)
    for grid, planned, handover_on in rows:
        if planned and handover_on:
            sites[grid].append(loads.Site(grid, planned, handover_on))
    return sites
