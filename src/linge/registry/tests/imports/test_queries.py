"""Templates, previews, jobs."""

import io
from datetime import timedelta

import openpyxl
import pytest

from linge.kernel import clock
from linge.registry import jobs
from linge.registry.actions import imports as actions
from linge.registry.models import ImportBatch, Resident
from linge.registry.queries.imports.batches import batch_rows, batches, earlier_batch
from linge.registry.queries.imports.preview import heads, preview
from linge.registry.queries.imports.templates import template_workbook
from linge.registry.rules.importing.states import Subject
from linge.territory.tests import actors
from linge.territory.tests.factories import RegionFactory

from . import messy


@pytest.fixture
def batch(community, officer, places):
    data = messy.write(places).data
    made = actions.receive_workbook(
        data, "人口.xlsx", by=officer, community=community, subject="residents"
    )
    choices = {column["index"]: column["field"] for column in made.columns}
    return actions.map_columns(made, by=officer, choices=choices)


@pytest.mark.parametrize("subject", Subject.values)
def test_our_own_template_is_read_without_a_question(community, officer, subject):
    data = template_workbook(subject)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[1] == "填写说明"
    assert book.worksheets[0].data_validations.dataValidation
    made = actions.receive_workbook(
        data, "模板.xlsx", by=officer, community=community, subject=subject
    )
    assert all(column["field"] for column in made.columns)


def test_the_example_row_of_the_template_is_no_data(community, officer):
    made = actions.receive_workbook(
        template_workbook("residents"), "模板.xlsx", by=officer, community=community,
        subject="residents",
    )  # fmt: skip
    choices = {column["index"]: column["field"] for column in made.columns}
    actions.map_columns(made, by=officer, choices=choices)
    actions.check_batch(made, by=officer)
    assert made.total == 0
    assert made.dropped[0]["kind"] == "example"


def test_the_preview_shows_red_cells_with_words_and_masks_numbers(batch, officer):
    jobs.check_batch(batch.pk)
    batch.refresh_from_db()
    lines = preview(batch, batch_rows(batch, "error"))
    shown = heads(batch)
    place = [head.field for head in shown].index("id_number")
    wrong = next(line for line in lines if line.number == 9)
    assert wrong.cells[place].look == "danger"
    assert (wrong.remarks[0].cell, wrong.remarks[0].look) == ("J9", "danger")
    assert "校验不符" in wrong.remarks[0].words
    assert wrong.cells[place].text == "99****************"
    assert shown[place].letter == "J"


def test_jobs_check_and_write_in_the_senders_name(batch, officer):
    jobs.check_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "checked"
    actions.confirm_batch(batch, by=officer)
    jobs.apply_batch(batch.pk)
    jobs.apply_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert Resident.objects.count() == batch.counts["new"] > 200


def test_files_are_destroyed_within_the_hour(batch, officer, at):
    jobs.check_batch(batch.pk)
    jobs.destroy_workbooks()
    batch.refresh_from_db()
    assert batch.workbook is not None
    actions.confirm_batch(batch, by=officer)
    jobs.apply_batch(batch.pk)
    ImportBatch.objects.update(applied_at=clock.now() - timedelta(minutes=50))
    jobs.destroy_workbooks()
    batch.refresh_from_db()
    assert batch.workbook is None


def test_a_file_that_broke_meanwhile_fails_with_a_sentence(batch, monkeypatch):
    ImportBatch.objects.update(workbook=None)
    jobs.check_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "销毁" in batch.fault


def test_the_same_file_is_recognised(community, officer):
    data = "姓名,性别,住址\n张桂兰,女,3-2-501\n".encode()
    one, other = (
        actions.receive_workbook(data, name, by=officer, community=community, subject="residents")
        for name in ("一.csv", "二.csv")
    )
    assert earlier_batch(community, one.sha256, "residents", before=one.pk) is None
    assert earlier_batch(community, other.sha256, "residents", before=other.pk) == one
    actions.discard_batch(one, by=officer)
    assert earlier_batch(community, other.sha256, "residents", before=other.pk) is None


def test_batches_of_another_community_do_not_exist(batch, community):
    elsewhere = RegionFactory(parent=community.parent)
    assert batches(actors.officer(elsewhere)).count() == 0
    assert batches(actors.officer(community)).count() == 1


def test_a_batch_given_up_leaves_nothing(batch, officer):
    jobs.check_batch(batch.pk)
    batch.refresh_from_db()
    actions.discard_batch(batch, by=officer)
    assert batch.rows.count() == 0
    assert batches(officer).count() == 0


def test_a_header_may_be_pointed_at_and_columns_reopened(community, officer):
    text = "说明,x\n称呼,身份,住处\n张桂兰,990101198507120026,3-2-501\n"
    made = actions.receive_workbook(
        text.encode(), "表.csv", by=officer, community=community, subject="residents"
    )
    assert made.header_row is None
    actions.point_at_header(made, by=officer, row=2)
    actions.map_columns(made, by=officer, choices={0: "name", 1: "id_number", 2: "address"})
    actions.check_batch(made, by=officer)
    assert made.counts["new"] == 1
    actions.reopen_mapping(made, by=officer)
    assert made.state == "parsed"
    assert made.rows.count() == 0
