from hypothesis import given
from hypothesis import strategies as st

from linge.territory.rules.divisions import (
    Draft,
    Member,
    SizeRule,
    check,
    homes_by_grid,
    stops,
    warnings,
)

from .test_rules_geometry import SOUTH, WEST, box

GRIDS = {1: "第1网格", 2: "第2网格"}
SHAPES = {1: box(WEST, SOUTH), 2: box(WEST + 0.001, SOUTH)}


def building(number, homes=10, point=None):
    return Member(("building", number), f"{number}号楼", homes, point)


def unit(number, of):
    return Member(("unit", number), f"{of}号楼{number}单元", 5, None, of)


def draft(placed=(), due=None, shapes=SHAPES, **more):
    due = [member for member, _ in placed] if due is None else due
    return Draft(GRIDS, placed, due, shapes, **more)


def codes(remarks):
    return [remark.code for remark in remarks]


def test_a_division_with_every_member_once_is_clean():
    assert check(draft([(building(1), 1), (building(2), 2)])) == []


def test_a_member_without_a_grid_stops_and_is_named():
    [remark] = check(draft([(building(1), 1)], due=[building(1), building(2)]))
    assert remark.code == "member_without_grid"
    assert remark.message == "2号楼还没有划入网格。"
    assert stops([remark]) == [remark]


def test_a_member_in_two_grids_stops():
    assert codes(check(draft([(building(1), 1), (building(1), 2)]))) == ["member_twice"]


def test_a_building_may_be_split_by_units():
    placed = [(unit(1, of=7), 1), (unit(2, of=7), 2)]
    assert check(draft(placed, due=[building(7), unit(1, of=7), unit(2, of=7)])) == []


def test_a_unit_left_out_of_a_split_building_is_missing():
    placed = [(unit(1, of=7), 1)]
    remarks = check(draft(placed, due=[building(7), unit(1, of=7), unit(2, of=7)]))
    assert codes(remarks) == ["member_without_grid"]


def test_units_of_a_whole_building_need_no_grid_of_their_own():
    assert check(draft([(building(7), 1)], due=[building(7), unit(1, of=7)])) == []


def test_a_building_is_whole_or_split_never_both():
    remarks = check(draft([(building(7), 1), (unit(1, of=7), 2)]))
    assert codes(remarks) == ["split_and_whole"]


def test_a_grid_without_an_outline_stops():
    assert codes(check(draft(shapes={1: SHAPES[1]}))) == ["shape_missing"]


def test_a_broken_outline_stops_and_says_how():
    assert codes(check(draft(shapes={**SHAPES, 2: box(SOUTH, WEST)}))) == ["shape_swapped"]


def test_overlapping_outlines_stop():
    [remark] = check(draft(shapes={1: box(WEST, SOUTH), 2: box(WEST + 0.0005, SOUTH)}))
    assert remark.code == "shape_overlap"
    assert "第1网格与第2网格重叠" in remark.message


def test_an_outline_a_kilometre_off_the_community_stops():
    far = {**SHAPES, 2: box(WEST + 0.5, SOUTH)}
    remarks = check(draft(shapes=far, community_outline=box(WEST, SOUTH)))
    assert codes(remarks) == ["shape_far_away"]


def test_a_community_may_reach_a_kilometre_beyond_its_first_buildings():
    row = {grid: box(WEST + 0.006 * grid, SOUTH, 0.006) for grid in range(1, 6)}
    names = {grid: f"第{grid}网格" for grid in row}
    begun = Draft(names, [], [], row, community_outline=box(WEST + 0.006, SOUTH))
    assert check(begun) == []


def test_sizes_outside_the_rule_only_warn():
    placed = [(building(1, 999), 1), (building(2, 1501), 2)]
    remarks = check(draft(placed), SizeRule(1000, 1500))
    assert codes(remarks) == ["too_small", "too_large"]
    assert warnings(remarks) == remarks and stops(remarks) == []
    assert remarks[0].message == "第1网格只有999户，少于标准的1000户。"


def test_a_member_standing_outside_its_outline_warns():
    remarks = check(draft([(building(1, point=(WEST + 0.0015, SOUTH + 0.0005)), 1)]))
    assert codes(remarks) == ["point_outside"]


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([1, 2])), unique_by=lambda m: m[0]))
def test_homes_are_neither_lost_nor_doubled(members):
    placed = [(building(number, number), grid) for number, grid in members]
    assert sum(homes_by_grid(draft(placed)).values()) == sum(number for number, _ in members)
