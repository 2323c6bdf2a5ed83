"""Receiving, checking, writing and taking back, on the database."""

import io
from datetime import date
from itertools import count

import openpyxl
import pytest

from linge.kernel.refusals import Refused
from linge.registry.actions import imports as actions
from linge.registry.actions.imports import applying, people
from linge.registry.actions.people import edit_resident
from linge.registry.models import (
    ChangeEvent,
    Household,
    HouseholdMember,
    IdentityDocument,
    ImportBatch,
    Phone,
    Residency,
    Resident,
)
from linge.registry.queries.imports.batches import row_payload
from linge.registry.queries.imports.marked import marked_workbook

from . import messy
from .tables import register_rows

HEADER = ["姓名", "性别", "身份证号", "住址", "与户主关系", "联系电话", "文化程度"]
ZHANG = ["张桂兰", "女", "990101198507120026", "3-2-501", "户主", "12000000020", "初中"]
LI = ["李明", "男", "99010119850712019X", "3-2-501", "夫", "12000000021", "高中"]


def workbook(*rows, header=HEADER):
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def received(data, community, by, subject="residents", name="名单.xlsx"):
    batch = actions.receive_workbook(data, name, by=by, community=community, subject=subject)
    choices = {column["index"]: column["field"] for column in batch.columns}
    actions.map_columns(batch, by=by, choices=choices)
    return actions.check_batch(batch, by=by)


def written(data, community, by, **more):
    batch = received(data, community, by, **more)
    actions.confirm_batch(batch, by=by)
    return actions.apply_batch(batch, by=by)


def counts(batch):
    return {name: count for name, count in batch.counts.items() if count and name != "total"}


def test_a_family_comes_on_record(community, officer):
    batch = written(workbook(ZHANG, LI), community, officer)
    assert batch.state == "applied"
    assert counts(batch) == {"new": 2}
    household = Household.objects.get()
    assert household.members.count() == 2
    zhang = Resident.objects.get(name="张桂兰")
    assert zhang.birth_date.isoformat() == "1985-07-12"
    assert zhang.residencies.get().dwelling.key == "3-2-501"
    assert ChangeEvent.objects.filter(batch=batch.uuid, subject=zhang.uuid).exists()


def test_the_same_file_again_changes_nothing(community, officer):
    written(workbook(ZHANG, LI), community, officer)
    again = received(workbook(ZHANG, LI), community, officer)
    assert counts(again) == {"same": 2}
    with pytest.raises(Refused, match="registry.import_nothing"):
        actions.confirm_batch(again, by=officer)


def test_shuffled_rows_make_the_same_register(community, officer):
    first = written(workbook(ZHANG, LI), community, officer)
    one = [(m.person.name, m.relation) for m in HouseholdMember.objects.order_by("person__name")]
    actions.roll_back(first, by=officer)
    written(workbook(LI, ZHANG), community, officer)
    other = [(m.person.name, m.relation) for m in HouseholdMember.objects.order_by("person__name")]
    assert one == other
    assert Household.objects.count() == 1


def test_changes_are_written_and_taken_back_to_the_letter(community, officer):
    written(workbook(ZHANG, LI), community, officer)
    before = register_rows()
    zhang = [*ZHANG]
    zhang[3], zhang[5], zhang[6] = "5-1-301", "12000000099、12000000020", "高中"
    batch = received(workbook(zhang), community, officer)
    assert counts(batch) == {"updated": 1}
    payload = row_payload(batch.rows.get())
    assert payload.changes["education"] == ("70", "60")
    actions.confirm_batch(batch, by=officer)
    actions.apply_batch(batch, by=officer)
    assert (
        Residency.objects.filter(until=None, person__name="张桂兰").get().dwelling.key == "5-1-301"
    )
    assert received(workbook(zhang), community, officer).counts["same"] == 1
    actions.roll_back(batch, by=officer)
    assert register_rows() == before
    assert batch.kept == []


def test_what_was_edited_since_is_kept_and_listed(community, officer):
    batch = written(workbook(ZHANG, LI), community, officer)
    zhang = [*ZHANG]
    zhang[6] = "高中"
    second = written(workbook(zhang), community, officer)
    person = Resident.objects.get(name="张桂兰")
    edit_resident(person, by=officer, version=person.version, values={"education": "20"})
    actions.roll_back(second, by=officer)
    person.refresh_from_db()
    assert person.education == "20"
    assert "文化程度" in second.kept[0]["words"]
    actions.roll_back(batch, by=officer)
    assert Resident.objects.filter(name="张桂兰").exists()
    assert not Resident.objects.filter(name="李明").exists()
    assert batch.kept


def test_a_whole_workbook_is_taken_back_to_the_letter(community, officer, places):
    before = register_rows()
    batch = written(messy.write(places, corrected=True).data, community, officer)
    assert Resident.objects.count() == batch.total > 300
    actions.roll_back(batch, by=officer)
    assert register_rows() == before
    assert batch.kept == []


def test_an_older_sheet_yields_to_the_desk_but_not_to_its_own_import(community, officer):
    dated = workbook(ZHANG, ["填报日期：2026年1月5日"])
    written(dated, community, officer)
    mended = [*ZHANG]
    mended[6] = "高中"
    sheet = workbook(mended, ["填报日期：2026年1月5日"])
    assert received(sheet, community, officer).counts["updated"] == 1
    person = Resident.objects.get()
    edit_resident(person, by=officer, version=person.version, values={"education": "20"})
    late = received(sheet, community, officer)
    assert late.counts["same"] == 1
    assert [f.code for f in row_payload(late.rows.get()).findings] == ["older"]


def test_a_killed_job_goes_on_without_doubling(community, officer, places, monkeypatch):
    monkeypatch.setattr(applying, "CHUNK", 30)
    batch = received(messy.write(places, corrected=True).data, community, officer)
    actions.confirm_batch(batch, by=officer)
    calls = count()

    def dying(*arguments):
        if next(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    real = applying._apply_chunk
    monkeypatch.setattr(applying, "_apply_chunk", dying)
    with pytest.raises(KeyboardInterrupt):
        actions.apply_batch(batch, by=officer)
    done = Resident.objects.count()
    assert 0 < done < batch.total
    actions.apply_batch(ImportBatch.objects.get(pk=batch.pk), by=officer)
    assert Resident.objects.count() == batch.total


def test_one_batch_at_a_time_in_a_community(community, officer):
    one = received(workbook(ZHANG), community, officer)
    other = received(workbook(LI), community, officer)
    actions.confirm_batch(one, by=officer)
    actions.confirm_batch(other, by=officer)
    ImportBatch.objects.filter(pk=one.pk).update(state="applying")
    with pytest.raises(Refused, match="registry.import_busy"):
        actions.apply_batch(other, by=officer)


def test_all_or_nothing_waits_for_the_last_fault(community, officer):
    bad = [*LI]
    bad[2] = "990101198507120191"
    batch = received(workbook(ZHANG, bad), community, officer)
    with pytest.raises(Refused, match="registry.import_not_all_right"):
        actions.confirm_batch(batch, by=officer, mode="all")


def test_numbers_of_people_are_sealed_in_the_batch(community, officer):
    batch = received(workbook(ZHANG), community, officer)
    row = batch.rows.get()
    assert "990101" not in row.payload
    assert row_payload(row).values["id_number"] == "990101198507120026"


def test_an_unreadable_file_leaves_a_failed_batch(community, officer):
    with pytest.raises(Refused, match="files.broken"):
        received(b"nonsense", community, officer)
    assert ImportBatch.objects.get().state == "failed"


def test_a_mapping_is_remembered_for_the_same_headers(community, officer):
    header = ["称呼", "性别", "身份证号", "住址"]
    data = workbook(ZHANG[:4], header=header)
    batch = actions.receive_workbook(
        data, "一.xlsx", by=officer, community=community, subject="residents"
    )
    assert batch.columns[0]["field"] == ""
    actions.map_columns(
        batch, by=officer, choices={0: "name", 1: "sex", 2: "id_number", 3: "address"}
    )
    again = actions.receive_workbook(
        data, "二.xlsx", by=officer, community=community, subject="residents"
    )
    assert (again.columns[0]["field"], again.columns[0]["how"]) == ("name", "profile")


def test_a_field_cannot_be_given_twice_and_the_name_is_needed(community, officer):
    batch = actions.receive_workbook(
        workbook(ZHANG), "一.xlsx", by=officer, community=community, subject="residents"
    )
    with pytest.raises(Refused, match="registry.column_twice"):
        actions.map_columns(batch, by=officer, choices={0: "name", 1: "name", 3: "address"})
    with pytest.raises(Refused, match="registry.columns_missing"):
        actions.map_columns(batch, by=officer, choices={3: "address"})


def test_old_batches_are_for_the_leader_and_then_for_nobody(community, officer, leader, at):
    at("2026-06-01 09:00")
    batch = written(workbook(ZHANG), community, officer)
    at("2026-06-10 09:00")
    with pytest.raises(Refused, match="access.no_capability"):
        actions.roll_back(batch, by=officer)
    at("2026-07-15 09:00")
    with pytest.raises(Refused, match="registry.import_too_old"):
        actions.roll_back(batch, by=leader)
    at("2026-06-10 09:00")
    actions.roll_back(batch, by=leader)
    assert Resident.objects.count() == 0


def test_the_own_workbook_comes_back_with_words(community, officer):
    bad = [*LI]
    bad[5] = "1200000002"
    batch = received(workbook(ZHANG, bad), community, officer)
    page = openpyxl.load_workbook(io.BytesIO(marked_workbook(batch)))["Sheet"]
    assert page["H2"].value == "待导入：新增"
    assert page["F3"].comment.text.startswith("手机号“120…02”应为11位")
    assert page["I3"].value.startswith("F3 手机号")
    actions.confirm_batch(batch, by=officer)
    actions.apply_batch(batch, by=officer)
    fixed = openpyxl.load_workbook(io.BytesIO(marked_workbook(batch)))
    assert fixed["Sheet"]["H2"].value == "已导入：新增"
    fixed["Sheet"]["F3"] = "12000000021"
    out = io.BytesIO()
    fixed.save(out)
    again = received(out.getvalue(), community, officer)
    assert counts(again) == {"new": 1, "excluded": 1}


def test_two_families_in_one_home_are_two_households(community, officer):
    header = ["户编号", *HEADER]
    rows = [["1", *ZHANG], ["2", *LI[:4], "户主", *LI[5:]]]
    batch = written(workbook(*rows, header=header), community, officer)
    assert counts(batch) == {"new": 2}
    assert Household.objects.filter(shared=True).count() == 2
    assert received(workbook(*rows, header=header), community, officer).counts["same"] == 2


def test_a_member_who_comes_later_joins_the_household_of_the_same_number(community, officer):
    header = ["户编号", *HEADER]
    first = workbook(["1", *ZHANG], ["2", *LI[:4], "户主", *LI[5:]], header=header)
    written(first, community, officer)
    number = messy.number_of(date(2010, 3, 15), 1)
    child = ["李小明", "男", number, "3-2-501", "长子", None, None]
    later = workbook(["1", *ZHANG], ["2", *LI[:4], "户主", *LI[5:]], ["2", *child], header=header)
    batch = written(later, community, officer)
    assert counts(batch) == {"same": 2, "new": 1}
    own = HouseholdMember.objects.get(person__name="李小明").household
    assert own == HouseholdMember.objects.get(person__name="李明").household
    assert Household.objects.count() == 2


def test_a_household_the_register_refuses_does_not_stop_the_others(community, officer, monkeypatch):
    real = people.PeopleWriter.write

    def refusing(self, told):
        if any(row.values["name"] == "李明" for row in told):
            raise Refused("registry.clash", "x")
        return real(self, told)

    monkeypatch.setattr(people.PeopleWriter, "write", refusing)
    batch = written(workbook(ZHANG, [*LI[:3], "5-1-301", *LI[4:]]), community, officer)
    assert counts(batch) == {"new": 1, "parked": 1}
    assert Resident.objects.get().name == "张桂兰"


def test_an_old_number_is_kept_as_suspect_and_found_again(community, officer):
    old = ["张桂兰", "女", "990101850712002", "3-2-501", "户主", "12000000020", "初中"]
    written(workbook(old), community, officer)
    states = set(IdentityDocument.objects.values_list("state", flat=True))
    assert states == {"retired", "suspect"}
    assert received(workbook(old), community, officer).counts["same"] == 1


def test_hukou_facts_come_along(community, officer):
    header = [*HEADER, "户籍状态", "户籍地址", "离开户籍地日期"]
    row = [*ZHANG, "外地", "示范市示范路1号", "2025-01-02"]
    written(workbook(row, header=header), community, officer)
    hukou = Resident.objects.get().hukou_records.get()
    assert (hukou.state, hukou.left, hukou.left_street_on.isoformat()) == (
        "elsewhere", "yes", "2025-01-02",
    )  # fmt: skip
    assert received(workbook(row, header=header), community, officer).counts["same"] == 1


def test_a_row_the_register_outran_waits_for_a_new_check(community, officer):
    late = received(workbook(ZHANG), community, officer)
    written(workbook(ZHANG), community, officer)
    actions.confirm_batch(late, by=officer)
    actions.apply_batch(late, by=officer)
    assert late.counts["parked"] == 1
    assert Resident.objects.count() == 1
    assert Phone.objects.count() == 1


DOORS = ["小区", "楼栋", "单元", "房号", "楼层", "建筑面积", "房屋用途", "公安门牌"]


def test_homes_are_made_changed_and_taken_back(community, officer):
    rows = [
        ["锦绣花园", "3", "2", "501", 5, "88.8", "出租", "示范路10号501"],
        ["锦绣花园", "3", "2", "1801", 18, 120, "自住", None],
        ["锦绣花园", "9", "1", "101", 1, 90, None, None],
    ]
    before = register_rows("territory")
    data = workbook(*rows, header=DOORS)
    batch = written(data, community, officer, subject="dwellings")
    assert counts(batch) == {"new": 1, "updated": 1, "error": 1}
    assert received(data, community, officer, subject="dwellings").counts["same"] == 2
    actions.roll_back(batch, by=officer)
    assert register_rows("territory") == before
