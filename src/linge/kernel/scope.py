"""Scope (管辖范围) as a condition of a query: which rows an actor's grants cover."""

from django.db.models import Q

from .access import Actor

PATH_END = "["  # the sign after Z in ASCII, so [p, p + "[") is the whole subtree of p


def subtree(path: str, column: str = "path") -> Q:
    """Rows at or below a node."""
    if not path:
        return Q()
    return Q(**{f"{column}__gte": path, f"{column}__lt": path + PATH_END})


def within(
    actor: Actor,
    capability: str | None = None,
    *,
    path: str = "path",
    grid: str | None = "grid_id",
) -> Q:
    """Rows covered by the actor's grants (those carrying ``capability`` when one is named).

    A grant on a node covers its subtree; a grant on a grid covers that grid's rows; a grant on an
    agency covers nothing here, for agencies reach rows by what was sent to them. ``grid=None`` for
    tables without a grid. Without any covering grant: no row.
    """
    grants = actor.holding(capability) if capability else actor.grants
    covered = Q(pk__in=[])
    for node in sorted({g.node for g in grants if g.grid is None and g.agency is None}):
        covered |= subtree(node, path) if node else Q(pk__isnull=False)
    grids = sorted({g.grid for g in grants if g.grid is not None})
    return covered | Q(**{f"{grid}__in": grids}) if grids and grid else covered
