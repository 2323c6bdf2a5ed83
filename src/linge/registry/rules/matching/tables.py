"""Finding the rows of any table that tell of one person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .candidates import pairs
from .columns import Column, column, folded
from .comparing import ORDER
from .evidence import judge
from .headers import LABEL, ROW, Heading, Layout, read_headers
from .likeness import Level, Tongue
from .points import AUDIT_AT, PARK_AT

Pair = tuple[int, int]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that looks like one person, by the places of its rows, and why."""

    rows: Pair
    points: int
    because: Mapping[str, Level]


@dataclass(frozen=True)
class Answer:
    """``parked`` are sure enough to ask a person about, ``audit`` are for samples alone."""

    layout: Layout
    names: Sequence[str]
    labels: Sequence[str]
    parked: Sequence[Found]
    audit: Sequence[Found]
    compared: int


def match_rows(
    headers: Sequence[str], rows: Rows, known: Sequence[Heading], tongue: Tongue
) -> Answer:
    """Compare the rows of a table with each other; labels and row numbers are never compared."""
    layout = read_headers(headers, rows, known)
    columns = _columns(layout, rows, known, tongue)
    name, label = layout.columns.get(ROW), layout.columns.get(LABEL)
    names = [row[name] for row in rows] if name is not None else []
    labels = [row[label] for row in rows] if label is not None else []
    if not columns or len(rows) < 2:
        return Answer(layout, names, labels, (), (), 0)
    candidates = pairs(columns, len(rows))
    judged = judge(columns, candidates, len(rows))
    found = [
        Found(
            (int(candidates[0][at]), int(candidates[1][at])),
            int(judged.points[at]),
            {field: ORDER[levels[at]] for field, levels in judged.compared.items()},
        )
        for at in np.flatnonzero(judged.points >= AUDIT_AT)
    ]
    parked = [pair for pair in found if pair.points >= PARK_AT]
    audit = [pair for pair in found if pair.points < PARK_AT]
    return Answer(layout, names, labels, parked, audit, len(candidates[0]))


def _columns(
    layout: Layout, rows: Rows, known: Iterable[Heading], tongue: Tongue
) -> dict[str, Column]:
    """The columns to compare; a full name in Latin letters is taken apart first."""
    headings = {heading.field: heading for heading in known}
    raw = {
        field: [row[place].strip() for row in rows]
        for field, place in layout.columns.items()
        if field not in (LABEL, ROW)
    }
    if "name" in raw and not mostly_han(raw["name"]):
        whole = raw.pop("name")
        if "family" not in raw:
            raw["given"], raw["family"] = map(list, zip(*map(taken_apart, whole), strict=True))
    elif "name" not in raw and {"given", "family"} <= raw.keys() and mostly_han(raw["family"]):
        both = zip(raw.pop("family"), raw.pop("given"), strict=True)
        raw["name"] = [family + given for family, given in both]
    return {
        field: column(field, headings[field].kind, headings[field].side, values, tongue)
        for field, values in raw.items()
        if any(values)
    }


def mostly_han(values: Iterable[str]) -> bool:
    """Whether most values hold a Han character."""
    told = [value for value in values if value]
    return sum(any(sign >= "\u3400" for sign in value) for value in told) * 2 > len(told)


def taken_apart(name: str) -> tuple[str, str]:
    """A Latin full name as given and family name: ``John Smith`` or ``Smith, John``."""
    if "," in name:
        family, _, given = name.partition(",")
        return folded(given), folded(family)
    given, _, family = folded(name).rpartition(" ")
    return given, family
