"""How well pairs were found, against the truth of a labelled table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[int, int]


@dataclass(frozen=True)
class Verdict:
    """Hits and misses. Precision of nothing found and recall of nothing to find are 1."""

    hits: int
    found: int
    true: int
    missed: tuple[Pair, ...]
    wrong: tuple[Pair, ...]

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.true if self.true else 1.0

    def figures(self) -> dict[str, float | int]:
        """The verdict in numbers, shares with four places."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "true_pairs": self.true,
            "found": self.found,
            "hits": self.hits,
            "missed": len(self.missed),
        }


def true_pairs(labels: Sequence[str]) -> set[Pair]:
    """Every pair of rows with one label; a row without a label is nobody's double."""
    clusters: dict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        if label:
            clusters[label].append(row)
    return {pair for rows in clusters.values() for pair in combinations(rows, 2)}


def measure(found: Iterable[Pair], true: Iterable[Pair]) -> Verdict:
    """Compare the pairs found with the true ones, whichever row of a pair is named first."""
    told = {(min(pair), max(pair)) for pair in found}
    truth = {(min(pair), max(pair)) for pair in true}
    missed, wrong = tuple(sorted(truth - told)), tuple(sorted(told - truth))
    return Verdict(len(told & truth), len(told), len(truth), missed, wrong)


def clusters(pairs: Iterable[Pair]) -> list[list[int]]:
    """Rows that pairs tie together, directly or through others."""
    leads: dict[int, int] = {}

    def lead(row: int) -> int:
        while leads.setdefault(row, row) != row:
            leads[row] = leads[leads[row]]
            row = leads[row]
        return row

    for one, two in pairs:
        leads[lead(two)] = lead(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(leads):
        groups[lead(row)].append(row)
    return sorted(groups.values())
