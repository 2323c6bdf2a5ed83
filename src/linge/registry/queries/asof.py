"""Figures of another day: who lived where, as was known then, in whose borders.

What a row said at an earlier moment is read from the change events: the first change after the
moment names the value before it. People are counted at their main home, so the sums over the
borders of then and over today's are the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Grid, Region
from linge.territory.rules import paths
from linge.territory.rules.moments import By, Moment

from ..models import ChangeEvent, Household, Residency
from ..rules.kinds import HouseholdKind

Row = TypeVar("Row", bound=Model)


def true_at(rows: QuerySet[Row], moment: Moment) -> QuerySet[Row]:
    """The dated rows that held on the day, as far as was known at the moment."""
    day = moment.as_of
    if moment.known_at is None:
        return rows.filter(Q(until=None) | Q(until__gt=day), since__lte=day)
    rows = rows.filter(recorded_at__lte=moment.known_at)
    return rows.filter(_began(rows.model, moment), _had_not_ended(rows.model, moment))


def _began(model: type[Model], moment: Moment) -> Q:
    later = _later(model, "since", moment.known_at)
    was = Subquery(later.values("old")[:1])
    in_words = Q(pk__in=_matching(model, "since", was, moment, ends=False))
    return Q(~Exists(later), since__lte=moment.as_of) | in_words


def _had_not_ended(model: type[Model], moment: Moment) -> Q:
    later = _later(model, "until", moment.known_at)
    was = Subquery(later.values("old")[:1])
    open_now = Q(until=None) | Q(until__gt=moment.as_of)
    in_words = Q(pk__in=_matching(model, "until", was, moment, ends=True))
    return (Q(~Exists(later)) & open_now) | in_words


def _later(model: type[Model], field: str, known_at: datetime | None) -> QuerySet[ChangeEvent]:
    """The changes of a field that became known after the moment, the first of them first."""
    return ChangeEvent.objects.filter(
        subject=OuterRef("uuid"), field=field, recorded_at__gt=known_at
    ).order_by("pk")


def _matching(
    model: type[Model], field: str, was: Subquery, moment: Moment, *, ends: bool
) -> QuerySet[Any]:
    """Rows whose field, in the words it had then, lets them hold on the day."""
    changed = ChangeEvent.objects.filter(field=field, recorded_at__gt=moment.known_at)
    rows: QuerySet[Any] = model._default_manager.filter(uuid__in=changed.values("subject"))
    rows = rows.annotate(was=was)
    day = moment.as_of.isoformat()
    holds = Q(was="") | Q(was__gt=day) if ends else Q(was__lte=day) & ~Q(was="")
    return rows.filter(holds).values("pk")


@dataclass(frozen=True, slots=True)
class People:
    """How many people have their main home in a grid or division, in how many households."""

    key: int | None
    name: str
    residents: int
    households: int


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a division on a day, line by line, and their sum."""

    moment: Moment
    lines: tuple[People, ...]

    @property
    def residents(self) -> int:
        return sum(line.residents for line in self.lines)

    @property
    def households(self) -> int:
        return sum(line.households for line in self.lines)


def population_by_grid(actor: Actor, community: Region, moment: Moment) -> Population:
    """The people of a community, by the grids of then or of today."""
    homes = territory.dwellings_on(actor, moment).filter(territory.lies_in(community, moment))
    then = territory.grids_then(moment) if moment.by == By.THEN else None
    people, families = Counter[int | None](), Counter[int | None]()
    for counter, rows in _told(homes, moment, people, families):
        for building, unit, grid in rows.values_list(
            "dwelling__building", "dwelling__unit", "dwelling__grid"
        ):
            counter[then(building, unit) if then else grid] += 1
    names = dict[int | None, str](
        Grid.objects.filter(pk__in=[key for key in people | families if key])
        .order_by("code")
        .values_list("pk", "name")
    )
    return _population(moment, names | {None: str(_("未划入网格"))}, people, families)


def population_by_region(actor: Actor, region: Region, moment: Moment) -> Population:
    """The people of a division, by the divisions right below it, then or today."""
    moves = territory.moves_since(moment.as_of) if moment.by == By.THEN else []
    children = territory.regions_below(region, moment)
    starts = {paths.path_then(child.path, moves): child.pk for child, _name in children}
    homes = territory.dwellings_on(actor, moment).filter(territory.lies_in(region, moment))
    people, families = Counter[int | None](), Counter[int | None]()
    for counter, rows in _told(homes, moment, people, families):
        for path in rows.values_list("dwelling__path", flat=True):
            steps = paths.ancestors(paths.path_then(path, moves))
            counter[next((starts[step] for step in steps if step in starts), None)] += 1
    names: dict[int | None, str] = {child.pk: name for child, name in children}
    return _population(moment, names, people, families)


def _told(
    homes: QuerySet[Any], moment: Moment, people: Counter[Any], families: Counter[Any]
) -> Iterable[tuple[Counter[Any], QuerySet[Any]]]:
    """The main homes and the living households in some dwellings, each with its counter."""
    living = Residency.objects.filter(dwelling__in=homes, main=True)
    yield people, true_at(living, moment).order_by()
    together = Household.objects.filter(dwelling__in=homes, kind=HouseholdKind.LIVING)
    yield families, true_at(together, moment).order_by()


def _population(
    moment: Moment,
    names: dict[int | None, str],
    people: Counter[int | None],
    families: Counter[int | None],
) -> Population:
    return Population(
        moment,
        tuple(
            People(key, name, people[key], families[key])
            for key, name in names.items()
            if key is not None or people[key] or families[key]
        ),
    )
