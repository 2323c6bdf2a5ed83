"""Changes of divisions: 1→1, 1→n, n→1, no gap, no overlap."""

import pytest

from linge.territory.rules.changes import (
    Below,
    Change,
    ChangeKind,
    Predecessor,
    Successor,
    faults,
    recoded,
)
from linge.territory.rules.kinds import Level

EAST, WEST = Below("e", "东社区"), Below("w", "西社区")
STREET = Predecessor("s", Level.STREET, "990101001", "示范街道", "990101", (EAST, WEST))
OTHER = Predecessor("o", Level.STREET, "990101002", "邻街道", "990101")


def change(kind, successors, predecessors=(STREET,), **more):
    return Change(kind, predecessors, successors, **({"parent": "990101"} | more))


def codes(of):
    return [fault.code for fault in faults(of)]


SPLIT = (
    Successor("990101001", "示范街道", keeps="s", takes=("e",)),
    Successor("990101003", "新街道", takes=("w",)),
)


@pytest.mark.parametrize(
    ("kind", "successors", "predecessors"),
    [
        (ChangeKind.RENAME, [Successor("990101001", "新名街道", "s", ("e", "w"))], [STREET]),
        (ChangeKind.RECODE, [Successor("990101009", "示范街道", "s", ("e", "w"))], [STREET]),
        (ChangeKind.SPLIT, SPLIT, [STREET]),
        (ChangeKind.MERGE, [Successor("990101004", "合街道", "", ("e", "w"))], [STREET, OTHER]),
        (ChangeKind.MOVE, [Successor("990101001", "示范街道", "s", ("e", "w"))], [STREET]),
        (ChangeKind.ABOLISH, [Successor("990101002", "邻街道", "o", ("e", "w"))], [STREET]),
        (ChangeKind.ABOLISH, [], [OTHER]),
    ],
)
def test_a_sound_change_has_no_fault(kind, successors, predecessors):
    assert codes(change(kind, successors, predecessors)) == []


@pytest.mark.parametrize(
    ("kind", "successors", "predecessors", "fault"),
    [
        (ChangeKind.RENAME, SPLIT, [STREET], "one_to_one"),
        (ChangeKind.RECODE, [], [STREET], "one_to_one"),
        (ChangeKind.MOVE, SPLIT[:1], [STREET, OTHER], "one_to_one"),
        (ChangeKind.SPLIT, SPLIT[:1], [STREET], "one_to_many"),
        (ChangeKind.SPLIT, SPLIT, [STREET, OTHER], "one_to_many"),
        (ChangeKind.MERGE, SPLIT[:1], [STREET], "many_to_one"),
        (ChangeKind.MERGE, SPLIT, [STREET, OTHER], "many_to_one"),
        (ChangeKind.ABOLISH, SPLIT, [STREET], "one_to_none"),
        (ChangeKind.ABOLISH, SPLIT[1:], [STREET], "one_to_none"),
    ],
)
def test_each_kind_has_its_count(kind, successors, predecessors, fault):
    assert codes(change(kind, successors, predecessors)) == [fault]


def test_nothing_below_is_left_out_nor_taken_twice():
    nobody = [SPLIT[0], Successor("990101003", "新街道")]
    assert codes(change(ChangeKind.SPLIT, nobody)) == ["gap"]
    both = [SPLIT[0], Successor("990101003", "新街道", takes=("w", "e"))]
    (fault,) = faults(change(ChangeKind.SPLIT, both))
    assert fault.message == "东社区被多个区划承接，只能选一个。"
    assert codes(change(ChangeKind.ABOLISH, [])) == ["gap", "gap"]
    stranger = [SPLIT[0], Successor("990101003", "新街道", takes=("w", "x"))]
    assert codes(change(ChangeKind.SPLIT, stranger)) == ["stranger"]


def test_codes_fit_their_level_and_their_parent_and_are_held_once():
    for wrong in ("99010100", "990102003", "99010100A"):
        parts = [SPLIT[0], Successor(wrong, "新街道", takes=("w",))]
        assert codes(change(ChangeKind.SPLIT, parts)) == ["code"]
    assert codes(change(ChangeKind.SPLIT, SPLIT, taken={"990101003"})) == ["code_twice"]
    twin = [SPLIT[0], Successor("990101001", "新街道", takes=("w",))]
    assert codes(change(ChangeKind.SPLIT, twin)) == ["code_twice"]


def test_a_rename_has_a_new_name_and_a_recode_a_new_code():
    same = [Successor("990101001", "示范街道", "s", ("e", "w"))]
    assert codes(change(ChangeKind.RENAME, same)) == ["same_name"]
    assert codes(change(ChangeKind.RECODE, same)) == ["same_code"]
    assert codes(change(ChangeKind.MOVE, [Successor("990101001", " ", "s", ("e", "w"))])) == [
        "name"
    ]


def test_only_sisters_merge():
    far = Predecessor("f", Level.STREET, "990102001", "远街道", "990102")
    whole = [Successor("990101004", "合街道", "", ("e", "w"))]
    assert codes(change(ChangeKind.MERGE, whole, [STREET, far])) == ["levels"]


def test_codes_below_follow_and_give_way_to_those_in_use():
    new = recoded(["990101001001", "990101001002"], "990101001", "990101003", {"990101003001"})
    assert new == {"990101001001": "990101003002", "990101001002": "990101003003"}


def test_a_moved_district_carries_its_streets_and_their_communities():
    new = recoded(["990101001", "990101001001"], "990101", "990201", {"990201001"})
    assert new == {"990101001": "990201002", "990101001001": "990201002001"}
