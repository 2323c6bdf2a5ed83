"""What figures are told of: communities, their grids, agencies. Never people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linge.kernel.access import Actor
from linge.staff import queries as staff
from linge.staff.models import Agency
from linge.territory import queries as territory
from linge.territory.models import Grid, Region

from .. import permissions
from ..models import CaseCount

BY = {"community": "community_id", "grid": "grid_id", "agency": "agency_id"}
MODELS: dict[str, Any] = {"community": Region, "grid": Grid, "agency": Agency}


@dataclass(frozen=True, slots=True)
class Subject:
    """A community, one of its grids, or an agency: what a figure is told of."""

    by: str
    pk: int
    name: str
    community: int

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        grid = self.pk if self.by == "grid" else None
        return self.community, grid, self.pk if self.by == "agency" else None

    @property
    def rows(self) -> Q:
        return Q(**{BY[self.by]: self.pk})

    @property
    def of(self) -> str:
        """As an address names it."""
        return f"{self.by}:{self.pk}"


def subjects(actor: Actor) -> list[tuple[str, list[Subject]]]:
    """The subjects an actor may choose among, by kind."""
    offered = (
        (_("社区"), "community", _communities(actor)),
        (_("网格"), "grid", _grids(actor)),
        (_("责任单位"), "agency", _agencies(actor)),
    )
    found = [(label, [_subject(by, row) for row in rows]) for label, by, rows in offered]
    return [(label, rows) for label, rows in found if rows]


def subject(actor: Actor, of: str) -> Subject | None:
    """The subject an address names, if the actor may ask about it."""
    offered = (one for _label, rows in subjects(actor) for one in rows)
    return next((one for one in offered if one.of == of), None)


def all_subjects(rows: QuerySet[CaseCount]) -> Iterator[Subject]:
    """Every subject that something was counted of."""
    for by, column in BY.items():
        counted = rows.exclude(**{column: None}).values(column)
        for row in MODELS[by].objects.filter(pk__in=counted).order_by("pk"):
            yield _subject(by, row)


def names(by: str, keys: Iterable[int]) -> dict[int, str]:
    """The names of subjects of one kind."""
    rows = MODELS[by].objects.filter(pk__in=list(keys))
    return {row.pk: _subject(by, row).name for row in rows}


def _subject(by: str, row: Any) -> Subject:
    name = row.short_name if by == "agency" else row.name
    return Subject(by, row.pk, name, row.pk if by == "community" else row.community_id)


def _communities(actor: Actor) -> Iterable[Region]:
    """Whole communities only for those who hold one whole."""
    return territory.communities(actor) if _nodes(actor) else []


def _grids(actor: Actor) -> Iterable[Grid]:
    held = {grant.grid for grant in actor.holding(permissions.FIGURES) if grant.grid}
    if _nodes(actor):
        return territory.grids(actor).order_by("code")
    return Grid.objects.filter(pk__in=held).order_by("code")


def _agencies(actor: Actor) -> Iterable[Agency]:
    if _nodes(actor):
        return staff.visible_agencies(actor).order_by("name")
    own = {grant.agency for grant in actor.holding(permissions.FIGURES) if grant.agency}
    return Agency.objects.filter(pk__in=own).order_by("name")


def _nodes(actor: Actor) -> bool:
    """Whether the actor sees the figures of a whole node, not only of a grid or an agency."""
    held = actor.holding(permissions.FIGURES)
    return any(grant.grid is None and grant.agency is None for grant in held)
