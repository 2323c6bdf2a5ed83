"""Merging an edit made offline with what happened meanwhile: three values, field by field.

B is what the phone had when it began, C what it has now, S what the server has. No value is ever
lost: what is not taken becomes a conflict with both, or a change request. Source: registry.md §10.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """What becomes of one field."""

    KEEP = "keep"  # the phone did not touch it, or everybody says the same
    TAKE = "take"
    CONFLICT = "conflict"
    REQUEST = "request"


Guard = Callable[[str, str, str], bool]
"""Whether a field may go from one value to another only by a change request."""


def never(name: str, old: str, new: str) -> bool:
    return False


def merge_value(base: str | None, mine: str, ours: str, *, guarded: bool = False) -> Way:
    """What becomes of a field: C = ``mine``, S = ``ours``, B = ``base``, None where it is unknown.

    A protected field becomes a request even if nobody else touched it.
    """
    if mine in (base, ours):
        return Way.KEEP
    if guarded:
        return Way.REQUEST
    return Way.TAKE if ours == base else Way.CONFLICT


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields of one row by what becomes of them; ``parallel`` when others changed it too."""

    taken: Mapping[str, str]
    conflicts: Mapping[str, str]
    requests: Mapping[str, str]
    parallel: bool


def merge_row(
    base: Mapping[str, str | None],
    mine: Mapping[str, str],
    ours: Mapping[str, str],
    *,
    moved: bool = False,
    guard: Guard = never,
) -> Merged:
    """Merge the fields a phone sends. ``moved``: the row is no longer of the version it began from."""
    ways = {
        name: merge_value(
            base.get(name),
            value,
            ours.get(name, ""),
            guarded=guard(name, ours.get(name, ""), value),
        )
        for name, value in mine.items()
    }

    def of(way: Way) -> dict[str, str]:
        return {name: mine[name] for name, its in ways.items() if its is way}

    return Merged(of(Way.TAKE), of(Way.CONFLICT), of(Way.REQUEST), moved)


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a set (a phone, a member of a household), as one side has it."""

    values: Mapping[str, str]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class MergedSet:
    """Rows by uuid: as they are from now on, and the fields of those where two sides disagree."""

    rows: Mapping[str, Member]
    conflicts: Mapping[str, tuple[str, ...]]


CLOSING = "closed"
Members = Mapping[str, Member]


def merge_set(base: Members, mine: Members, ours: Members) -> MergedSet:
    """Rows in a set by uuid: additions of both sides stay; a row both edited merges by field.

    Edited on one side and closed on the other is a conflict; the server's side stands till then.
    A row a side does not name was not touched by it.
    """
    rows: dict[str, Member] = {}
    conflicts: dict[str, tuple[str, ...]] = {}
    for key in sorted(base.keys() | mine.keys() | ours.keys()):
        began = base.get(key)
        theirs, own = ours.get(key, began), mine.get(key, began)
        if own is None or own == began:
            rows[key] = theirs  # type: ignore[assignment]  # some side has it
            continue
        if theirs is None or theirs == began:
            rows[key] = own
            continue
        rows[key], apart = _merge_member(began, own, theirs)
        if apart:
            conflicts[key] = apart
    return MergedSet(rows, conflicts)


def _merge_member(
    base: Member | None, mine: Member, ours: Member
) -> tuple[Member, tuple[str, ...]]:
    if mine.closed != ours.closed:
        return ours, (CLOSING,)
    before = base.values if base else {}
    merged = merge_row(before, mine.values, ours.values)
    return Member({**ours.values, **merged.taken}, ours.closed), tuple(merged.conflicts)


def confirmed_at(ours: datetime, mine: datetime, edited_at: datetime) -> datetime:
    """When a row was last found true: the latest wins, but what confirmed an older value does not."""
    return ours if mine < edited_at else max(ours, mine)
