"""How alike the rows of many pairs are, field by field, all pairs at once."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import distance, process

from .candidates import Pairs
from .columns import EMPTY, Column, valid_numbers
from .likeness import Kind, Level

Levels = npt.NDArray[np.uint8]

ORDER = tuple(Level)
AT = {level: place for place, level in enumerate(ORDER)}
_SLIPS = frozenset({Kind.LATIN_NAME, Kind.DATE, Kind.NUMBER, Kind.TEXT})
NEAR_SHARE = 0.34
"""So much of the longer value may differ in two values that are still near."""


def compare(column: Column, pairs: Pairs) -> Levels:
    """The likeness of each pair in one field, as a place in ``ORDER``."""
    a, b = column.codes[pairs[0]], column.codes[pairs[1]]
    levels = np.full(len(a), AT[Level.DIFFERS], dtype=np.uint8)
    told = (a != EMPTY) & (b != EMPTY)
    if column.kind in _SLIPS or column.kind is Kind.HAN_NAME:
        _slips(column, a, b, told & (a != b), levels)
    for level, codes in reversed(column.forms):
        first, second = codes[pairs[0]], codes[pairs[1]]
        levels[(first == second) & (first != EMPTY)] = AT[level]
    levels[a == b] = AT[Level.EQUAL]
    levels[~told] = AT[Level.EMPTY]
    return levels


def _slips(
    column: Column,
    a: npt.NDArray[np.int32],
    b: npt.NDArray[np.int32],
    asked: npt.NDArray[np.bool_],
    levels: Levels,
) -> None:
    """Write the levels of values a few letters apart; each pair of values is measured once."""
    size = len(column.values)
    low, high = np.minimum(a, b)[asked].astype(np.int64), np.maximum(a, b)[asked]
    different, back = np.unique(low * size + high, return_inverse=True)
    first = [column.values[place] for place in (different // size).tolist()]
    second = [column.values[place] for place in (different % size).tolist()]
    measured = _measure(column.kind, first, second)
    levels[asked] = measured[back]


def _measure(kind: Kind, first: Sequence[str], second: Sequence[str]) -> Levels:
    apart = process.cpdist(first, second, scorer=distance.OSA.distance, workers=-1, dtype=np.uint8)
    longer = np.maximum(_lengths(first), _lengths(second))
    levels = np.full(len(first), AT[Level.DIFFERS], dtype=np.uint8)
    if kind is Kind.DATE:
        same_year = np.fromiter(
            (x[:4] == y[:4] for x, y in zip(first, second, strict=True)), bool, len(first)
        )
        levels[same_year] = AT[Level.YEAR]
        levels[(apart == 2) & (longer == 8)] = AT[Level.NEAR]
    elif kind is Kind.HAN_NAME:
        levels[(apart == 1) & (longer >= 3)] = AT[Level.NEAR]
        return levels
    else:
        levels[apart <= longer * NEAR_SHARE] = AT[Level.NEAR]
    levels[(apart == 1) & (longer >= 3)] = AT[Level.REPAIR]
    return levels


def _lengths(values: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(len, values), dtype=np.int64, count=len(values))


def crossed(columns: Mapping[str, Column], pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Pairs whose given and family names changed places."""
    given, family = columns["given"], columns["family"]
    places = {value: place for place, value in enumerate(family.values)}
    seen = np.array([*(places.get(value, -2) for value in given.values), -3])
    as_family = seen[given.codes]
    one, two = pairs
    turned: npt.NDArray[np.bool_] = as_family[one] == family.codes[two]
    turned &= as_family[two] == family.codes[one]
    return turned


def contradicted(document: Column, levels: Levels, pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Pairs that hold two different valid citizen numbers: never one person."""
    valid = valid_numbers(document)
    both: npt.NDArray[np.bool_] = valid[pairs[0]] & valid[pairs[1]]
    both &= levels != AT[Level.EQUAL]
    return both
