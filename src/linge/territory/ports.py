"""What contexts above tell the territory about its places, without it knowing them.

Each adds its counter once at start (``AppConfig.ready``); where nobody did, the count is none.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from linge.kernel.access import Actor

from .models import Region

Stair = tuple[int, int | None]
"""A building and one of its units, or none."""

CareCounter = Callable[[Actor, Region], Mapping[Stair, int]]
_care_counters: list[CareCounter] = []


def count_care_by(counter: CareCounter) -> None:
    """Let a context tell how many people with open care needs live at each stair."""
    if counter not in _care_counters:
        _care_counters.append(counter)


def care_counts(actor: Actor, community: Region) -> Counter[Stair]:
    """How many people with open care needs live at each stair of a community."""
    counts: Counter[Stair] = Counter()
    for counter in _care_counters:
        counts.update(counter(actor, community))
    return counts
