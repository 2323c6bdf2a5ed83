"""Does the start set say what the regulation says, and is every fault of a sheet named?"""

import csv
from pathlib import Path

import pytest

from linge.cases.rules import catalogue

SHEET = Path(catalogue.__file__).parent.parent / "data" / "categories.csv"
SHIPPED = """0101 1wd S|0102 1wd S|0103 4wh 2|0104 1wd S|0105 4wh S|0201 2wd|0202 4wh 2|0203 5wd
0204 4wh 1|0205 3wd|0206 2uh|0301 2wh 1|0302 2wh S|0303 1uh 0.5|0304 1wd 1|0305 2wd|0401 15wd
0402 1wd|0403 4wh|0404 5wd 4|0501 10wd N|0502 10wd N|0503 10wd N|0504 10wd N|0505 10wd N
0601 4wh|0602 4wh|0603 4wh|0604 3wd|0701 1uh N|0702 0.25uh N|0703 1wd N|0801 0.25uh N|0802 0.25uh
0901 1wd|0902 5wd"""
UNITS = {"work_day": "wd", "work_hour": "wh", "urgent_hour": "uh"}


def rows():
    with SHEET.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def in_short(row):
    signs = [row["urgent_limit_amount"]] if row["urgent_limit_amount"] else []
    signs += ["S"] if row["self_handle"] == "1" else []
    signs += ["N"] if row["public"] == "0" else []
    limit = f"{row['limit_amount']}{UNITS[row['limit_unit']]}"
    return " ".join([row["small_code"], limit, *signs])


def test_the_start_set_has_the_limits_of_the_regulation():
    expected = [one.strip() for one in SHIPPED.replace("\n", "|").split("|")]
    assert [in_short(row) for row in rows()] == expected


def test_the_start_set_is_marked_as_utf_8_for_excel_and_has_no_fault():
    assert SHEET.read_bytes().startswith(b"\xef\xbb\xbf")
    assert catalogue.check_rows(rows()) == []


def test_disputes_and_advice_are_verified_at_the_desk():
    desk = {row["small_code"][:2] for row in rows() if row["verify_mode"] == "desk"}
    assert desk == {"05", "09"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("large_code", "1"),
        ("small_code", "101"),
        ("small_code", "0201"),
        ("standard_no", "一"),
        ("limit_amount", "0"),
        ("limit_amount", "-1"),
        ("limit_amount", "0.3"),
        ("limit_amount", "5天左右"),
        ("limit_unit", "个月"),
        ("urgent_limit_amount", "0.1"),
        ("criterion", " "),
        ("close_condition", ""),
        ("kind", "thing"),
        ("verify_mode", "phone"),
        ("public", "也许"),
        ("valid_from", "2026/1/1"),
        ("valid_to", "明年"),
    ],
)
def test_a_fault_is_named_by_its_cell(column, value):
    row = {**rows()[0], column: value}
    faults = catalogue.check_rows([row])
    assert {fault.row for fault in faults} == {2}
    assert column in {fault.column for fault in faults}


def test_one_code_has_one_name_and_one_standard_of_a_number():
    first = rows()[0]
    faults = catalogue.check_rows([first, {**first, "small_name": "别的名字"}])
    assert [(fault.row, fault.column) for fault in faults] == [
        (3, "standard_no"),
        (3, "small_name"),
    ]
