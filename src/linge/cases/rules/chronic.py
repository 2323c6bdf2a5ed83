"""Where the same trouble comes back: cases of one kind close together in a span of days (反复点位).

Source: cases §6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from linge.kernel import geo


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case is: a point in WGS-84, a building, or both."""

    pk: int
    lon: float | None
    lat: float | None
    building: int | None


def near(one: Spot, other: Spot, metres: float) -> bool:
    """Whether two spots are in one building or at most so far apart."""
    if one.building is not None and one.building == other.building:
        return True
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return False
    return geo.metres_between((one.lon, one.lat), (other.lon, other.lat)) <= metres


def clusters(spots: Sequence[Spot], metres: float, least: int) -> list[list[Spot]]:
    """Groups of at least ``least`` spots around their first, in the order given; each spot in one."""
    left, found = list(spots), []
    while left:
        first = left[0]
        group = [spot for spot in left if near(first, spot, metres)]
        if len(group) >= least:
            found.append(group)
            taken = {spot.pk for spot in group}
            left = [spot for spot in left if spot.pk not in taken]
        else:
            left = left[1:]
    return found
