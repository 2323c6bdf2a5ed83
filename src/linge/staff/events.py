"""What happened to teams."""

from dataclasses import dataclass
from datetime import date

from linge.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PostFilled(Event):
    """Somebody holds a post of a grid from a day on."""

    post_id: int
    grid_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class PostEnded(Event):
    """A post ends on a day."""

    post_id: int
    grid_id: int
    until: date


@dataclass(frozen=True, slots=True)
class StandInArranged(Event):
    """Somebody stands in for another in a grid for some days."""

    stand_in_id: int
    grid_id: int
    user_id: int
