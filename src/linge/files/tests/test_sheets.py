"""Reading files that other people made: values kept apart, bad files answered in one sentence."""

import io
import time as clock
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from linge.files.sheets import CellError, Mark, Marked, Merge, marked_copy, open_book, plain_text
from linge.files.sheets.cells import address, column_letters, column_number, from_serial
from linge.kernel.refusals import Refused

from . import old_excel


def workbook(*rows, name="表", merges=(), formats=(), epoch=None, hide=()):
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    if epoch:
        book.epoch = epoch
    for row in rows:
        page.append(row)
    for place in merges:
        page.merge_cells(place)
    for place, code in formats:
        page[place].number_format = code
    for row in hide:
        page.row_dimensions[row].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def first_sheet(data, filename="t.xlsx", **options):
    book = open_book(data, filename)
    return book.read(next(iter(book.sheets)), **options)


def refusal(data, filename):
    with pytest.raises(Refused) as caught:
        first_sheet(data, filename)
    return caught.value.code


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_values_keep_their_kind():
    row = ["文字", 12, 1.5, True, date(1985, 3, 12), "007", 990101198507120026, 12000000001]
    values = first_sheet(workbook(row)).rows[1]
    assert values[:6] == ("文字", 12, 1.5, True, date(1985, 3, 12), "007")
    assert isinstance(values[6], float)
    assert values[7] == 12000000001


def test_addresses_survive_blank_rows_and_columns():
    sheet = first_sheet(workbook([], [None, None, "甲"], [], [None, "乙"]))
    assert sheet.rows == {2: (None, None, "甲"), 4: (None, "乙")}
    assert sheet.cell(2, 2) == "甲"
    assert sheet.cell(3, 9) is None


def test_merges_and_hidden_rows_are_told():
    sheet = first_sheet(workbook(["户", "名"], ["1", "a"], [None, "b"], merges=["A2:A3"], hide=[3]))
    assert sheet.merges == (Merge(2, 0, 3, 0),)
    assert sheet.hidden == {3}


def test_errors_stay_errors_and_formulas_give_their_stored_value():
    book = openpyxl.Workbook()
    book.active.append(["#REF!", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert first_sheet(out.getvalue()).rows[1] == (CellError("#REF!"),)


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (31118, False, date(1985, 3, 12)),
        (29656, True, date(1985, 3, 12)),
        (31118.5, False, datetime(1985, 3, 12, 12)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (60, False, CellError("1900-02-29")),
        (-5, False, CellError("#####")),
        (3_000_000, False, CellError("#####")),
    ],
)
def test_spreadsheet_days(serial, date1904, day):
    assert from_serial(serial, date1904=date1904) == day


def test_dates_of_a_1904_book_and_times_of_day():
    data = workbook(
        [29656, 0.5, 1],
        epoch=CALENDAR_MAC_1904,
        formats=[("A1", 'yyyy"年"m"月"d"日"'), ("B1", "hh:mm"), ("C1", "[hh]:mm")],
    )
    sheet = first_sheet(data)
    assert sheet.date1904
    assert sheet.rows[1] == (date(1985, 3, 12), time(12), CellError("24:00"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_text_in_every_encoding(encoding):
    text = "姓名,电话\r\n张𬎆,12000000001\r\n"
    sheet = first_sheet(text.encode(encoding), "名单.csv")
    assert sheet.rows == {1: ("姓名", "电话"), 2: ("张𬎆", "12000000001")}


def test_separators_quotes_and_wrapped_numbers():
    sheet = first_sheet('sep=;\n姓名;电话\n"a;b";="0012"\n\n"两\n行";x\n'.encode(), "t.csv")
    assert sheet.rows == {1: ("姓名", "电话"), 2: ("a;b", "0012"), 4: ("两\n行", "x")}
    assert first_sheet("姓名\t电话\na\tb\n".encode(), "t.csv").rows[2] == ("a", "b")


def test_html_named_xls_is_read_with_its_spans():
    page = "<table><tr><td rowspan=2>户</td><th>名</th></tr><tr><td>b&amp;c</td></tr></table>"
    sheet = first_sheet(page.encode("gb18030"), "t.xls")
    assert sheet.rows == {1: ("户", "名"), 2: (None, "b&c")}
    assert sheet.merges == (Merge(1, 0, 2, 0),)


def bomb():
    return zipped(xl__workbook_xml="<workbook/>", big=b"0" * 30_000_000)


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "空.csv", "files.empty"),
        (b"", "空.xlsx", "files.empty"),
        (b"x" * (50 * 2**20 + 1), "大.csv", "files.too_big"),
        (workbook(["a"])[:900], "断.xlsx", "files.broken"),
        (b"not a zip at all", "t.xlsx", "files.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "t.xlsx", "files.wrong_name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "t.xls", "files.broken"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "t.xlsx",
            "files.locked",
        ),
        (workbook(["a"]), "t.xls", "files.wrong_name"),
        (zipped(word__document_xml="<w/>"), "t.xlsx", "files.not_a_workbook"),
        (bomb(), "t.xlsx", "files.bomb"),
        (b"\xff\xfe\xd0\xcf\x81", "t.csv", "files.encoding"),
        (b"a,b\n\x81\x00\xff,c\n", "t.csv", "files.encoding"),
        (b"<svg/>", "t.svg", "files.kind"),
        (b"a,b\n" + b",".join([b"x"] * 201), "t.csv", "files.too_many_columns"),
    ],
)
def test_a_bad_file_is_answered_in_one_sentence(data, filename, code):
    assert refusal(data, filename) == code


def test_an_entity_bomb_is_refused():
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    data = workbook(["a"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, doctype if part.endswith("sheet1.xml") else old.read(part))
    assert refusal(out.getvalue(), "t.xlsx") == "files.doctype"


def test_a_value_in_the_last_column_is_refused_and_a_blank_tail_is_not():
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    blank = "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(2, 200_000))
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'

    def with_rows(rows):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.namelist():
                sheet = f"{head}{rows}</sheetData></worksheet>"
                new.writestr(part, sheet if part.endswith("sheet1.xml") else old.read(part))
        return out.getvalue()

    assert first_sheet(with_rows(first + blank)).rows == {1: ("x",)}
    far = first + '<row r="2"><c r="XFD2"><v>1</v></c></row>'
    assert refusal(with_rows(far), "t.xlsx") == "files.too_many_columns"


def test_a_large_sheet_is_read_in_seconds():
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("大")
    for number in range(2_000):
        page.append([f"名{number}", number, date(2020, 1, 1)] * 10)
    out = io.BytesIO()
    book.save(out)
    began = clock.perf_counter()
    assert len(first_sheet(out.getvalue()).rows) == 2_000
    assert clock.perf_counter() - began < 3


def test_only_the_first_rows_when_asked():
    data = workbook(*([str(n)] for n in range(100)))
    assert list(first_sheet(data, rows=5).rows) == [1, 2, 3, 4, 5]


def test_marks_come_back_in_the_senders_own_workbook():
    data = workbook(["姓名", "电话"], ["甲", "1"], name="名单")
    sheet = first_sheet(data)
    marked = Marked(
        header_row=1,
        results={2: ("错误", "=手机号少一位")},
        marks=[Mark(2, 1, "手机号应为11位。")],
        summary=[("错误", "1")],
    )
    page = openpyxl.load_workbook(io.BytesIO(marked_copy(data, "xlsx", sheet, marked)))["名单"]
    assert [cell.value for cell in page[1]] == ["姓名", "电话", "处理结果", "错误原因"]
    assert page["D2"].value == "=手机号少一位"
    assert page["D2"].data_type == "s"
    assert page["B2"].fill.fgColor.rgb.endswith("FFC7CE")
    assert page["B2"].comment.text == "手机号应为11位。"


def test_marking_twice_keeps_one_pair_of_columns():
    data = workbook(["姓名", "电话"], ["甲", "1"], name="名单")
    marked = Marked(1, {2: ("错误", "x")}, [Mark(2, 1, "n")], [("错误", "1")])
    once = marked_copy(data, "xlsx", first_sheet(data), marked)
    twice = marked_copy(once, "xlsx", first_sheet(once), Marked(1, {2: ("新增", "")}))
    book = openpyxl.load_workbook(io.BytesIO(twice))
    assert [cell.value for cell in book["名单"][2]] == ["甲", "1", "新增", None]
    assert book["名单"]["B2"].comment is None
    assert book.sheetnames == ["名单", "汇总"]


def test_a_csv_comes_back_as_xlsx_and_only_bad_rows_when_asked():
    data = "姓名,电话\n甲,1\n乙,=2\n".encode()
    sheet = first_sheet(data, "t.csv")
    marked = Marked(1, {2: ("新增", ""), 3: ("错误", "y")}, [Mark(3, 1, "n")])
    page = openpyxl.load_workbook(io.BytesIO(marked_copy(data, "csv", sheet, marked))).worksheets[0]
    assert page["B3"].value == "=2"
    assert page["B3"].data_type == "s"
    bad = Marked(1, marked.results, marked.marks, only_rows=frozenset({3}))
    page = openpyxl.load_workbook(io.BytesIO(marked_copy(data, "csv", sheet, bad))).worksheets[0]
    assert [cell.value for cell in page[2]] == ["乙", "=2", "错误", "y"]
    assert page.max_row == 2


def test_text_that_a_spreadsheet_would_run_is_quoted():
    assert [plain_text(t) for t in ("=1", "＋1", "张", "\tx")] == ["'=1", "'＋1", "张", "'\tx"]


def test_column_letters():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_number(t) for t in ("A", "Z", "AA", "AAA")] == [0, 25, 26, 702]
    assert address(5, 3) == "D5"


def test_an_old_workbook_is_read_with_its_merges():
    data = old_excel.workbook(
        ["户编号", "姓名", "号码"], ["1", "张桂兰", 12.5], [None, "李明", 990101198507120026.0],
        merges=[(1, 2, 0, 0)],
    )  # fmt: skip
    sheet = first_sheet(data, "名单.xls")
    assert sheet.name == "名单"
    assert sheet.rows[2] == ("1", "张桂兰", 12.5)
    assert isinstance(sheet.cell(3, 2), float)
    assert sheet.merges == (Merge(2, 0, 3, 0),)


def test_an_old_workbook_named_as_a_new_one_is_refused():
    assert refusal(old_excel.workbook(["a"]), "名单.xlsx") == "files.wrong_name"


WHOLE = [workbook(["甲", 1], ["乙", 2]), old_excel.workbook(["甲"])]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_never_more_than_a_refusal(data):
    whole = data.draw(st.sampled_from(WHOLE))
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 20))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    name = "t.xls" if whole[:1] == b"\xd0" else "t.xlsx"
    try:
        first_sheet(bytes(damaged), name)
    except Refused as refused:
        assert refused.message.endswith("。")
