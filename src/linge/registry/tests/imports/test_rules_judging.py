"""Every fault of a messy workbook is named by its cell; what is right passes without a word."""

from datetime import date

import pytest

from linge.files.sheets import open_book
from linge.registry import codes, columns
from linge.registry.rules.importing import households, layout
from linge.registry.rules.importing.findings import MESSAGES, Severity
from linge.registry.rules.importing.homes import HomesJudge, door_keys
from linge.registry.rules.importing.judging import World
from linge.registry.rules.importing.layout import Entry
from linge.registry.rules.importing.matching import (
    Held,
    Matcher,
    Register,
    likeness,
)
from linge.registry.rules.importing.people import PeopleJudge
from linge.registry.rules.importing.places import Home, Homes

from . import messy

TODAY = date(2026, 11, 23)
FIELDS = columns.fields("residents")
PLACES = [
    messy.Place("锦绣花园", building, str(unit), f"{floor}{door:02}")
    for building in ("3", "5")
    for unit in (1, 2)
    for floor in range(1, 16)
    for door in (1, 2)
]


@pytest.fixture
def homes():
    known = Homes(elsewhere=frozenset({"桂子苑"}))
    for pk, place in enumerate(PLACES, 1):
        known.add(Home(pk, *place), ["锦绣"])
    return known


def world(**options):
    return World(TODAY, codes.areas(), columns.codebooks(), demo=True, **options)


def read(data, homes):
    book = open_book(data, "人口.xlsx")
    sheet = book.read("人口")
    found = layout.find_layout(sheet, FIELDS, today=TODAY)
    reading = layout.Reading(sheet, found)
    judge = PeopleJudge(FIELDS, found.fields, world(), homes=homes)
    rows = [judge.judge(entry) for entry in reading]
    judge_together(rows, found.fields)
    matcher = Matcher(Register({}, {}, {}, {}), found.fields, codes.match_scale())
    return rows, {row.row: matcher.decide(row) for row in rows}, reading


def judge_together(rows, found):
    families = households.Families(found)
    repeats = households.Repeats(found, households.person_keys)
    for row in rows:
        repeats.see(row)
        families.see(row)
    families.settle(headed=frozenset(), today=TODAY)
    for row in rows:
        families.tell(row)


def said(rows, *severities):
    return {
        (f.cell, f.code)
        for row in rows
        for f in row.findings
        if f.severity in severities or not severities
    }


def test_every_planted_fault_is_named_by_its_cell(homes):
    sheet = messy.write(PLACES)
    rows, decisions, reading = read(sheet.data, homes)
    assert len(rows) >= 300
    assert len({code for _, code in sheet.truth}) >= 30
    assert set(sheet.truth) - said(rows) == set()
    wrong = {row: decisions[row].outcome for row, outcome in sheet.outcomes.items()
             if decisions[row].outcome != outcome}  # fmt: skip
    assert wrong == {}
    assert {d.kind for d in reading.dropped} == {"title", "numbering", "footer"}
    assert reading.told_on(TODAY) == date(2026, 11, 20)


def test_nothing_is_called_wrong_that_was_not_planted(homes):
    sheet = messy.write(PLACES)
    rows, _, _ = read(sheet.data, homes)
    planted = set(sheet.truth)
    assert said(rows, Severity.ERROR) <= planted


def test_the_corrected_workbook_is_all_new(homes):
    rows, decisions, _ = read(messy.write(PLACES, corrected=True).data, homes)
    assert said(rows, Severity.ERROR, Severity.WARNING) == set()
    assert {decision.outcome for decision in decisions.values()} == {"new"}


def judged(homes, **values):
    judge = PeopleJudge(FIELDS, {field.name: 0 for field in FIELDS}, world(), homes=homes)
    return judge.judge(Entry(5, values))


@pytest.mark.parametrize(
    "written",
    [
        "3-2-501",
        "3号楼二单元501室",
        "三幢2单元501",
        "３栋２门５０１",
        "锦绣花园3#2-501",
        "锦绣3-2-501",
    ],
)
def test_one_home_in_many_spellings(homes, written):
    found = judged(homes, name="张桂兰", address=written).values
    assert (found["building"], found["unit"], found["room"]) == ("3", "2", "501")
    assert found["dwelling"] == PLACES.index(messy.Place("锦绣花园", "3", "2", "501")) + 1


def test_a_home_with_several_units_is_asked_and_the_units_offered(homes):
    row = judged(homes, name="张桂兰", address="3-501")
    finding = next(f for f in row.findings if f.code == "address_units")
    assert finding.severity is Severity.WARNING
    assert "1单元" in finding.message
    assert "2单元" in finding.message


def test_an_unknown_home_offers_near_ones(homes):
    row = judged(homes, name="张桂兰", address="3-2-509")
    near = row.findings[0].facts["near"]
    assert "3号楼2单元501室" in near


def test_the_id_number_fills_birth_and_sex(homes):
    found = judged(homes, name="张桂兰", id_number="990101198507120026").values
    assert (found["birth_date"], found["sex"]) == ("1985-07-12", "2")


def test_phones_of_one_cell_are_each_checked(homes):
    row = judged(homes, name="张桂兰", phone="12000000020、027-87654321；1390000")
    assert row.values["phones"] == ["12000000020", "027-87654321"]
    assert [f.code for f in row.findings] == ["phone_length"]


def test_demo_numbers_are_refused_where_demo_is_off(homes):
    real = World(TODAY, codes.areas(), columns.codebooks(), demo=False)
    judge = PeopleJudge(FIELDS, {}, real, homes=homes)
    values = {
        "name": "张桂兰",
        "id_number": "990101198507120026",
        "phone": "12000000020",
    }
    assert {f.code for f in judge.judge(Entry(5, values)).findings} == {
        "id_demo",
        "phone_demo",
    }


def test_a_passport_is_checked_by_its_own_shape(homes):
    row = judged(homes, name="JOHN SMITH", id_kind="护照", id_number="E12345678")
    assert row.values["id_kind"] == "414"
    assert row.findings == []


def test_messages_are_sentences_with_all_their_facts():
    for code, (_severity, message) in MESSAGES.items():
        assert str(message).endswith(("。", "：%(near)s。")) or "%(" in str(message), code


HELD = Held(
    pk=9,
    version=1,
    values={"name": "张桂兰", "sex": "2", "birth_date": "1985-07-12", "dwelling": 1,
            "relation": "02", "education": "70"},
    documents={"111": "990101198507120026"},
    phones=("12000000020",),
    dwellings=frozenset({1}),
    confirmed_on="2026-10-01",
)  # fmt: skip
REGISTER = Register(
    {("111", "990101198507120026"): HELD},
    {(1, "张桂兰", "1985-07-12"): HELD},
    {"张桂兰": [HELD]},
    {"1985-07-12": [HELD]},
    heads={1: 9},
)


def decide(homes, told_on="", **values):
    row = judged(homes, **values)
    return Matcher(REGISTER, {"name": 0, "id_number": 1}, codes.match_scale(), told_on).decide(
        row
    ), row


def codes_of(row):
    return [f.code for f in row.findings]


def test_the_same_facts_change_nothing(homes):
    decision, _ = decide(homes, name="张桂兰", id_number="990101198507120026", phone="12000000020")
    assert decision.outcome == "same"


def test_a_blank_leaves_and_a_clear_clears(homes):
    decision, _ = decide(homes, name="张桂兰", id_number="990101198507120026", education="[清空]")
    assert decision.changes == {"education": ("70", "")}


def test_a_protected_field_is_said_and_left(homes):
    values = {
        "name": "张桂兰",
        "id_number": "990101198507120026",
        "birth_date": "1985-07-13",
    }
    decision, row = decide(homes, **values)
    assert decision.outcome == "same"
    assert "protected" in codes_of(row)


def test_a_newer_value_of_ours_is_kept(homes):
    values = {"name": "张桂兰", "id_number": "990101198507120026", "education": "高中"}
    decision, row = decide(homes, told_on="2026-09-30", **values)
    assert decision.outcome == "same"
    assert "older" in codes_of(row)
    assert decide(homes, told_on="2026-10-02", **values)[0].outcome == "updated"


def test_without_a_number_home_name_and_birth_are_the_key(homes):
    place = PLACES[0]
    decision, _ = decide(
        homes, name="张桂兰", birth_date="1985-07-12",
        address=f"{place.building}-{place.unit}-{place.room}",
    )  # fmt: skip
    assert decision.person is HELD


def test_same_name_and_birth_date_is_parked(homes):
    decision, row = decide(homes, name="张桂兰", birth_date="1985-07-12", address="5-2-501")
    assert decision.outcome == "parked"
    assert "maybe_known" in codes_of(row)


def test_another_number_of_the_kind_speaks_against_one_person():
    told = {"name": "张桂兰", "birth_date": "1985-07-12"}
    assert likeness(told, HELD, codes.match_scale(), 1).points == 70
    other = {**told, "id_kind": "111", "id_number": "990101198507120130"}
    assert likeness(other, HELD, codes.match_scale(), 1).tier == "none"


def test_another_name_under_the_same_number_is_parked(homes):
    decision, row = decide(homes, name="李明", id_number="990101198507120026")
    assert decision.outcome == "parked"
    assert "name_differs" in codes_of(row)


def test_a_second_head_beside_the_one_on_record_is_refused(homes):
    place = PLACES[0]
    decision, row = decide(
        homes, name="李明", relation="户主", birth_date="1980-01-01",
        address=f"{place.building}-{place.unit}-{place.room}",
    )  # fmt: skip
    assert decision.outcome == "error"
    assert "head_on_record" in codes_of(row)


def home_row(homes, row=5, **values):
    fields = columns.fields("dwellings")
    judge = HomesJudge(fields, {field.name: 0 for field in fields}, world(), homes=homes)
    return judge.judge(Entry(row, values))


def test_a_row_about_a_home(homes):
    row = home_row(homes, address="3-2-501", area_m2="89.5㎡", use="出租")
    assert row.values["area_m2"] == "89.50"
    assert row.values["use"] == "let"
    assert row.findings == []


def test_a_new_door_in_a_known_building(homes):
    row = home_row(homes, estate="锦绣", building=3, unit=2, room=1801, floor=18)
    assert row.values["new_door"]
    assert row.values["estate"] == "锦绣花园"
    basement = home_row(homes, address="3-2-B103", floor="地下1层")
    assert basement.values["floor"] == -1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"estate": "锦绣花园", "building": "88", "room": "101"}, "building_unknown"),
        ({"estate": "桂子苑", "building": "1", "room": "101"}, "out_of_scope"),
        ({"address": "3-2-501", "use": "空置"}, "vacant_evidence"),
        ({"address": "3-2-501", "area_m2": "很大"}, "number_unknown"),
        ({"address": "3-2-501", "area_m2": -4}, "number_range"),
        ({"address": "3-2-501", "floor": "300"}, "number_range"),
        ({"area_m2": 90}, "address_missing"),
    ],
)
def test_what_is_wrong_with_a_row_about_a_home(homes, values, code):
    assert codes_of(home_row(homes, **values))[0] == code


def test_one_door_twice_is_wrong(homes):
    rows = [
        home_row(homes, 5, address="3-2-501"),
        home_row(homes, 6, address="3号楼2单元501室"),
    ]
    repeats = households.Repeats({"room": 3}, door_keys)
    for row in rows:
        repeats.see(row)
    assert codes_of(rows[1]) == ["same_in_file"]
