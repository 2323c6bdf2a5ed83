"""Points, tiers, repairs and blocks of likely duplicates, as the specification works them out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry import codes
from linge.registry.rules.identity import check_digit
from linge.registry.rules.matching import blocks
from linge.registry.rules.matching.likeness import Level, compare_days, compare_names
from linge.registry.rules.matching.points import Profile, Tier
from linge.registry.rules.matching.repairs import one_repair, one_slip

NUMBER, OTHER = "990101198507120026", "990101198507120130"
GUILAN = Profile(name="张桂兰", birth_date="1985-07-12")


def scored(a, b, namesakes=0):
    return codes.match_scale().score(a, b, namesakes)


@pytest.mark.proves("G1")
def test_same_name_and_birth_date_are_seventy_points_and_parked():
    score = scored(GUILAN, GUILAN)
    assert (score.points, score.tier) == (70, Tier.T3)


@pytest.mark.proves("G1")
def test_among_five_namesakes_the_same_is_for_the_audit_list_alone():
    score = scored(GUILAN, GUILAN, namesakes=5)
    assert (score.points, score.tier) == (55, Tier.AUDIT)
    assert scored(GUILAN, GUILAN, namesakes=4).points == 70


@pytest.mark.proves("G1")
def test_same_reading_birth_date_and_home_are_sixty_six_and_a_phone_parks_them():
    a = replace(GUILAN, dwellings=frozenset({7}))
    b = replace(a, name="章桂兰")
    assert (scored(a, b).points, scored(a, b).tier) == (66, Tier.AUDIT)
    told = frozenset({"12000000020"})
    a, b = replace(a, phones=told), replace(b, phones=told)
    assert (scored(a, b).points, scored(a, b).tier) == (86, Tier.T3)


@pytest.mark.parametrize(
    ("a", "b", "points"),
    [
        (Profile(name="张桂蘭"), Profile(name="張桂兰"), 36),
        (Profile(name="李建峯"), Profile(name="李建峰"), 36),
        (Profile(name="单小明"), Profile(name="山小明"), 24),
        (Profile(name="曾伟"), Profile(name="增伟"), 24),
        (Profile(name="尉迟敬"), Profile(name="玉池敬"), 24),
        (Profile(birth_date="1985-07-12"), Profile(birth_date="1985-12-07"), 18),
        (Profile(birth_date="1985-07-12"), Profile(birth_date="1985-07-13"), 18),
        (Profile(birth_date="1985-07-12"), Profile(birth_date="1985-03-30"), 6),
        (Profile(birth_date="1985-07-12"), Profile(birth_date="1985-07"), 6),
        (Profile(birth_date="1985-07-12"), Profile(birth_date="1991-03-30"), 0),
        (Profile(tails=frozenset({"0026"})), Profile(documents={"111": NUMBER}), 20),
        (Profile(dwellings=frozenset({1, 2})), Profile(dwellings=frozenset({2})), 12),
        (Profile(companions=frozenset({1, 2})), Profile(companions=frozenset({2})), 15),
        (Profile(sex="1"), Profile(sex="2"), -15),
        (Profile(sex="1"), Profile(sex="9"), 0),
    ],
)
def test_each_likeness_has_its_points(a, b, points):
    assert scored(a, b).points == scored(b, a).points == points


def holding(number, valid=True, **facts):
    return Profile(documents={"111": number}, valid=frozenset({"111"} if valid else ()), **facts)


def test_the_same_valid_document_is_the_same_person():
    assert scored(holding(NUMBER), holding(NUMBER)).tier is Tier.T1


def test_two_valid_documents_of_one_kind_outweigh_name_and_birth():
    a = holding(NUMBER, name="张桂兰", birth_date="1985-07-12")
    b = holding(OTHER, name="张桂兰", birth_date="1985-07-12")
    assert (scored(a, b).points, scored(a, b).tier) == (-30, Tier.NONE)
    kinds = replace(b, documents={"414": "E12345678"}, valid=frozenset({"414"}))
    assert scored(a, kinds).points == 70


def test_one_repair_needs_the_same_name_or_birth_date():
    slipped = "990101198507120062"
    a = holding(NUMBER, name="张桂兰", birth_date="1985-07-12")
    assert scored(a, holding(slipped, False, name="张桂兰")).tier is Tier.T2
    assert scored(a, holding(slipped, False, birth_date="1985-07-12")).tier is Tier.T2
    assert scored(a, holding(slipped, False, name="李明")).tier is Tier.NONE


@pytest.mark.parametrize(
    "told",
    [
        "990101198507120062",
        "990101198507120126",
        "99O101198507120026",
        "990101850712002",
        " 990101-19850712-0126",
    ],
)
def test_numbers_that_one_repair_makes_equal(told):
    assert one_repair(told, NUMBER)
    assert one_repair(NUMBER, told)


def test_a_lost_x_is_one_repair_and_two_slips_are_not():
    assert one_repair("99010119850712019", "99010119850712019X")
    assert not one_repair("99010119850712006", "99010119850712019X")
    assert not one_repair("990101198507120135", NUMBER)
    assert not one_repair(NUMBER, NUMBER)
    assert not one_repair("", NUMBER)


@given(st.integers(0, 10**17 - 1), st.integers(0, 16))
def test_any_two_neighbours_that_changed_places_are_one_slip(serial, place):
    body = f"{serial:017d}"
    number = body + check_digit(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert one_slip(number, swapped) == (number != swapped)


def test_an_empty_field_says_nothing():
    assert scored(GUILAN, Profile()).points == 0
    assert set(scored(GUILAN, Profile()).because.values()) == {Level.EMPTY}
    assert list(blocks.keys(Profile(), codes.tongue())) == []


def test_names_are_read_by_the_surname_first():
    tongue = codes.tongue()
    assert tongue.sound("单小明") == "shan xiao ming"
    assert tongue.sound("万俟敬") == "mo qi jing"
    assert tongue.sound("仇大海") == "qiu da hai"
    assert tongue.sound("查文") == "zha wen"
    assert tongue.sound("解放") == "xie fang"
    assert compare_names("张桂兰", " 张 桂兰", tongue) is Level.EQUAL
    assert compare_names("张桂兰", "李明", tongue) is Level.DIFFERS


def test_a_day_that_is_the_same_is_equal_only_once():
    assert compare_days("1985-07-12", "1985-07-12") is Level.EQUAL
    assert compare_days("1985-01-10", "1985-10-01") is Level.REPAIR


def test_pairs_meet_in_every_block():
    tongue = codes.tongue()
    people = {
        1: Profile(name="张桂兰", birth_date="1985-07-12", sex="2"),
        2: Profile(name="張桂蘭", birth_date="1960-01-01"),
        3: Profile(name="章桂兰", birth_date="1985-02-02"),
        4: Profile(name="李明", birth_date="1985-07-12", sex="2"),
        5: Profile(phones=frozenset({"12000000020"}), birth_date="1985-07-12", sex="1"),
        6: Profile(phones=frozenset({"12000000020"}), dwellings=frozenset({9})),
        7: Profile(documents={"111": NUMBER}, birth_date="1985-01-01", dwellings=frozenset({9})),
        8: Profile(tails=frozenset({"0026"}), birth_date="1985-07-12", sex="1"),
    }
    met = {(1, 2), (1, 3), (1, 4), (5, 6), (6, 7), (7, 8), (5, 8)}
    assert blocks.pairs(people, tongue) == met


def test_a_key_that_too_many_share_opens_no_block():
    people = {pk: Profile(dwellings=frozenset({1})) for pk in range(blocks.MOST_IN_BLOCK + 1)}
    assert blocks.pairs(people, codes.tongue()) == set()
