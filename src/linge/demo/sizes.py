"""How much of the demonstration is made: all of it, or one estate in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SEED = 20260101
FULL_DWELLINGS = 15_730


@dataclass(frozen=True, slots=True)
class Planted:
    """What is hidden in the register for those who look: how many of each, told in a truth file."""

    one_slip: int = 0
    several_alike: int = 0
    look_alikes: int = 0
    stale_requests: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """What one community holds. ``estates`` names those that are built; nothing: all.

    ``visits`` says how many dwellings a round of collection found how; the rest was never tried.
    """

    estates: frozenset[str]
    shops: int
    organisations: int
    cases: int
    visits: Mapping[str, int]
    absent: Mapping[str, int]
    planted: Planted = Planted()

    def builds(self, estate: str) -> bool:
        """Whether the estate is built."""
        return not self.estates or estate in self.estates


def _visits(met: int, vacant: int, nobody: int, refused: int) -> Mapping[str, int]:
    told = {"met": met, "vacant": vacant, "nobody": nobody, "refused": refused}
    return MappingProxyType(told)


def _absent(**told: int) -> Mapping[str, int]:
    """People on record who do not live here, by why (rows of the population table)."""
    return MappingProxyType(told)


FULL = {
    "xingfuli": Size(
        estates=frozenset(),
        shops=2_224,
        organisations=328,
        cases=2_400,
        visits=_visits(12_604, 936, 1_402, 268),
        absent=_absent(abroad=60, left_lately=320, left_long_ago=2_600, left_unknown=80, dead=240),
        planted=Planted(100, 100, 50, 40, 30),
    ),
    "guizishan": Size(
        estates=frozenset(),
        shops=180,
        organisations=36,
        cases=260,
        visits=_visits(3_300, 210, 420, 60),
        absent=_absent(abroad=6, left_lately=20, left_long_ago=120, left_unknown=8, dead=12),
    ),
}
SMALL = {
    "xingfuli": Size(
        estates=frozenset({"锦绣花园"}),
        shops=120,
        organisations=40,
        cases=120,
        visits=_visits(1_150, 80, 120, 30),
        absent=_absent(abroad=20, left_lately=20, left_long_ago=40, left_unknown=20, dead=20),
        planted=Planted(6, 6, 6, 3, 3),
    ),
    "guizishan": Size(
        estates=frozenset({"桂花巷"}),
        shops=10,
        organisations=6,
        cases=12,
        visits=_visits(120, 8, 12, 4),
        absent=_absent(abroad=1, left_lately=1, left_long_ago=2, left_unknown=1, dead=1),
    ),
}
SIZES = {"full": FULL, "small": SMALL}
