"""Long work in chunks: paused, given up, killed, and a roll-back that is a batch itself."""

import pytest

from linge.kernel.refusals import Refused
from linge.registry import jobs
from linge.registry.actions import imports
from linge.registry.actions.imports import applying, checking, reversing
from linge.registry.models import ImportBatch, ImportRow
from linge.registry.queries.imports.batches import roll_back_of
from linge.registry.rules.importing.states import BatchState

from . import messy
from .tables import register_rows
from .test_actions import received, written


@pytest.mark.proves("X4")
def test_a_roll_back_is_a_batch_and_can_be_rolled_back(community, officer, places):
    empty = register_rows()
    batch = written(messy.write(places, corrected=True).data, community, officer)
    full = register_rows()
    imports.roll_back(batch, by=officer)
    assert register_rows() == empty
    undoing = roll_back_of(batch)
    assert (undoing.state, undoing.undoes) == (BatchState.APPLIED, batch)
    imports.roll_back(undoing, by=officer)
    assert undoing.kept == []
    assert register_rows() == full
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    imports.roll_back(batch, by=officer)
    assert register_rows() == empty


def test_a_roll_back_that_was_killed_goes_on(community, officer, places, monkeypatch):
    empty = register_rows()
    batch = written(messy.write(places, corrected=True).data, community, officer)
    monkeypatch.setattr(reversing, "CHUNK", 40)
    real, calls = reversing.remove, []

    def killed(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit
        return real(*arguments)

    monkeypatch.setattr(reversing, "remove", killed)
    with pytest.raises(SystemExit):
        imports.roll_back(batch, by=officer)
    batch.refresh_from_db()
    assert batch.state == BatchState.ROLLING_BACK
    assert register_rows() != empty
    jobs.roll_back(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.kept) == (BatchState.ROLLED_BACK, [])
    assert register_rows() == empty


@pytest.mark.proves("X4")
def test_a_paused_batch_is_whole_and_goes_on_or_is_taken_back(
    community, officer, places, monkeypatch, django_capture_on_commit_callbacks
):
    empty = register_rows()
    monkeypatch.setattr(applying, "CHUNK", 40)
    workbook = messy.write(places, corrected=True).data
    batch = received(workbook, community, officer)
    imports.confirm_batch(batch, by=officer, start=False)
    real, calls = applying._apply_chunk, []

    def stopped_after_two(*arguments):
        calls.append(1)
        if len(calls) == 3:
            imports.stop_batch(ImportBatch.objects.get(pk=batch.pk), by=officer)
        return real(*arguments)

    monkeypatch.setattr(applying, "_apply_chunk", stopped_after_two)
    imports.apply_batch(batch, by=officer)
    assert batch.state == BatchState.STOPPED
    assert 0 < batch.done < batch.total
    assert batch.rows.exclude(applied_at=None).count() == batch.done
    with django_capture_on_commit_callbacks(execute=True):
        imports.resume_batch(batch, by=officer)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    imports.roll_back(batch, by=officer)
    assert register_rows() == empty


def test_a_batch_given_up_while_it_is_checked_leaves_nothing(
    community, officer, places, monkeypatch
):
    monkeypatch.setattr(checking, "CHUNK", 40)
    data = messy.write(places, corrected=True).data
    batch = imports.receive_workbook(
        data, "人口.xlsx", by=officer, community=community, subject="residents"
    )
    choices = {c["index"]: c["field"] for c in batch.columns}
    imports.map_columns(batch, by=officer, choices=choices)
    real, calls = checking._keep_part, []

    def given_up(*arguments):
        calls.append(1)
        if len(calls) == 3:
            imports.discard_batch(ImportBatch.objects.get(pk=batch.pk), by=officer)
        return real(*arguments)

    monkeypatch.setattr(checking, "_keep_part", given_up)
    with pytest.raises(Refused, match="registry.import_moved_on"):
        imports.check_batch(batch, by=officer)
    assert ImportRow.objects.count() == 0
