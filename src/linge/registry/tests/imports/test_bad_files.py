"""Every bad file and bad cell of the specification's list, as real files through the whole door."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from linge.kernel.refusals import Refused
from linge.registry.actions import imports
from linge.registry.models import ImportBatch, ImportRow
from linge.registry.queries.imports.batches import batch_rows, row_payload
from linge.registry.rules.importing.states import BatchState

HEADER = ("姓名", "性别", "身份证号", "住址", "出生日期", "入住日期")
GUILAN = ("张桂兰", "女", "990101198507120026", "3-2-501", "1985-07-12", "2020-05-01")
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml):
    """A real workbook whose only sheet is the given XML."""
    out = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(xlsx(["a"]))) as old, zipfile.ZipFile(out, "w", packed) as new:
        for part in old.namelist():
            new.writestr(part, xml if part.endswith("sheet1.xml") else old.read(part))
    return out.getvalue()


def inline(row, values):
    cells = "".join(
        f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in enumerate(values)
    )
    return f'<row r="{row}">{cells}</row>'


def bomb():
    """Thirty million blanks that pack into thirty thousand bytes."""
    return with_sheet(f"{HEAD}{' ' * 30_000_000}</sheetData></worksheet>")


BAD = {
    "empty workbook": (xlsx(), "空.xlsx"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "加密.xlsx"),
    "truncated zip": (xlsx(HEADER, GUILAN)[:3000], "断.xlsx"),
    "zip bomb": (bomb(), "炸弹.xlsx"),
    "xls named xlsx": (OLE + b"\0" * 2000, "旧.xlsx"),
    "0-byte csv": (b"", "空.csv"),
    "wrong encoding": ("姓名\n".encode("big5") + b"\x81\x00\xff,c\n", "乱码.csv"),
    "a value in column 16,384": (
        with_sheet(f'{HEAD}<row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'),
        "宽.xlsx",
    ),
}


@pytest.mark.proves("X4")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_chinese_sentence_and_a_failed_batch(name, community, officer):
    data, filename = BAD[name]
    with pytest.raises(Refused) as refusal:
        imports.receive_workbook(
            data, filename, by=officer, community=community, subject="residents"
        )
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.FAILED
    assert batch.fault == refusal.value.message
    assert re.search("[一-龥]", batch.fault)
    assert batch.fault.count("。") == 1
    assert batch.workbook is None
    assert ImportRow.objects.count() == 0


def received(data, community, officer, name="名单.xlsx"):
    return imports.receive_workbook(
        data, name, by=officer, community=community, subject="residents"
    )


def checked(data, community, officer, name="名单.xlsx"):
    batch = received(data, community, officer, name)
    choices = {c["index"]: c["field"] for c in batch.columns}
    imports.map_columns(batch, by=officer, choices=choices)
    return imports.check_batch(batch, by=officer)


def test_no_header_row_is_asked(community, officer):
    batch = received(xlsx(GUILAN, GUILAN), community, officer)
    assert (batch.state, batch.header_row) == (BatchState.PARSED, None)


def test_two_columns_for_one_field_are_shown_and_one_must_be_chosen(community, officer):
    batch = received(xlsx((*HEADER, "名字"), (*GUILAN, "桂兰")), community, officer)
    assert batch.columns[6]["how"] == "double"
    choices = {c["index"]: c["field"] for c in batch.columns} | {6: "name"}
    with pytest.raises(Refused, match="registry.column_twice"):
        imports.map_columns(batch, by=officer, choices=choices)


def test_an_unknown_column_is_kept_as_not_recognised(community, officer):
    batch = received(xlsx((*HEADER, "血型"), (*GUILAN, "O")), community, officer)
    assert batch.columns[6] == {"index": 6, "header": "血型", "field": "", "how": ""}


def test_16384_blank_columns_and_1048576_blank_rows_are_ignored(community, officer):
    rows = inline(1, HEADER) + inline(2, GUILAN)
    blank = "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(3, 1_048_577, 37))
    batch = checked(with_sheet(f"{HEAD}{rows}{blank}</sheetData></worksheet>"), community, officer)
    assert (batch.total, len(batch.columns)) == (1, 6)


def cells(*values):
    """A workbook with one row whose cells are written as they are told: value and number format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER)
    for column, (value, shown_as) in enumerate(values):
        style = book.add_format({"num_format": shown_as}) if shown_as else None
        if isinstance(value, str) and value.startswith("="):
            page.write_formula(1, column, value, style, "#REF!")
        else:
            page.write(1, column, value, style)
    book.close()
    return out.getvalue()


def row(**changed):
    """张桂兰's row with some cells changed."""
    return [changed.get(f"c{column}", (value, "")) for column, value in enumerate(GUILAN)]


@pytest.mark.proves("X4")
@pytest.mark.parametrize(
    ("cell", "shown", "at"),
    [
        (("=#REF!", ""), "#REF!", "D2"),
        ((60, "yyyy-mm-dd"), "1900-02-29", "E2"),
        ((-5, "yyyy-mm-dd"), "#####", "E2"),
        ((1, "hh:mm"), "24:00", "F2"),
    ],
    ids=["ref", "29 February 1900", "negative serial", "24:00"],
)
def test_a_cell_that_shows_an_error_is_told_by_its_address(cell, shown, at, community, officer):
    column = "ABCDEF".index(at[0])
    batch = checked(cells(*row(**{f"c{column}": cell})), community, officer)
    (one,) = batch_rows(batch)
    found = next(f for f in row_payload(one).findings if f.code == "cell_error")
    assert (found.cell, found.facts["raw"]) == (at, shown)
    assert one.outcome == "error"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("张" * 51, ["too_long"]),
        ("张😀", ["name_characters"]),
        ("<script>", ["name_characters"]),
        ("桂\u202e兰", []),
        ("桂\u200b兰", []),
        ("桂", ["name_single"]),
    ],
)
def test_names_of_the_list(name, codes, community, officer):
    batch = checked(xlsx(HEADER, (name, *GUILAN[1:])), community, officer)
    (one,) = batch_rows(batch)
    told = row_payload(one)
    assert [f.code for f in told.findings if f.about == "name"] == codes
    assert ("name" in told.values) == ("too_long" not in codes), "what is too long is not read"
    assert told.values.get("name", "").isprintable()
