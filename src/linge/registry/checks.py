"""Refused at start, not only by tests: a column about a person that could become a judgement."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Field, Model

JUDGING = ("score", "risk", "level", "rating", "credit")


@register()
def no_judgement_of_people(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No number that grades a person, on the record or on any table that names one."""
    return [
        Error(
            f"{model._meta.label}.{field.name} would grade a person.",
            hint="Describe a need that opens a service instead (registry.CareNeed).",
            id="registry.E001",
        )
        for model in apps.get_models()
        for field in judging_fields(model)
    ]


def judging_fields(model: type[Model]) -> Iterable["Field[Any, Any]"]:
    """The fields of a table about people whose name promises a grade."""
    about = model._meta.label == "registry.Resident" or any(
        field.related_model and field.related_model._meta.label == "registry.Resident"
        for field in model._meta.concrete_fields
    )
    if not about:
        return []
    return [
        field for field in model._meta.concrete_fields if set(field.name.split("_")) & set(JUDGING)
    ]
