"""The shipped access tables, read at start and bound to the decision (trust.md §2.2)."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from linge.kernel import access
from linge.kernel.access import CONDITIONS, Cell, DataClass, Purpose, Sight

DATA = Path(__file__).parent / "data"
VERBS = {"write", "reveal", "export", "approve"}


class BadTable(Exception):
    """A word in an access table that nobody knows."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load() -> None:
    """Bind access.csv and capabilities.csv to ``kernel.access.tables``; refuse unknown words."""
    roles = {row["role"] for row in _rows("roles.csv")}
    posts = {row["post"] for row in _rows("posts.csv")}
    access.tables.cells = {
        (row["role"], DataClass(row["class"])): _cell(row, roles) for row in _rows("access.csv")
    }
    deeds: dict[str, set[str]] = defaultdict(set)
    for row in _rows("capabilities.csv"):
        if row["role"] not in roles | posts:
            raise BadTable(f"capabilities.csv: {row['role']}")
        deeds[row["role"]].add(row["capability"])
    access.tables.capabilities = {role: frozenset(held) for role, held in deeds.items()}


@cache
def role_of(post: str) -> str:
    """The role a post opens (accounts/data/posts.csv)."""
    return next(row["role"] for row in _rows("posts.csv") if row["post"] == post)


def labels() -> dict[str, str]:
    """Posts and roles in words, in the reader's language."""
    return _labels("label_en" if (get_language() or "").startswith("en") else "label")


@cache
def _labels(column: str) -> dict[str, str]:
    roles = {row["role"]: row[column] for row in _rows("roles.csv")}
    return roles | {row["post"]: row[column] for row in _rows("posts.csv")}


def _cell(row: dict[str, str], roles: set[str]) -> Cell:
    conditions = tuple(row["conditions"].split())
    purposes = frozenset(row["purposes"].split())
    verbs = frozenset(row["verbs"].split())
    unknown = (
        ({row["role"]} - roles)
        | (set(conditions) - set(CONDITIONS))
        | (purposes - set(Purpose) - {"*"})
        | (verbs - VERBS)
    )
    if unknown:
        raise BadTable(f"access.csv: {sorted(unknown)}")
    return Cell(
        sights=frozenset(Sight[word.upper()] for word in row["sights"].split()),
        verbs=verbs,
        purposes=purposes,
        conditions=conditions,
        reveal_per_day=int(row["reveal_per_day"] or 0),
        export=row["export"],
    )
