import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace

import openpyxl
import pytest

from linge.ui.sheets import csv_file, excel_file, safe
from linge.ui.tables import Column, Table


class Names(Table):
    columns = (Column("name", "姓名"), Column("count", "次数"), Column("day", "日期"))


ROWS = [
    SimpleNamespace(name="王芳", count=3, day=date(2026, 3, 4)),
    SimpleNamespace(name="=HYPERLINK(1)", count=None, day=None),
]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "＠x"])
def test_what_a_spreadsheet_would_run_stays_text(text):
    assert safe(text) == f"'{text}"


def test_numbers_are_left_alone():
    assert safe(-1) == -1


def test_a_csv_opens_in_excel_with_its_chinese():
    content = csv_file(Names(), ROWS, "名单").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows == [
        ["姓名", "次数", "日期"],
        ["王芳", "3", "2026-03-04"],
        ["'=HYPERLINK(1)", "", ""],
    ]


def test_a_workbook_has_real_days_a_frozen_header_and_a_filter():
    response = excel_file(Names(), ROWS, "名单")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet.title == "名单"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet["C2"].value.date() == date(2026, 3, 4)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["A3"].value == "'=HYPERLINK(1)"


def test_the_file_is_named_in_chinese_and_kept_nowhere():
    response = csv_file(Names(), [], "居民名单")
    assert (
        "filename*=UTF-8''%E5%B1%85%E6%B0%91%E5%90%8D%E5%8D%95.csv"
        in response["Content-Disposition"]
    )
    assert response["Cache-Control"] == "no-store"
