"""Seating new rows in the division in force, so that the next division finds them."""

from collections.abc import Sequence

from ..models import Building, Division, GridMember, Organisation, Place, Shop, Unit
from ..rules.kinds import DivisionState

Seated = Building | Unit | Shop | Organisation | Place


def seat(rows: Sequence[Seated]) -> None:
    """Note new rows that have a grid as members of their community's division in force."""
    placed = [row for row in rows if row.grid_id]
    if not placed:
        return
    division = Division.objects.filter(
        community=placed[0].community_id, state=DivisionState.IN_FORCE, until__isnull=True
    ).first()
    if division is None:
        return
    GridMember.objects.bulk_create(
        GridMember(division=division, grid=row.grid, **{str(row._meta.model_name): row})
        for row in placed
    )
