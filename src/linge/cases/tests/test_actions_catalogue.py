"""Loading the catalogue and the workflow: dated, repeatable, all or nothing."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from linge.cases import queries, rules
from linge.cases.actions.catalogue import (
    SHIPPED,
    Loaded,
    load_categories,
    publish_workflow,
    ship_catalogue,
)
from linge.cases.models import CaseWorkflow, Category, Standard
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .factories import CaseFactory, kind_of

CLOCK = Actor.clock("case")


def edited(tmp_path, **changes):
    """The shipped sheet with the first line changed."""
    with SHIPPED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= changes
    sheet = tmp_path / "categories.csv"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return sheet


@pytest.mark.django_db
def test_the_start_set_loads_once_and_then_changes_nothing():
    assert ship_catalogue(by=CLOCK) == Loaded(opened=9 + 36 + 36, closed=0)
    assert ship_catalogue(by=CLOCK) == Loaded(opened=0, closed=0)
    assert (queries.larges().count(), queries.smalls().count()) == (9, 36)
    assert CaseWorkflow.objects.count() == 1


def test_a_changed_limit_opens_a_new_standard_and_an_open_case_keeps_the_old(town, tmp_path):
    case = CaseFactory(town=town, state="accepted", code="0101")
    sheet = edited(tmp_path, limit_amount="0.5", valid_from="2026-07-01")
    assert load_categories(sheet, by=CLOCK) == Loaded(opened=1, closed=1)
    case.refresh_from_db()
    assert case.standard.until == date(2026, 7, 1)
    litter, _old = kind_of("0101")
    newest = Standard.objects.get(category=litter, until__isnull=True)
    assert (newest.limit_amount, newest.since) == (Decimal("0.5"), date(2026, 7, 1))


@pytest.mark.django_db
def test_one_fault_refuses_the_whole_sheet_and_names_its_cell(tmp_path):
    with pytest.raises(Refused) as caught:
        load_categories(edited(tmp_path, limit_amount="5天左右"), by=CLOCK)
    assert caught.value.code == "cases.catalogue_faults"
    assert caught.value.message.startswith("limit_amount2 ")
    assert not Category.objects.exists()


@pytest.mark.django_db
def test_a_published_version_is_never_rewritten():
    publish_workflow(rules.shipped(), by=CLOCK)
    numbers = {**rules.shipped()["numbers"], "reopen_days": 10}
    with pytest.raises(Refused, match=r"cases\.workflow_published"):
        publish_workflow({**rules.shipped(), "numbers": numbers}, by=CLOCK)
    with pytest.raises(Refused, match=r"cases\.workflow_problems: accept"):
        moves = {k: v for k, v in rules.shipped()["moves"].items() if k != "accept"}
        publish_workflow({**rules.shipped(), "number": 2, "moves": moves}, by=CLOCK)


def test_a_case_keeps_the_version_it_was_reported_under(town):
    old = CaseFactory(town=town)
    numbers = {**rules.shipped()["numbers"], "reopen_days": 10}
    publish_workflow({**rules.shipped(), "number": 2, "numbers": numbers}, by=CLOCK)
    new = CaseFactory(town=town)
    old.refresh_from_db()
    assert (old.workflow.number, new.workflow.number) == (1, 2)


@pytest.mark.django_db
def test_only_who_keeps_the_catalogue_may_load_it():
    with pytest.raises(Refused):
        load_categories(by=Actor.public())
