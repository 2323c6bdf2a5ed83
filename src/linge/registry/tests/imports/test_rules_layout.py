"""Where the table is: titles, two-row headers, merged blocks, footers."""

from datetime import date

import pytest

from linge.files.sheets import Merge, Sheet
from linge.registry import columns
from linge.registry.rules.importing.codebook import Codebook, Word
from linge.registry.rules.importing.fields import header_key
from linge.registry.rules.importing.layout import Reading, find_layout
from linge.registry.rules.importing.states import Subject

TODAY = date(2026, 11, 23)
FIELDS = columns.fields("residents")


def sheet(*rows, merges=()):
    numbered = {n: tuple(row) for n, row in enumerate(rows, 1) if any(v is not None for v in row)}
    return Sheet("表", numbered, tuple(merges), width=max(len(row) for row in rows))


def laid(*rows, merges=(), **options):
    return find_layout(sheet(*rows, merges=merges), FIELDS, today=TODAY, **options)


PLAIN = ("姓名", "性别", "身份证号码", "住址")


def test_a_header_below_titles():
    layout = laid(("幸福里社区居民表",), (None,), PLAIN, ("张桂兰", "女", None, "3-2-501"))
    assert layout.header_row == 3
    assert layout.fields == {"name": 0, "sex": 1, "id_number": 2, "address": 3}


def test_two_rows_of_a_header_join():
    rows = (
        ("序号", "户主信息", None, "住址", None, None, "姓名", "电话"),
        (None, "姓名", "电话", "楼栋", "单元", "房号", None, None),
        (1, "甲", "1", 3, 2, 501, "乙", "2"),
    )
    merges = (
        Merge(1, 1, 1, 2),
        Merge(1, 3, 1, 5),
        Merge(1, 6, 2, 6),
        Merge(1, 7, 2, 7),
    )
    layout = laid(*rows, merges=merges)
    assert (layout.first_row, layout.header_row) == (1, 2)
    fields = layout.fields
    assert (fields["head_name"], fields["name"]) == (1, 6)
    assert [fields[part] for part in ("building", "unit", "room")] == [3, 4, 5]
    assert layout.columns[3].header == "住址/楼栋"


def test_the_same_without_merges_as_a_csv_has_it():
    rows = (
        ("姓名", "性别", "住址", None, None, "电话"),
        (None, None, "楼栋", "单元", "房号", None),
        ("乙", "男", "3", "2", "501", "1"),
    )
    layout = laid(*rows)
    assert layout.header_row == 2
    assert {"name", "sex", "building", "unit", "room", "phone"} <= layout.fields.keys()


def test_no_header_is_no_guess():
    assert laid(("甲", "乙"), ("丙", "丁")) is None
    assert laid(("甲", "乙"), ("姓名", "乙"), header_row=2).fields == {"name": 0}


def test_two_columns_for_one_field_are_shown():
    layout = laid((*PLAIN, "姓名"), ("a",))
    assert layout.columns[4].how == "double"
    assert layout.chosen({0: "", 4: "name"}).fields["name"] == 4


def test_a_column_is_known_by_its_values():
    rows = [
        (None, "姓名", "性别", "电话"),
        ("990101198507120026", "甲", "女", "12000000020"),
        ("99010119850712019X", "乙", "男", "12000000021"),
        ("990101200002290038", "丙", "男", "12000000022"),
    ]
    layout = laid(*rows)
    assert layout.columns[0].field == "id_number"
    assert layout.columns[0].how == "content"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("合计", None, None, 12), "footer"),
        (("制表人：周敏",), "footer"),
        (("填报日期：2026年11月1日",), "footer"),
        (("注：红色为必填。",), "note"),
        (("示例", "女", "990101198507120026"), "example"),
        (PLAIN, "header"),
        (("(1)", "(2)", "(3)", "(4)"), "numbering"),
    ],
)
def test_rows_that_are_no_data_are_dropped_and_listed(row, kind):
    rows = sheet(PLAIN, row, ("小计", "女", None, "3-2-501"))
    reading = Reading(rows, find_layout(rows, FIELDS, today=TODAY))
    assert [entry.row for entry in reading] == [3]
    assert [(d.row, d.kind) for d in reading.dropped] == [(2, kind)]


def test_the_day_of_the_sheet_is_read_from_its_foot():
    rows = sheet(PLAIN, ("甲", "女", None, "3-2-501"), ("填报日期：2026年11月1日",))
    reading = Reading(rows, find_layout(rows, FIELDS, today=TODAY))
    assert [entry.row for entry in reading] == [2]
    assert reading.told_on(TODAY) == date(2026, 11, 1)


def test_merged_blocks_are_filled_down_with_their_origin():
    rows = sheet(
        ("户编号", "姓名", "性别", "住址"),
        ("1", "甲", "女", "3-2-501"),
        (None, "乙", "男", None),
        ("2", "丙", "男", None),
        merges=(Merge(2, 0, 3, 0), Merge(2, 3, 3, 3)),
    )
    reading = Reading(rows, find_layout(rows, FIELDS, today=TODAY))
    second, third = list(reading)[1:]
    assert second.values["address"] == "3-2-501"
    assert second.origins == {"household_no": 2, "address": 2}
    assert "address" not in third.values


def test_headers_compare_without_decoration():
    assert header_key("＊身份证号（必填）：") == header_key("身份证号")
    assert FIELDS.named("与户主 关系*") == "relation"
    assert FIELDS.named("没听说过") == ""


def test_every_alias_means_one_field():
    for subject in Subject.values:
        seen = {}
        for field in columns.fields(subject):
            for header in (field.label, *field.aliases):
                assert seen.setdefault(header, field.name) == field.name, header


def test_words_with_two_meanings_are_asked():
    relation = columns.codebooks()["relation"]
    assert relation.find("媳妇") == ("12", "38")
    assert relation.find("户长") == relation.find("户主") == ("02",)
    assert relation.find("妻子") == ("12",)
    assert relation.find("2") == ("02",)
    assert relation.find("邻居") == ()


def test_code_words_work_both_ways():
    education = columns.codebooks()["education"]
    assert education.find("大学本科") == education.find("20") == ("20",)
    assert education.label("20") == "本科"
    assert columns.codebooks()["ethnicity"].find("汉") == ("01",)


def test_a_codebook_tells_what_may_be_written():
    book = Codebook([Word(str(n), f"词{n}") for n in range(10)])
    assert book.options(3) == "词0、词1、词2…"


def test_members_below_their_head_inherit_the_home_where_nothing_is_merged():
    rows = sheet(
        ("姓名", "与户主关系", "性别", "住址"),
        ("甲", "户主", "女", "3-2-501"),
        ("乙", "夫", "男", None),
        ("丙", "户主", "男", None),
    )
    reading = Reading(rows, find_layout(rows, FIELDS, today=TODAY))
    second, third = list(reading)[1:]
    assert second.inherited == ("address",)
    assert second.origins == {"address": 2}
    assert "address" not in third.values
