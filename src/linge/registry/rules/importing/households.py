"""Judging rows together: one household, one head, ages that fit, no person twice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .findings import Finding
from .judging import Judged
from .people import HEAD

YOUNGEST_HEAD = 16
GENERATION = 14
SPOUSES = ("10", "11", "12")
CHILDREN = tuple(str(code) for code in range(20, 38))
PARENTS = ("51", "52", "57", "58")
Keys = Callable[[Mapping[str, Any]], list[tuple[Any, str]]]


def block_of(values: Mapping[str, Any]) -> tuple[Any, str] | None:
    """What holds a household together in a sheet: the home, and the household's number if told."""
    home = values.get("dwelling")
    number = str(values.get("household_no", ""))
    return (home, number) if home or number else None


class Member(NamedTuple):
    """What of a row its household is judged by."""

    row: int
    relation: str
    born: str


class Families:
    """Sees the rows of a sheet one by one and says what is wrong with their households."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        self.columns = columns
        self._blocks: dict[Any, list[Member]] = defaultdict(list)
        self._said: dict[int, list[Finding]] = defaultdict(list)
        self._shared: frozenset[Any] = frozenset()

    @property
    def homes(self) -> set[int]:
        return {home for home, _number in self._blocks if home}

    def see(self, row: Judged) -> None:
        if not row.excluded and (block := block_of(row.values)):
            told = row.values.get("relation", ""), row.values.get("birth_date", "")
            self._blocks[block].append(Member(row.row, *told))

    def settle(self, *, headed: frozenset[int], today: date) -> None:
        """All rows were seen. ``headed`` are homes whose household has a head on record."""
        count = Counter(home for home, _number in self._blocks if home)
        self._shared = frozenset(home for home, families in count.items() if families > 1)
        if "relation" in self.columns:
            for (home, _number), members in self._blocks.items():
                self._judge(members, home in headed, today)
        self._blocks.clear()

    def tell(self, row: Judged) -> None:
        """Add what concerns a row."""
        if not row.excluded:
            if row.values.get("dwelling") in self._shared:
                row.values["shared"] = True
            row.findings.extend(self._said.pop(row.row, ()))

    def _judge(self, members: Sequence[Member], headed: bool, today: date) -> None:
        heads = [member for member in members if member.relation == HEAD]
        self._more_than_one(heads, "two_heads")
        if not heads and not headed and any(member.relation for member in members):
            self._say(members[0], "no_head")
        self._more_than_one([m for m in members if m.relation in SPOUSES], "two_spouses")
        if len(heads) == 1 and heads[0].born:
            self._ages(heads[0], members, today)

    def _more_than_one(self, members: Sequence[Member], code: str) -> None:
        if len(members) > 1:
            numbers = "、".join(str(member.row) for member in members)
            for member in members:
                self._say(member, code, rows=numbers)

    def _ages(self, head: Member, members: Sequence[Member], today: date) -> None:
        age, born = years_between(head.born, today), int(head.born[:4])
        if age < YOUNGEST_HEAD:
            self._say(head, "head_young", age=age)
        for member in members:
            if not member.born:
                continue
            later = int(member.born[:4]) - born
            if member.relation in CHILDREN and later < GENERATION:
                self._say(member, "child_age")
            if member.relation in PARENTS and -later < GENERATION:
                self._say(member, "parent_age")

    def _say(self, member: Member, code: str, **facts: Any) -> None:
        finding = Finding(code, member.row, self.columns["relation"], "relation", facts)
        self._said[member.row].append(finding)


def years_between(born: str, today: date) -> int:
    """Whole years since a day written ``1985-03-12``, ``1985-03`` or ``1985``."""
    year, month, day = (int(part) for part in f"{born}-01-01"[:10].split("-"))
    return today.year - year - ((today.month, today.day) < (month, day))


class Repeats:
    """Sees rows one by one; the second one with the same key is wrong.

    ``keys`` tells by what a row is known, the strongest first, each with its field.
    """

    def __init__(self, columns: Mapping[str, int], keys: Keys) -> None:
        self.columns, self.keys = columns, keys
        self._first: dict[Any, int] = {}

    def see(self, row: Judged) -> None:
        if row.excluded:
            return
        for key, name in self.keys(row.values):
            if (first := self._first.setdefault(key, row.row)) != row.row:
                at, facts = self.columns.get(name), {"row": first}
                row.findings.append(Finding("same_in_file", row.row, at, name, facts))
                break


def record_keys(values: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The number a row of our own export has."""
    return [(("record", values["record"]), "record")] if "record" in values else []


def person_keys(values: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """By what a row's person is known, the strongest first, each with its field."""
    keys: list[tuple[Any, str]] = record_keys(values)
    if values.get("id_number"):
        keys.append((("document", values.get("id_kind"), values["id_number"]), "id_number"))
    elif values.get("dwelling") and values.get("name") and values.get("birth_date"):
        keys.append((("home", values["dwelling"], values["name"], values["birth_date"]), "name"))
    return keys
