"""What happened to places and grids."""

from dataclasses import dataclass

from linge.kernel.events import Event


@dataclass(frozen=True, slots=True)
class NodeMoved(Event):
    """A node and everything below it has new paths."""

    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class RegionsChanged(Event):
    """Divisions were renamed, recoded, split, merged, moved or abolished."""

    change_id: int


@dataclass(frozen=True, slots=True)
class DivisionPublished(Event):
    """A division was approved; it holds from its first day on."""

    division_id: int
    community_id: int


@dataclass(frozen=True, slots=True)
class DivisionApplied(Event):
    """The grids of a community's rows now follow this division."""

    division_id: int
    community_id: int


@dataclass(frozen=True, slots=True)
class CalendarLoaded(Event):
    """A notice was loaded: running clocks may be due at another time."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class EstateHandedOver(Event):
    """A housing estate was taken into use with so many homes."""

    estate_id: int
    homes: int
