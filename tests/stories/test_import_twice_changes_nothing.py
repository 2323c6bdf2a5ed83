"""周敏 imports the corrected sheet, and the same sheet again: nothing is doubled, nothing changes."""

import pytest

from linge.registry.models import Resident
from linge.registry.tests.imports import messy
from linge.registry.tests.imports.desk import Desk
from linge.registry.tests.imports.tables import register_rows
from linge.registry.tests.imports.town import PLACES, make_community
from linge.territory.tests import actors


@pytest.mark.proves("X4")
def test_the_same_sheet_twice_is_one_import(as_actor, django_capture_on_commit_callbacks):
    desk = Desk(as_actor(actors.officer(make_community())))
    right = messy.write(PLACES, corrected=True).data
    desk.check(right)
    with django_capture_on_commit_callbacks(execute=True):
        desk.do("confirm", mode="all")
    assert Resident.objects.count() == desk.batch.total

    before = register_rows()
    desk.upload(right, "又一次.xlsx")
    assert "同一个文件在" in desk.read()
    desk.map()
    assert desk.batch.counts["same"] == desk.batch.total
    answer = desk.do("confirm", mode="all")
    assert answer.status_code == 422
    assert "系统里的数据与表格一致" in answer.content.decode()
    assert register_rows() == before
