import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.territory.rules import addresses, codes
from linge.territory.rules.kinds import Level


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3", "3"), ("3号楼", "3"), ("三幢", "3"), ("３栋", "3"), ("十二号楼", "12"), ("012", "12"),
        ("二十", "20"), ("一百零五号", "105"), ("二〇三", "203"), ("3#", "3"), ("a座", "A"),
        ("12 号楼", "12"), ("2单元", "2"), ("2门", "2"), ("12号附3", "12号附3"), ("B1", "B1"),
    ],
)  # fmt: skip
def test_a_number_compares_as_one_however_it_is_written(written, key):
    assert addresses.number_key(written) == key


@given(st.integers(1, 999))
def test_a_plain_number_is_its_own_key(number):
    assert addresses.number_key(str(number)) == str(number)
    assert addresses.number_key(f"{number:04d}号楼") == str(number)


def test_a_short_key_keeps_the_place_of_a_missing_unit():
    assert addresses.short_key("三号楼", "二单元", "501") == "3-2-501"
    assert addresses.short_key("3", "", "501") == "3--501"


def test_a_dwelling_is_written_as_people_write_it():
    building = addresses.building_text("锦绣花园", "3")
    assert addresses.dwelling_text(building, "2", "501") == "锦绣花园3号楼2单元501室"
    assert addresses.dwelling_text("文庙巷12号", "", "1") == "文庙巷12号1室"
    assert addresses.building_text("锦绣花园", "综合楼") == "锦绣花园综合楼"


def test_rooms_carry_their_floor():
    assert [addresses.room_number(*at) for at in ((5, 1), (12, 3), (-1, 3))] == [
        "501",
        "1203",
        "B103",
    ]


def test_written_addresses_compare_without_width_case_and_marks():
    assert addresses.text_key(" 锦绣花园，３＃2-501 ") == addresses.text_key("锦绣花园3#2-501")


@pytest.mark.parametrize(
    ("code", "level"),
    [("99", Level.PROVINCE), ("990101001001", Level.COMMUNITY), ("99010", None), ("", None)],
)
def test_a_codes_length_says_its_level(code, level):
    assert codes.level_of(code) == level


def test_a_code_starts_with_its_parents():
    assert codes.code_fits("990101", Level.DISTRICT, "9901")
    assert not codes.code_fits("990201", Level.DISTRICT, "9901")
    assert not codes.code_fits("9901O1", Level.DISTRICT, "9901")


def test_holders_have_a_code_of_their_own_level():
    assert codes.holder_code("110101") == "110101999"
    assert codes.holder_code("1101") == "110199"
