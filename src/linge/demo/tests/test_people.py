"""Invented people: numbers nobody has, families that could be."""

from datetime import date
from random import Random

from linge.demo.people import Crowd, Numbers
from linge.demo.words import NamePool, edge_case_names
from linge.registry.rules import checking
from linge.registry.rules.checking import Known
from linge.registry.rules.relations import Member, doubts

TODAY = date(2026, 11, 24)
KNOWN = Known(TODAY, {}, demo=True)


def crowd(seed: int = 7, *, edge: bool = False) -> Crowd:
    rng = Random(seed)
    return Crowd(rng, TODAY, Numbers(rng), NamePool(rng), edge_case_names() if edge else [])


def test_nobody_in_a_thousand_families_is_refused() -> None:
    made = crowd(edge=True)
    for dwelling in range(1_000):
        family = made.family(dwelling, made.size(), let=dwelling % 3 == 0)
        for member in family.members:
            assert not list(checking.errors(member.person, KNOWN))


def test_numbers_are_never_given_twice_and_belong_to_nobody() -> None:
    made = crowd()
    people = [
        member.person
        for dwelling in range(3_000)
        for member in made.family(dwelling, made.size(), let=False).members
    ]
    ids = [d.number for person in people for d in person.documents if d.kind == "111"]
    phones = [phone.number for person in people for phone in person.phones]
    assert len(ids) == len(set(ids)) and len(phones) == len(set(phones))
    assert all(number.startswith("990101") for number in ids)
    assert all(number.startswith("120") for number in phones)


def test_household_sizes_follow_the_plan_by_the_hundred() -> None:
    made = crowd()
    sizes = [min(made.size(), 5) for _ in range(1_000)]
    assert [sizes.count(size) for size in (1, 2, 3, 4, 5)] == [250, 320, 270, 110, 50]


def test_every_edge_case_name_is_somebody() -> None:
    made = crowd(edge=True)
    names = {
        member.person.name
        for dwelling in range(200)
        for member in made.family(dwelling, made.size(), let=False).members
    }
    assert set(edge_case_names()) <= names


def test_the_same_seed_makes_the_same_families() -> None:
    one, other = crowd(3), crowd(3)
    assert [one.family(d, 4, let=False) for d in range(50)] == [
        other.family(d, 4, let=False) for d in range(50)
    ]


def test_two_series_of_numbers_never_meet() -> None:
    first, second = Numbers(Random(1), 0), Numbers(Random(1), 1)
    born = date(1980, 1, 1)
    ours = {first.identity(born, "1") for _ in range(20)}
    theirs = {second.identity(born, "1") for _ in range(20)}
    assert not ours & theirs
    assert first.mobile() != second.mobile()


def test_families_raise_no_doubt_about_heads_spouses_and_parents() -> None:
    made = crowd()
    for dwelling in range(1_000):
        family = made.family(dwelling, made.size(), let=False)
        members = [
            Member(one.person.name, one.relation, one.person.birth_date) for one in family.members
        ]
        assert not list(doubts(members, TODAY))
