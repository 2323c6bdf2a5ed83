"""The four clears (四清) of a grid: what the register holds and what the cases hold, side by side.

`insight.queries.four_clears` takes this over once that context stands; until then the desk, which
stands on all of them, is where they meet. H1 waits for the checklists of a patrol.
"""

from dataclasses import dataclass
from datetime import date

from linge.cases.models import Case
from linge.cases.queries.clears import hazards_and_disputes
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.registry.panels import ItemRow, item_rows
from linge.registry.queries import items
from linge.registry.queries.items import Tally
from linge.registry.rules.items import Clear, Item
from linge.territory.models import Grid

FROM_REGISTER = (Clear.HOUSEHOLD, Clear.CATEGORIES, Clear.FACILITIES)


@dataclass(frozen=True, slots=True)
class OneClear:
    """One clear: its sum, its item groups, and for hazards the cases that lack something."""

    clear: Clear
    tally: Tally
    rows: tuple[ItemRow, ...]
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class FourClears:
    """The four clears of a grid on a day."""

    grid: Grid
    as_of: date
    clears: tuple[OneClear, ...]


def four_clears(actor: Actor, grid: Grid, as_of: date | None = None) -> FourClears:
    """Completeness and freshness of each clear, with what is missing.

    Refuses with ``registry.as_of_future``.
    """
    line = items.grid_items(actor, grid, as_of)
    days = items.limits(grid.community)
    held = tuple(
        OneClear(clear, line.of(clear), tuple(item_rows(line, days, grid.community, clear)))
        for clear in FROM_REGISTER
    )
    day = as_of or clock.today()
    return FourClears(grid, day, (*held, _hazards(actor, grid, day, days)))


def _hazards(actor: Actor, grid: Grid, day: date, days: dict[Item, int | None]) -> OneClear:
    matters = hazards_and_disputes(actor, grid, day, days)
    tallies = {Item.H1: Tally()} | {item: matter.tally for item, matter in matters.items()}
    rows = tuple(ItemRow(item, tally, days[item]) for item, tally in tallies.items())
    cases = tuple(case for matter in matters.values() for case in matter.lacking)
    whole = sum((matter.tally for matter in matters.values()), Tally())
    return OneClear(Clear.HAZARDS, whole, rows, cases)
