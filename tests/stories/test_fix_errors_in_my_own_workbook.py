"""周敏 downloads her own sheet, red where it is wrong, mends it in Excel and sends only that back."""

import io

import openpyxl
import pytest

from linge.registry.models import Resident
from linge.registry.tests.imports import messy
from linge.registry.tests.imports.desk import Desk
from linge.registry.tests.imports.town import PLACES, make_community
from linge.territory.tests import actors

MENDED = (messy.NAME, messy.RELATION, messy.SEX, messy.ID, messy.BIRTH, messy.PHONE, messy.SINCE,
          messy.ETHNICITY, messy.EDUCATION, messy.MARITAL, messy.ROLE, messy.HUKOU,
          messy.HUKOU_AT, messy.ESTATE, messy.BUILDING, messy.UNIT, messy.ROOM)  # fmt: skip


def mend(marked, right):
    """Copy the right values into the marked sheet, as somebody with the originals would."""
    book = openpyxl.load_workbook(io.BytesIO(marked))
    page, model = book["人口"], openpyxl.load_workbook(io.BytesIO(right))["人口"]
    for row in range(messy.FIRST_ROW, messy.FIRST_ROW + 3 * len(messy.FAULTS)):
        for column in MENDED:
            cell = page.cell(row, column + 1)
            if type(cell).__name__ != "MergedCell":
                cell.value = model.cell(row, column + 1).value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.proves("D2")
def test_only_the_mended_rows_of_the_own_workbook_are_taken(
    as_actor, django_capture_on_commit_callbacks
):
    desk = Desk(as_actor(actors.officer(make_community())))
    with django_capture_on_commit_callbacks(execute=True):
        desk.check(messy.write(PLACES).data)
        desk.do("confirm", mode="right")
    written = Resident.objects.count()
    only = openpyxl.load_workbook(io.BytesIO(desk.workbook(only="faulty").content)).worksheets[0]
    repair = list(only.iter_rows(min_row=5, values_only=True))
    assert len(repair) == desk.batch.counts["error"] + desk.batch.counts["parked"]

    marked = desk.workbook().content
    page = openpyxl.load_workbook(io.BytesIO(marked))["人口"]
    assert [page.cell(4, column).value for column in (21, 22)] == ["处理结果", "错误原因"]
    assert page["U9"].value == "错误"
    assert page["V9"].value.startswith("J9 身份证号第18位校验不符")
    assert page["J9"].fill.fgColor.rgb.endswith("FFC7CE")

    right = messy.write(PLACES, corrected=True).data
    with django_capture_on_commit_callbacks(execute=True):
        desk.check(mend(marked, right), name="改好.xlsx")
        counts = dict(desk.batch.counts)
        desk.do("confirm", mode="right")
    assert counts["excluded"] >= written
    assert Resident.objects.count() == written + counts["new"]
    assert counts["new"] > 30
