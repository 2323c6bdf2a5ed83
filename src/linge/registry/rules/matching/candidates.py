"""Pairs of rows worth comparing, block by block, at most some for each row however large a block."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from .columns import EMPTY, Column, numbered
from .likeness import Level

Keys = npt.NDArray[np.int64]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

WHOLE_BLOCK = 40
WINDOW = 10
"""In a block of more than ``WHOLE_BLOCK`` rows each meets the next ``WINDOW`` in order of birth."""


def together(*parts: Keys) -> Keys:
    """One key out of several; empty where any is."""
    key = np.zeros(len(parts[0]), dtype=np.int64)
    empty = np.zeros(len(parts[0]), dtype=bool)
    for part in parts:
        empty |= part == EMPTY
        _, key = np.unique(key * (int(part.max(initial=0)) + 2) + part + 1, return_inverse=True)
    key = key.astype(np.int64)
    key[empty] = EMPTY
    return key


def form(column: Column, level: Level) -> Keys:
    """The coarsest spelling of a level, or the value itself."""
    found = [codes for own, codes in column.forms if own == level]
    return (found[-1] if found else column.codes).astype(np.int64)


def part(column: Column, start: int, end: int) -> Keys:
    """A piece of every value as a key: the year of a day, the last four of a number."""
    _, codes = numbered(value[start:end] if end else value[start:] for value in column.values)
    return np.append(codes, np.int32(EMPTY))[column.codes].astype(np.int64)


def blocks(columns: Mapping[str, Column]) -> Iterator[Keys]:
    """Every key that rows of one person are likely to share."""
    whole = {name: column.codes.astype(np.int64) for name, column in columns.items()}
    for name in ("document", "phone", "email", "dwelling"):
        if name in columns:
            yield whole[name]
            yield form(columns[name], Level.REPAIR)
    yield from _by_name(columns)
    yield from _by_birth(columns, whole)
    yield from _by_home(columns, whole)


def _names(columns: Mapping[str, Column]) -> Iterator[Keys]:
    """Coarse spellings of the name, as narrow as the table allows."""
    if "name" in columns:
        yield form(columns["name"], Level.VARIANT)
        yield form(columns["name"], Level.READING)
    if "given" in columns and "family" in columns:
        yield together(
            form(columns["given"], Level.READING), form(columns["family"], Level.READING)
        )


def _by_name(columns: Mapping[str, Column]) -> Iterator[Keys]:
    yield from _names(columns)
    if "given" in columns and "family" in columns:
        yield _either_way(columns["given"], columns["family"])
    elif "family" in columns or "given" in columns:
        yield form(columns.get("family") or columns["given"], Level.READING)


def _either_way(given: Column, family: Column) -> Keys:
    """Given and family name in whatever order they were written."""
    values = [*given.values, ""]
    others = [*family.values, ""]
    pairs = zip(given.codes.tolist(), family.codes.tolist(), strict=True)
    names = (sorted((values[a], others[b])) for a, b in pairs)
    _, codes = numbered(" ".join(both) if both[0] else "" for both in names)
    return codes.astype(np.int64)


def _by_birth(columns: Mapping[str, Column], whole: Mapping[str, Keys]) -> Iterator[Keys]:
    if "birth" not in columns:
        return
    birth, year = columns["birth"], part(columns["birth"], 0, 4)
    yield together(whole["birth"], whole["sex"]) if "sex" in columns else whole["birth"]
    yield from (together(name, year) for name in _names(columns))
    for name in ("given", "family"):
        if name in columns:
            yield together(form(columns[name], Level.READING), year)
            yield together(form(columns[name], Level.READING), part(birth, 4, 8))
    tails = [part(columns["document"], -4, 0)] if "document" in columns else []
    tails += [whole["tail"]] if "tail" in columns else []
    yield from (together(tail, year) for tail in tails)


def _by_home(columns: Mapping[str, Column], whole: Mapping[str, Keys]) -> Iterator[Keys]:
    places = [name for name in ("postcode", "suburb", "state") if name in columns]
    if "address" in columns:
        others = [whole["street_number"]] if "street_number" in columns else []
        yield together(form(columns["address"], Level.VARIANT), *others)
        yield form(columns["address"], Level.VARIANT)
    for name in ("given", "family"):
        if name in columns and places:
            yield together(form(columns[name], Level.READING), whole[places[0]])


def pairs(columns: Mapping[str, Column], rows: int) -> Pairs:
    """Every pair that shares a block, once, the earlier row first."""
    order = _order(columns, rows)
    found = [_within(key, order) for key in blocks(columns)]
    whole = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return whole // rows, whole % rows


def _order(columns: Mapping[str, Column], rows: int) -> Keys:
    """Rows in order of birth, or of the name: neighbours are the likeliest pairs."""
    for name in ("birth", "given", "name"):
        if name in columns:
            values = np.array([*columns[name].values, ""])
            return np.argsort(values[columns[name].codes], kind="stable")
    return np.arange(rows)


def _within(key: Keys, order: Keys) -> Keys:
    """Pairs of one key as numbers ``first × rows + second``."""
    rows = len(key)
    own = order[key[order] != EMPTY]
    own = own[np.argsort(key[own], kind="stable")]
    blocks_of = key[own]
    _, inverse, counts = np.unique(blocks_of, return_inverse=True, return_counts=True)
    small = counts[inverse] <= WHOLE_BLOCK
    found = []
    for step in range(1, min(WHOLE_BLOCK, len(own))):
        met = blocks_of[step:] == blocks_of[:-step]
        if step > WINDOW:
            met &= small[step:]
        if not met.any():
            break
        a, b = own[:-step][met], own[step:][met]
        found.append(np.minimum(a, b) * rows + np.maximum(a, b))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
