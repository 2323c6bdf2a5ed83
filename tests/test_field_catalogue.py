"""The field catalogues name every column, and no column is kept or sent more freely than allowed."""

import pytest
from django.apps import apps
from django.db.models import CharField, Field

from linge.kernel.fields import SealedField
from scripts import fields

ROW = {
    "model": "registry.Resident", "field": "id_number", "label": "身份证号", "class": "C3",
    "purposes": "visit service", "basis": "duty", "mask": "id", "retention": "resident",
    "offline": "masked", "export": "ask", "trail": "hash",
}  # fmt: skip
COLUMN = ("registry.Resident", "id_number")


def sealed() -> "Field[object, object]":
    column = SealedField()
    column.set_attributes_from_name("id_number")
    return column


def plain() -> "Field[object, object]":
    column = CharField()
    column.set_attributes_from_name("id_number")
    return column


@pytest.mark.parametrize("context", fields.contexts())
def test_every_column_of_a_context_has_exactly_one_row_that_its_class_allows(context):
    assert fields.faults(fields.catalogue(context), fields.columns(context)) == []


def test_every_context_with_tables_is_walked():
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("linge.")}
    assert set(fields.contexts()) == {app for app in ours if fields.columns(app)}
    assert {"accounts", "audit", "cases", "files", "kernel", "registry"} <= set(fields.contexts())


def test_a_column_without_a_row_is_told():
    assert fields.faults([], {COLUMN: sealed()}) == ["registry.Resident.id_number: no row"]


def test_a_row_without_a_column_is_told():
    assert fields.faults([ROW], {}) == ["registry.Resident.id_number: no such column"]


def test_a_column_named_twice_is_told():
    assert fields.faults([ROW, ROW], {COLUMN: sealed()}) == [
        "registry.Resident.id_number: named twice"
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"class": "C9"}, "class “C9”"),
        ({"basis": "habit"}, "basis “habit”"),
        ({"purposes": ""}, "purposes “”"),
        ({"purposes": "visit gossip"}, "purposes “visit gossip”"),
        ({"retention": "for ever"}, "retention “for ever”"),
        ({"trail": "all"}, "trail “all”"),
        ({"label": ""}, "no label"),
        ({"offline": "clear"}, "lies clear on the phone"),
        ({"export": "free"}, "leaves without being asked for"),
        ({"mask": ""}, "has no mask"),
        ({"class": "C2"}, "sealed, so its class is C3 or above"),
    ],
)
def test_a_row_that_says_too_little_or_allows_too_much_is_told(changed, fault):
    told = fields.faults([ROW | changed], {COLUMN: sealed()})
    assert f"registry.Resident.id_number: {fault}" in told


def test_a_number_kept_in_clear_is_told():
    assert fields.faults([ROW], {COLUMN: plain()}) == ["registry.Resident.id_number: is not sealed"]


def test_what_is_plain_by_design_is_a_column_that_exists():
    known = {name for context in fields.contexts() for name in fields.columns(context)}
    assert {tuple(name.rsplit(".", 1)) for name in fields.PLAIN} <= known


def test_ethnicity_never_leaves_and_is_never_on_a_phone():
    rows = [row for row in fields.catalogue("registry") if row["field"] == "ethnicity"]
    assert rows
    assert {(row["offline"], row["export"], row["mask"]) for row in rows} == {
        ("never", "never", "hide")
    }
