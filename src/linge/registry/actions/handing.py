"""Handing a grid to a phone: what changed since it asked last, and a bookmark to go on from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Grid
from linge.territory.rules.kinds import DwellingUseKind

from .. import permissions
from ..models import SyncCursor
from ..queries.door_cards import DoorCard, cards, doors_of
from ..queries.scope import visible_dwellings

MOST_DOORS = 200
KEPT = timedelta(days=30)
GONE, CLOSED = "gone", "closed"

Held = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Handed:
    """What a phone is told. ``whole``: forget what you held, this begins anew; ``more``: ask again.

    ``closed`` maps doors the phone must forget to why: ``gone`` out of its grid, ``closed`` for ever.
    """

    rows: tuple[DoorCard, ...]
    closed: Mapping[str, str]
    cursor: UUID
    whole: bool
    more: bool


@transaction.atomic
def hand_over(grid: Grid, *, by: Actor, since: str = "") -> Handed:
    """Tell a phone what became of its grid since the bookmark it brings (增量同步).

    Answers the difference between what the phone holds and what is true now, at most 200 doors.
    An unknown bookmark begins anew.
    """
    permissions.require_grid(by, permissions.VIEW, grid)
    last = _bookmark(grid, by, since)
    held: Held = last.held if last else {}
    homes = {str(uuid): pk for pk, uuid in doors_of(by, grid).values_list("pk", "uuid")}
    closed = _closed(held.keys() - homes.keys(), by)
    changed = _changed(grid, homes, held, by)
    rows = tuple(changed[:MOST_DOORS])
    more = len(changed) > len(rows) or bool(homes.keys() - held.keys() - _names(rows))
    if last and not rows and not closed:
        return Handed((), {}, last.uuid, whole=False, more=False)
    kept = {name: digest for name, digest in held.items() if name not in closed}
    made = _mark(grid, by, last, kept | {row.uuid: row.digest for row in rows})
    record(by, "registry.sync", grid, rows=len(rows), closed=len(closed))
    return Handed(rows, closed, made.uuid, whole=last is None, more=more)


def _names(rows: Iterable[DoorCard]) -> set[str]:
    return {row.uuid for row in rows}


def _bookmark(grid: Grid, by: Actor, since: str) -> SyncCursor | None:
    """The bookmark the phone brings; the one before it has served its time."""
    try:
        known = SyncCursor.objects.filter(uuid=UUID(since), user=by.person, grid=grid).first()
    except ValueError:
        return None
    if known and known.before_id:
        SyncCursor.objects.filter(pk=known.before_id).delete()
        known.before_id = None
    return known


def _changed(grid: Grid, homes: Mapping[str, int], held: Held, by: Actor) -> list[DoorCard]:
    """Cards the phone does not have as they are; doors it has never seen come first and alone."""
    unseen = sorted(pk for name, pk in homes.items() if name not in held)[:MOST_DOORS]
    if len(unseen) == MOST_DOORS:
        return cards(by, grid.community, unseen)
    all_cards = cards(by, grid.community, list(homes.values()))
    return [card for card in all_cards if held.get(card.uuid) != card.digest]


def _closed(names: Collection[str], by: Actor) -> dict[str, str]:
    """Why each door is no longer among those of the grid."""
    demolished = visible_dwellings(by).filter(uuid__in=names, use=DwellingUseKind.DEMOLISHED)
    over = {str(uuid) for uuid in demolished.values_list("uuid", flat=True)}
    return {name: CLOSED if name in over else GONE for name in sorted(names)}


def _mark(grid: Grid, by: Actor, last: SyncCursor | None, held: Held) -> SyncCursor:
    return SyncCursor.objects.create(
        user_id=by.person, grid=grid, before=last, held=held, made_at=clock.now()
    )


def forget_bookmarks() -> int:
    """Delete the bookmarks no phone has come back with for thirty days; says how many."""
    return SyncCursor.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]
