"""Judging rows together: one household, one head, ages that fit, no person twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from .findings import Finding
from .judging import Judged
from .people import HEAD

YOUNGEST_HEAD = 16
GENERATION = 14
SPOUSES = ("10", "11", "12")
CHILDREN = tuple(str(code) for code in range(20, 38))
PARENTS = ("51", "52", "57", "58")


def block_of(values: Mapping[str, Any]) -> tuple[Any, str] | None:
    """What holds a household together in a sheet: the home, and the household's number if told."""
    home = values.get("dwelling")
    number = str(values.get("household_no", ""))
    return (home, number) if home or number else None


def judge_households(
    rows: Iterable[Judged],
    columns: Mapping[str, int],
    *,
    headed: frozenset[int],
    today: date,
) -> None:
    """Add what is wrong with households. ``headed`` are homes whose household has a head on
    record already."""
    blocks: dict[Any, list[Judged]] = defaultdict(list)
    for row in rows:
        if not row.excluded and (block := block_of(row.values)):
            blocks[block].append(row)
    families = Counter(home for home, _number in blocks if home)
    for (home, _number), members in blocks.items():
        if families[home] > 1:
            for row in members:
                row.values["shared"] = True
        if "relation" in columns:
            _judge(members, columns["relation"], home in headed, today)


def _judge(members: Sequence[Judged], column: int, headed: bool, today: date) -> None:
    heads = [row for row in members if row.values.get("relation") == HEAD]
    _more_than_one(heads, "two_heads", column)
    if not heads and not headed and any(row.values.get("relation") for row in members):
        _say(members[0], "no_head", column)
    spouses = [row for row in members if row.values.get("relation") in SPOUSES]
    _more_than_one(spouses, "two_spouses", column)
    if len(heads) == 1:
        _ages(heads[0], members, column, today)


def _more_than_one(rows: Sequence[Judged], code: str, column: int) -> None:
    if len(rows) > 1:
        numbers = "、".join(str(row.row) for row in rows)
        for row in rows:
            _say(row, code, column, rows=numbers)


def _ages(head: Judged, members: Sequence[Judged], column: int, today: date) -> None:
    born = _year(head)
    if born is None:
        return
    age = years_between(head.values["birth_date"], today)
    if age < YOUNGEST_HEAD:
        _say(head, "head_young", column, age=age)
    for row in members:
        other, relation = _year(row), row.values.get("relation")
        if other is None:
            continue
        if relation in CHILDREN and other - born < GENERATION:
            _say(row, "child_age", column)
        if relation in PARENTS and born - other < GENERATION:
            _say(row, "parent_age", column)


def _year(row: Judged) -> int | None:
    born = row.values.get("birth_date", "")
    return int(born[:4]) if born else None


def years_between(born: str, today: date) -> int:
    """Whole years since a day written ``1985-03-12``, ``1985-03`` or ``1985``."""
    year, month, day = (int(part) for part in f"{born}-01-01"[:10].split("-"))
    return today.year - year - ((today.month, today.day) < (month, day))


def _say(row: Judged, code: str, column: int, **facts: Any) -> None:
    row.findings.append(Finding(code, row.row, column, "relation", facts))


def judge_repeats(rows: Iterable[Judged], columns: Mapping[str, int]) -> None:
    """The second row about one person, or one home, is wrong."""
    first: dict[Any, int] = {}
    for row in rows:
        if row.excluded:
            continue
        for key, name in keys_of(row.values):
            if key in first:
                row.findings.append(
                    Finding(
                        "same_in_file",
                        row.row,
                        columns.get(name),
                        name,
                        {"row": first[key]},
                    )
                )
                break
            first[key] = row.row


def keys_of(values: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """By what a row's person is known, the strongest first, each with its field."""
    keys: list[tuple[Any, str]] = []
    if values.get("id_number"):
        keys.append((("document", values.get("id_kind"), values["id_number"]), "id_number"))
    elif values.get("dwelling") and values.get("name") and values.get("birth_date"):
        keys.append((("home", values["dwelling"], values["name"], values["birth_date"]), "name"))
    return keys
