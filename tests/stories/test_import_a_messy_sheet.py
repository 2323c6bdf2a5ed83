"""周敏 imports the sheet as the community sent it: every fault is named by its cell, in Chinese."""

import io

import openpyxl
import pytest

from linge.registry.models import Resident
from linge.registry.queries.imports.batches import batch_rows, row_payload
from linge.registry.rules.importing.findings import Severity
from linge.registry.tests.imports import messy
from linge.registry.tests.imports.desk import Desk
from linge.registry.tests.imports.town import PLACES, make_community
from linge.territory.tests import actors


@pytest.mark.proves("D2")
def test_every_fault_of_a_messy_sheet_is_named_by_its_cell(
    as_actor, django_capture_on_commit_callbacks
):
    desk = Desk(as_actor(actors.officer(make_community())))
    sheet = messy.write(PLACES)
    batch = desk.check(sheet.data)
    assert batch.total >= 300
    assert len({code for _cell, code in sheet.truth}) >= 30

    rows = [row_payload(row) for row in batch_rows(batch)]
    said = {(f.cell, f.code) for row in rows for f in row.findings}
    assert set(sheet.truth) <= said
    errors = {(f.cell, f.code) for r in rows for f in r.findings if f.severity is Severity.ERROR}
    assert errors <= set(sheet.truth)
    assert all(
        any("一" <= sign <= "鿿" for sign in f.message) for row in rows for f in row.findings
    )
    assert sheet.outcomes.items() <= {row.number: row.outcome for row in rows}.items()
    assert Resident.objects.count() == 0, "nothing is written before the preview is confirmed"

    page = openpyxl.load_workbook(io.BytesIO(desk.workbook().content))["人口"]
    for cell, code in sheet.truth:
        if code not in ("repaired",):
            assert page[cell].comment is not None, (cell, code)

    with django_capture_on_commit_callbacks(execute=True):
        desk.do("confirm", mode="right")
    assert "写入完成" in desk.read()
    assert Resident.objects.count() == batch.counts["new"]
