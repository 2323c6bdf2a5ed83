"""周敏 notices she took last year's sheet, and takes the import back: everything is as before."""

import pytest

from linge.registry.models import Resident
from linge.registry.tests.imports import messy
from linge.registry.tests.imports.desk import Desk
from linge.registry.tests.imports.tables import register_rows
from linge.registry.tests.imports.town import PLACES, make_community
from linge.territory.tests import actors


@pytest.mark.proves("X4")
def test_an_import_taken_back_leaves_every_table_as_it_was(
    as_actor, django_capture_on_commit_callbacks
):
    desk = Desk(as_actor(actors.officer(make_community())))
    with django_capture_on_commit_callbacks(execute=True):
        desk.check(messy.write(PLACES[:40], corrected=True).data)
        desk.do("confirm", mode="all")
    before = register_rows()

    with django_capture_on_commit_callbacks(execute=True):
        desk.check(messy.write(PLACES, corrected=True).data)
        desk.do("confirm", mode="right")
    assert Resident.objects.count() > len(before["registry.resident"])
    assert "撤销本次导入" in desk.read()

    desk.do("roll_back")
    assert register_rows() == before
    assert desk.batch.kept == []
    assert "已撤销本次导入，系统恢复到导入之前" in desk.read()
