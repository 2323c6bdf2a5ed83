"""Which column of a table holds what: by its header, in Latin letters or in Chinese."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .likeness import Kind

LABEL, ROW = "label", "row"
_ID_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A field a table may have. ``side`` tells who shares it: person, home or area."""

    field: str
    kind: Kind
    side: str
    headers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Field → column, and the headers nobody knows."""

    columns: Mapping[str, int]
    unknown: tuple[str, ...]


def spelling(header: str) -> str:
    """A header as headings are compared: small, without blanks and marks."""
    folded = unicodedata.normalize("NFKC", header).lower()
    return re.sub(r"[\W_]", "", re.sub(r"[(（].*?[)）]", "", folded))


def read_headers(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: Iterable[Heading]
) -> Layout:
    """Field → column. A column called ``id`` is an ID number where its values look like some."""
    names = {header: heading.field for heading in known for header in heading.headers}
    columns: dict[str, int] = {}
    unknown = []
    for place, header in enumerate(headers):
        name = names.get(spelling(header), "")
        if name == ROW and _holds_id_numbers(row[place] for row in rows[:500]):
            name = "document"
        if not name or name in columns:
            unknown.append(header)
        else:
            columns[name] = place
    return Layout(columns, tuple(unknown))


def _holds_id_numbers(values: Iterable[str]) -> bool:
    told = [value for value in values if value.strip()]
    fits = sum(bool(_ID_NUMBER.fullmatch(value.strip())) for value in told)
    return bool(told) and fits * 2 > len(told)
