"""Saving in words: what the database would refuse is said first, as a sentence by its field."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

Row = TypeVar("Row", bound=models.Model)


def keep(row: Row) -> Row:
    """Save a row, or refuse with the first thing wrong with it."""
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
        row.validate_constraints()
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Refused(
            "territory.invalid", messages[0], None if field == NON_FIELD_ERRORS else field
        ) from fault
    row.save()
    return row


def keep_all(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Save many rows at once; all or none."""
    try:
        with transaction.atomic():
            return model._default_manager.bulk_create(list(rows), batch_size=1000)
    except IntegrityError as fault:
        raise Refused(
            "territory.clash", str(_("这批记录中有重复的名称或编号，请核对后再保存。"))
        ) from fault


def changed(row: models.Model, changes: dict[str, Any]) -> dict[str, list[str]]:
    """Set the changes on the row and say what differs, for the trail: ``{field: [old, new]}``.

    Words people wrote, names among them, stay out of the trail: only that they changed is told.
    """
    differences: dict[str, list[str]] = {}
    for field, new in changes.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            differences[field] = [] if _is_words(row, field) else [str(old), str(new)]
    return differences


def _is_words(row: models.Model, name: str) -> bool:
    field = row._meta.get_field(name)
    return field.get_internal_type() in ("CharField", "TextField", "JSONField") and not getattr(
        field, "choices", None
    )
