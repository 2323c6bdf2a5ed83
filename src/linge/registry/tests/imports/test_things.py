"""Sheets about households, organisations, shops, hukou books and leases: new, changed, the same,
and taken back."""

import csv
import io
from datetime import date

import pytest

from linge.registry.actions import imports
from linge.registry.models import (
    Household,
    HouseholdMember,
    HukouRecord,
    ImportBatch,
    OrganisationContact,
    ShopOperation,
    Tenancy,
)
from linge.registry.queries.imports.batches import batch_rows, row_payload
from linge.territory.models import Organisation, Shop

from .tables import register_rows

GUILAN, LIMING = "990101198507120026", "99010119850712019X"
USCC, OTHER_USCC = "91990101MA0000015C", "92990101MA00000159"
PEOPLE = [
    {"姓名": "张桂兰", "身份证号": GUILAN, "住址": "锦绣花园3-1-501", "与户主关系": "户主"},
    {"姓名": "李明", "身份证号": LIMING, "住址": "锦绣花园5-1-301", "与户主关系": "户主"},
]


def sheet(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def check(subject, rows, community, officer):
    batch = imports.receive_workbook(
        sheet(rows), "表.csv", by=officer, community=community, subject=subject
    )
    choices = {c["index"]: c["field"] for c in batch.columns}
    imports.map_columns(batch, by=officer, choices=choices)
    return imports.check_batch(batch, by=officer)


def load(subject, rows, community, officer):
    batch = check(subject, rows, community, officer)
    imports.confirm_batch(batch, by=officer, start=False)
    return imports.apply_batch(batch, by=officer)


def outcomes(batch):
    return {name: count for name, count in batch.counts.items() if count and name != "total"}


def codes(batch):
    return [f.code for row in batch_rows(batch) for f in row_payload(row).findings]


@pytest.fixture
def people(community, officer):
    return load("residents", PEOPLE, community, officer)


KINDS = {
    "organisations": (
        {"单位名称": "桂兰小吃有限公司", "统一社会信用代码": USCC, "单位类别": "企业",
         "行业代码": "6210", "地址": "示范路8号", "法定代表人": "张桂兰", "联系电话": "12000000020"},
        {"地址": "示范路9号"},
    ),
    "shops": (
        {"小区": "锦绣花园", "楼栋": "3", "门面号": "8", "招牌名称": "桂兰小吃", "经营类别": "餐饮",
         "经营者": "张桂兰", "经营者身份证号": GUILAN, "营业执照号": "L1", "从业人数": "3人",
         "经营开始日期": "2024-03-01"},
        {"从业人数": "5"},
    ),
    "books": (
        {"户口簿号": "B000123", "姓名": "张桂兰", "与户主关系": "户主", "身份证号": GUILAN,
         "户籍地址": "示范路8号", "登记日期": "2015-06-01"},
        {"户籍地址": "示范路10号"},
    ),
    "tenancies": (
        {"房屋地址": "锦绣花园5-1-301", "出租人": "张桂兰", "出租人身份证号": GUILAN,
         "承租人": "李明", "承租人身份证号": LIMING, "租期开始": "2026-03-01",
         "租期结束": "2027-02-28", "备案号": "F1"},
        {"租期结束": "2027-08-31"},
    ),
    "households": (
        {"住址": "锦绣花园3-1-501", "户主姓名": "张桂兰", "户主身份证号": GUILAN, "户别": "家庭户",
         "是否合租": "否", "入住日期": ""},
        {"户别": "集体户"},
    ),
}  # fmt: skip


@pytest.mark.proves("X4", "D2")
@pytest.mark.parametrize("subject", ["organisations", "shops", "books", "tenancies"])
def test_a_new_row_comes_on_record_and_is_taken_back(subject, people, community, officer):
    row, _change = KINDS[subject]
    before = register_rows(), register_rows("territory")
    batch = load(subject, [row], community, officer)
    assert outcomes(batch) == {"new": 1}, codes(batch)
    assert (register_rows(), register_rows("territory")) != before
    imports.roll_back(batch, by=officer)
    assert batch.kept == []
    assert (register_rows(), register_rows("territory")) == before


@pytest.mark.proves("X4", "D2")
@pytest.mark.parametrize("subject", ["organisations", "shops", "books", "tenancies"])
def test_the_same_row_again_changes_nothing_and_a_changed_one_updates(
    subject, people, community, officer
):
    row, change = KINDS[subject]
    load(subject, [row], community, officer)
    assert outcomes(check(subject, [row], community, officer)) == {"same": 1}
    before = register_rows(), register_rows("territory")
    batch = load(subject, [{**row, **change}], community, officer)
    assert outcomes(batch) == {"updated": 1}
    assert outcomes(check(subject, [{**row, **change}], community, officer)) == {"same": 1}
    imports.roll_back(batch, by=officer)
    assert (register_rows(), register_rows("territory")) == before


def test_the_household_a_residents_sheet_formed_is_known_and_its_kind_changed(
    people, community, officer
):
    row, change = KINDS["households"]
    assert outcomes(check("households", [row], community, officer)) == {"same": 1}
    batch = load("households", [{**row, **change}], community, officer)
    assert outcomes(batch) == {"updated": 1}
    assert Household.objects.get(dwelling__room="501").living_kind == "2"


def test_a_household_is_formed_for_someone_who_lives_alone(community, officer):
    alone = {"姓名": "张桂兰", "身份证号": GUILAN, "住址": "锦绣花园3-1-501"}
    load("residents", [alone], community, officer)
    row, _change = KINDS["households"]
    assert outcomes(load("households", [row], community, officer)) == {"new": 1}
    assert HouseholdMember.objects.get().relation == "02"
    assert HouseholdMember.objects.get().person.name == "张桂兰"


def test_a_head_is_found_by_name_among_those_who_live_there(people, community, officer):
    row = {"住址": "锦绣花园3-1-501", "户主姓名": "张桂兰", "户别": "家庭户"}
    assert outcomes(check("households", [row], community, officer)) == {"same": 1}
    stranger = check("households", [{**row, "户主姓名": "王芳"}], community, officer)
    assert codes(stranger) == ["person_unknown"]


def test_what_was_written_is_what_was_told(people, community, officer):
    for subject in ("organisations", "shops", "books", "tenancies"):
        load(subject, [KINDS[subject][0]], community, officer)
    assert Organisation.objects.get().address == "示范路8号"
    assert OrganisationContact.objects.get().name == "张桂兰"
    assert Shop.objects.get().trade == "餐饮"
    assert ShopOperation.objects.get().staff_count == 3
    assert HukouRecord.objects.get().state == "here"
    lease = Tenancy.objects.get()
    assert (lease.since, lease.until) == (date(2026, 3, 1), date(2027, 3, 1))
    assert (lease.landlord.name, lease.tenant.name) == ("张桂兰", "李明")
    assert ImportBatch.objects.filter(state="applied").count() == 5


def test_a_new_operator_takes_over_the_same_shop(people, community, officer):
    row, _change = KINDS["shops"]
    load("shops", [row], community, officer)
    other = {**row, "经营者": "李明", "经营者身份证号": LIMING, "经营开始日期": "2026-05-01"}
    assert outcomes(load("shops", [other], community, officer)) == {"updated": 1}
    assert Shop.objects.count() == 1
    assert [o.operator.name for o in ShopOperation.objects.order_by("since")] == ["张桂兰", "李明"]


@pytest.mark.parametrize(
    ("subject", "change", "code"),
    [
        ("organisations", {"统一社会信用代码": "91990101MA0000015D"}, "uscc_checksum"),
        ("organisations", {"统一社会信用代码": "91990101MA00000I5C"}, "uscc_characters"),
        ("organisations", {"统一社会信用代码": "9199"}, "uscc_length"),
        ("organisations", {"统一社会信用代码": "91990101MA0000016F"}, "uscc_doubt"),
        ("organisations", {"单位名称": ""}, "required"),
        ("organisations", {"单位类别": "大厂"}, "code_unknown"),
        ("shops", {"楼栋": "77"}, "building_unknown"),
        ("shops", {"经营者身份证号": "990101199003070031"}, "person_unknown"),
        ("shops", {"从业人数": "三十"}, "number_unknown"),
        ("books", {"与户主关系": ""}, "required"),
        ("books", {"身份证号": "990101198507120027"}, "id_checksum"),
        ("tenancies", {"承租人身份证号": GUILAN}, "same_party"),
        ("tenancies", {"租期结束": "2026-01-01"}, "ends_before"),
        ("tenancies", {"租期开始": ""}, "required"),
        ("tenancies", {"承租人": "王芳"}, "party_name"),
        ("tenancies", {"房屋地址": "锦绣花园9-9-909"}, "address_unknown"),
    ],
)
def test_what_is_wrong_is_named(subject, change, code, people, community, officer):
    row = {**KINDS[subject][0], **change}
    assert code in codes(check(subject, [row], community, officer))


def test_rows_that_meet_the_register_badly_are_told(people, community, officer):
    book, lease = KINDS["books"][0], KINDS["tenancies"][0]
    load("books", [book], community, officer)
    load("tenancies", [lease], community, officer)
    moved = check("books", [{**book, "户口簿号": "B9"}], community, officer)
    assert codes(moved) == ["other_book"]
    again = {**lease, "租期开始": "2026-06-01"}
    assert codes(check("tenancies", [again], community, officer)) == ["lease_overlap"]
    room = {**again, "分间出租": "是"}
    assert codes(check("tenancies", [room], community, officer)) == []


def test_two_organisations_of_one_name_are_asked(community, officer):
    row = KINDS["organisations"][0]
    other = {**row, "统一社会信用代码": OTHER_USCC}
    assert outcomes(load("organisations", [row, other], community, officer)) == {"new": 2}
    nameless = {**row, "统一社会信用代码": ""}
    batch = check("organisations", [nameless], community, officer)
    assert outcomes(batch) == {"parked": 1}
    assert codes(batch) == ["several_meant"]


def test_two_heads_in_one_book_are_wrong(people, community, officer):
    row = KINDS["books"][0]
    other = {**row, "姓名": "李明", "身份证号": LIMING}
    assert codes(check("books", [row, other], community, officer)) == ["two_heads"] * 2


def test_one_thing_twice_in_a_sheet_is_wrong(people, community, officer):
    for subject in ("organisations", "shops", "books", "tenancies"):
        row = KINDS[subject][0]
        assert "same_in_file" in codes(check(subject, [row, row], community, officer)), subject
