"""The field catalogue names every column, and no column is kept or sent more freely than allowed."""

import csv
from importlib.resources import files

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from linge.kernel.fields import SealedField

CATALOGUE = files("linge.registry") / "data" / "fields.csv"
PLAIN_BY_DESIGN = {"birth_date", "old", "new"}  # ages are rules; history seals what was sealed
FORBIDDEN = ("score", "risk", "level", "rating", "tag", "watch", "petition", "religion")


def rows():
    return list(csv.DictReader(CATALOGUE.read_text("utf-8").splitlines()))


def columns():
    return {
        (f"registry.{model.__name__}", field.name): field
        for model in apps.get_app_config("registry").get_models()
        for field in model._meta.concrete_fields
    }


def test_every_column_has_exactly_one_row():
    named = [(row["model"], row["field"]) for row in rows()]
    assert sorted(named) == sorted(columns())


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['model']}.{row['field']}")
def test_a_row_speaks_the_words_of_the_catalogue(row):
    assert row["class"] in {"C0", "C1", "C2", "C3", "C4", "C5"}
    assert row["basis"] in {
        "consent", "duty", "contract", "emergency", "public_record", "other_law",
    }  # fmt: skip
    assert set(row["purposes"].split()) <= {
        "daily", "visit", "case", "service", "task", "request", "followup", "emergency",
        "oversight", "own",
    }  # fmt: skip
    assert row["mask"] in {"", "id", "phone", "birth", "name", "room", "bank", "hide", "text"}
    assert row["offline"] in {"clear", "masked", "listed", "never"}
    assert row["export"] in {"free", "ask", "never"}
    assert row["trail"] in {"value", "hash", "omit"}
    assert row["label"]
    assert row["purposes"]


def test_numbers_are_sealed_masked_and_never_offline_in_clear():
    for row in rows():
        field = columns()[row["model"], row["field"]]
        if row["class"] < "C3":
            assert not isinstance(field, SealedField), row
            continue
        assert row["offline"] != "clear", row
        assert row["export"] != "free", row
        assert row["mask"], row
        keyed = row["field"].endswith("_index")
        sealed = isinstance(field, SealedField | ForeignKey)
        assert keyed or sealed or row["field"] in PLAIN_BY_DESIGN, row


def test_no_column_could_grow_into_a_judgement_of_a_person():
    for model in apps.get_app_config("registry").get_models():
        for field in model._meta.concrete_fields:
            assert not any(word in field.name for word in FORBIDDEN), f"{model}.{field.name}"
