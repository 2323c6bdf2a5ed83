"""How many people are permanent, of the hukou, floating: counted by label, community and grid.

Counted over the people the actor may see today, so each figure is as long as the list it opens.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Grid, Region

from ..rules.population import rows_of
from .population import kept_by, with_population_row
from .scope import gathered


@dataclass(frozen=True, slots=True)
class Heads:
    """The people of one line. ``grid``: its key; None: whose main home lies in no grid here."""

    grid: int | None
    name: str
    rows: Mapping[int, int]

    def of(self, counted: str) -> int:
        """How many of a population (permanent, hukou, floating) or with a label."""
        return sum(self.rows.get(row, 0) for row in rows_of(counted))


@dataclass(frozen=True, slots=True)
class Headcount:
    """The population of a community on a day, as a whole and by today's grids."""

    community: Region
    as_of: date
    total: Heads
    grids: tuple[Heads, ...]


def headcount(actor: Actor, community: Region, as_of: date | None = None) -> Headcount:
    """Count the people whose record the community keeps. Two queries, however many people."""
    day = as_of or clock.today()
    held: dict[int | None, Counter[int]] = {}
    for home, grid, row, people in _counted(actor, community, day):
        key = grid if home == community.pk else None
        held.setdefault(key, Counter())[row] += people
    grids = Grid.objects.filter(pk__in=[key for key in held if key]).order_by("code")
    names: dict[int | None, str] = {
        **dict(grids.values_list("pk", "name")),
        None: str(_("不在网格内居住")),
    }
    lines = tuple(Heads(key, name, held[key]) for key, name in names.items() if key in held)
    whole = sum(held.values(), Counter[int]())
    return Headcount(community, day, Heads(None, community.name, whole), lines)


def _counted(
    actor: Actor, community: Region, day: date
) -> list[tuple[int | None, int | None, int, int]]:
    """Community and grid of the main home, row of the population table, people."""
    people = with_population_row(kept_by(gathered(actor), community), as_of=day)
    where = ("home__dwelling__community", "home__dwelling__grid", "because")
    return list(people.order_by().values_list(*where).annotate(people=Count("pk", distinct=True)))
