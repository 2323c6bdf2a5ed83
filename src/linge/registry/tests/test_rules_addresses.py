"""Every way to write an address that the specification names, and the habits of clerks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry.rules import addresses
from linge.registry.rules.addresses import Address


@pytest.mark.parametrize(
    "raw",
    ["3-2-501", "3号楼二单元501室", "三幢2单元501", "３栋２门５０１", "3#2-501", "3#楼2单元501",
     "3号楼2单元5层501室", "3 号楼 2 单元 501", "3号楼2单元5层1室", "03-02-0501", "3—2—501"],
)  # fmt: skip
def test_one_home_has_one_short_form(raw):
    assert addresses.parse(raw) == Address("", "3", "2", "501", 5)
    assert addresses.parse(raw).key == "3-2-501"


@pytest.mark.parametrize(
    ("raw", "estate", "key"),
    [
        ("锦绣花园3#2-501", "锦绣花园", "3-2-501"),
        ("锦绣3-2-501", "锦绣", "3-2-501"),
        ("锦绣花园二期3号楼2单元501", "锦绣花园二期", "3-2-501"),
        ("3栋501", "", "3--501"),
        ("3-501", "", "3--501"),
        ("3--501", "", "3--501"),
        ("十二号楼", "", "12"),
        ("12号楼", "", "12"),
        ("二十一号楼一单元", "", "21"),
        ("A座1203", "", "A--1203"),
        ("3A栋2单元1203B", "", "3A-2-1203B"),
        ("桂子巷12号附3", "桂子巷", "12附3"),
        ("桂子巷12号", "桂子巷", "12"),
    ],
)
def test_parts_that_were_not_written_stay_empty(raw, estate, key):
    address = addresses.parse(raw)
    assert (address.estate, address.key) == (estate, key)


@pytest.mark.parametrize(
    ("raw", "floor"),
    [("B1-03", -1), ("3-2-B103", -1), ("3-2-501", 5), ("3-2-1203", 12), ("3-2-8", None)],
)
def test_the_floor_is_read_from_the_room(raw, floor):
    assert addresses.parse(raw).floor == floor


@pytest.mark.parametrize("raw", ["", "张桂兰", "zgl", "锦绣花园", "--", "三"])
def test_what_is_no_address_is_none(raw):
    assert addresses.parse(raw) is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_not_but_never_raises(raw):
    addresses.parse(raw)


@given(st.integers(1, 199), st.integers(1, 9), st.integers(1, 33), st.integers(1, 8))
def test_a_short_form_reads_back(building, unit, floor, home):
    key = f"{building}-{unit}-{floor}{home:02}"
    assert addresses.parse(key).key == key
    assert addresses.parse(key).floor == floor
