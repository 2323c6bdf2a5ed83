"""A scale for any table, learned from the table itself without a single labelled pair.

After Fellegi and Sunter: a likeness speaks for one person by how much oftener it is found among
pairs of one person than among strangers. How often strangers agree is counted in the table, value
by value, so that a rare name says more than a common one. How often one person's records agree is
estimated again and again from the pairs that look like one person so far, beginning at ``USUAL``.
What a whole family shares (home, phone) says at most ``HOME_BITS`` for, and as people move house
at most ``MOVED_BITS`` against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from .candidates import Pairs
from .columns import EMPTY, Codes, Column
from .comparing import AT, ORDER, Levels, compare, contradicted, crossed
from .likeness import Kind, Level
from .points import PARK_AT

Bits = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Compared = dict[str, Levels]

ROUNDS = 12
HOME_BITS, MOVED_BITS = 14.0, -3.0
STRANGERS = 200_000
A_TOWN = 500
WEIGHT_OF_USUAL = 100.0
ONE_IN_TWENTY = 0.05
SURE = 0.95
NEVER = -100.0
USUAL = MappingProxyType(
    {
        Level.EQUAL: 0.80,
        Level.VARIANT: 0.04,
        Level.READING: 0.03,
        Level.REPAIR: 0.06,
        Level.NEAR: 0.03,
        Level.YEAR: 0.01,
        Level.DIFFERS: 0.03,
    }
)
MOVES = 0.25
"""Homes and phones change: so often one person's records differ there to begin with."""


@dataclass(frozen=True)
class Judged:
    """Pairs, what speaks for each in bits, and the points: ``PARK_AT`` where one is sure."""

    pairs: Pairs
    compared: Compared
    points: npt.NDArray[np.int64]


def judge(columns: Mapping[str, Column], pairs: Pairs, rows: int) -> Judged:
    """Weigh every pair on the table's own scale."""
    strangers = _strangers(rows)
    compared = {name: compare(column, pairs) for name, column in columns.items()}
    if {"given", "family"} <= columns.keys():
        turned = crossed(columns, pairs)
        for name in ("given", "family"):
            compared[name][turned] = AT[Level.VARIANT]
    chance = {
        name: _chance(column, compared[name], pairs, compare(column, strangers))
        for name, column in columns.items()
    }
    prior, bits = _learn(columns, compared, chance, rows)
    bits[_never(columns, compared, pairs)] = NEVER
    needed = np.log2(SURE / (1 - SURE)) - prior
    return Judged(pairs, compared, np.round(PARK_AT * bits / needed).astype(np.int64))


def _strangers(rows: int) -> Pairs:
    """Pairs drawn at random; the same table always gives the same ones."""
    rng = np.random.default_rng(rows)
    one, two = rng.integers(0, rows, (2, STRANGERS))
    return one[one != two], two[one != two]


def _chance(column: Column, levels: Levels, pairs: Pairs, random: Levels) -> Bits:
    """For each pair, how often strangers are as alike as these two: by value where they agree."""
    told = random[random != AT[Level.EMPTY]]
    counts = np.bincount(told, minlength=len(ORDER)) + 0.5
    chance: Bits = (counts / counts.sum())[levels]
    for level, codes in ((Level.EQUAL, column.codes), *column.forms):
        first, second = codes[pairs[0]], codes[pairs[1]]
        here = (levels == AT[level]) & (first == second)
        chance[here] = _share(codes, column.kind)[first[here]]
    return chance


def _share(codes: Codes, kind: Kind) -> Bits:
    """The chance that a stranger holds each value as well: one of its rows is the person's own.

    A small table knows little of that: days and numbers, and all that only two rows hold, are as
    rare as in ``A_TOWN``.
    """
    told = codes[codes != EMPTY]
    counts = np.bincount(told)
    share: Bits = np.maximum(counts - 1, 1) / max(len(told), 1)
    rare = (counts <= 2) | (kind in (Kind.DATE, Kind.NUMBER))
    if kind is not Kind.EXACT:
        share[rare] = (np.maximum(counts - 1, 1) / max(len(told), A_TOWN))[rare]
    return share


def _learn(
    columns: Mapping[str, Column], compared: Compared, chance: Mapping[str, Bits], rows: int
) -> tuple[float, Bits]:
    """The odds of any pair, in bits, and what speaks for each; learned in rounds."""
    usual = {name: _usual(column) for name, column in columns.items()}
    own = dict(usual)
    everyone = rows * (rows - 1) / 2
    matches = max(1.0, ONE_IN_TWENTY * rows)
    for _ in range(ROUNDS):
        prior = float(np.log2(matches / everyone))
        bits = _total(columns, compared, own, chance)
        likely = 1 / (1 + np.exp2(-np.clip(prior + bits, -60, 60)))
        matches = max(1.0, float(likely.sum()))
        own = {name: _again(levels, likely, usual[name]) for name, levels in compared.items()}
    return prior, bits


def _usual(column: Column) -> Bits:
    shares = np.array([USUAL.get(level, 0.0) for level in ORDER])
    if column.side != "person":
        shares *= 1 - MOVES
        shares[AT[Level.DIFFERS]] += MOVES
    if column.kind is Kind.EXACT:
        shares[AT[Level.EQUAL]] = 1 - shares[AT[Level.DIFFERS]]
    usual: Bits = np.maximum(shares, 1e-4)
    return usual


def _again(levels: Levels, likely: Bits, usual: Bits) -> Bits:
    """How often one person's records are that alike, as it looks now."""
    counts = np.bincount(levels, weights=likely, minlength=len(ORDER))
    counts[AT[Level.EMPTY]] = 0
    shares: Bits = (counts + WEIGHT_OF_USUAL * usual) / (counts.sum() + WEIGHT_OF_USUAL)
    return shares


def _total(
    columns: Mapping[str, Column],
    compared: Compared,
    own: Mapping[str, Bits],
    chance: Mapping[str, Bits],
) -> Bits:
    """What all fields say of each pair; what a family shares is capped.

    Of suburb, postcode and state, each of which tells the others, the one that says most speaks.
    """
    size = len(next(iter(compared.values())))
    person, home, area = np.zeros(size), np.zeros(size), np.zeros(size)
    for name, levels in compared.items():
        said = np.log2(own[name][levels] / chance[name])
        said[levels == AT[Level.EMPTY]] = 0
        match columns[name].side:
            case "home":
                home += said
            case "area":
                area = np.where(np.abs(said) > np.abs(area), said, area)
            case _:
                person += said
    total: Bits = person + np.clip(home + area, MOVED_BITS, HOME_BITS)
    return total


def _never(columns: Mapping[str, Column], compared: Compared, pairs: Pairs) -> Mask:
    """Pairs that no sum may make one person: twins, and a father and a son of one name, share a lot.

    Two valid ID numbers differ. Or the name differs, or the day of birth, or too little is told to
    tell one member of a family; an ID number that is the same outweighs that, and so does one
    that is equal after a repair beside the same name or the same day.
    """
    size = len(pairs[0])
    document, birth = _of(compared, "document", size), _of(compared, "birth", size)
    name = _of(compared, "given" if "given" in columns else "name", size)
    other_name = _among(name, Level.DIFFERS, *(() if "given" in columns else (Level.NEAR,)))
    unnamed = _among(name, Level.EMPTY) if {"given", "name"} & columns.keys() else other_name
    other_day = _among(birth, Level.DIFFERS, Level.YEAR)
    born = _among(birth, Level.EQUAL, Level.REPAIR)
    other_number = _among(document, Level.DIFFERS)
    known = _among(document, Level.EQUAL) | (
        _among(document, Level.REPAIR) & (_among(birth, Level.EQUAL) | ~(other_name | unnamed))
    )
    never = (
        other_name | other_day | (unnamed & ~born) | (other_number & ~(born & ~unnamed))
    ) & ~known
    if "document" in columns:
        never |= contradicted(columns["document"], document, pairs)
    return never


def _of(compared: Compared, name: str, size: int) -> Levels:
    """The likenesses of a field; of one the table does not have, all are empty."""
    return compared.get(name, np.full(size, AT[Level.EMPTY], dtype=np.uint8))


def _among(levels: Levels, *wanted: Level) -> Mask:
    return np.isin(levels, [AT[level] for level in wanted])
