"""Which pairs are worth comparing: those that share one of these keys."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from .likeness import Tongue
from .points import NOT_TOLD, Profile

MOST_IN_BLOCK = 200
"""A key that more people share tells nothing by itself; the other keys still bring them together."""

Key = tuple[str, *tuple[Hashable, ...]]


def keys(person: Profile, tongue: Tongue) -> Iterator[Key]:
    """The blocks a person stands in; what is empty opens none."""
    year = person.birth_date[:4]
    if person.name:
        yield "name", tongue.plain_name(person.name)
        if year:
            yield "reading", tongue.sound(person.name), year
    if len(person.birth_date) == 10 and person.sex not in NOT_TOLD:
        yield "birth", person.birth_date, person.sex
    yield from (("phone", phone) for phone in person.phones)
    yield from (("dwelling", dwelling) for dwelling in person.dwellings)
    if year:
        tails = {number[-4:] for number in person.documents.values()} | person.tails
        yield from (("tail", tail, year) for tail in tails)


def pairs(people: Mapping[int, Profile], tongue: Tongue) -> set[tuple[int, int]]:
    """Every pair that shares a block, the smaller key first."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for pk, person in people.items():
        for key in keys(person, tongue):
            blocks[key].append(pk)
    return set(_within(blocks.values()))


def _within(blocks: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if len(block) <= MOST_IN_BLOCK:
            yield from combinations(sorted(block), 2)
