"""What a row of an import did, kept so that it can be taken back exactly."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from linge.kernel import crypto

from ...models import (
    Household,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    ImportRow,
    Phone,
    Residency,
    Resident,
    ResidentScope,
)

Key = tuple[str, int]
"""A table (``registry.phone``) and a row's id."""

OF_PERSON = (
    IdentityDocument,
    Phone,
    HukouRecord,
    Residency,
    HouseholdMember,
    ResidentScope,
)


@dataclass
class Undo:
    """Rows made; the stored columns that changed as they were before and after; rows removed."""

    created: list[Key] = field(default_factory=list)
    before: dict[Key, dict[str, Any]] = field(default_factory=dict)
    after: dict[Key, dict[str, Any]] = field(default_factory=dict)
    removed: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def made(self, row: Model) -> None:
        self.created.append((row._meta.label_lower, row.pk))


def stored(model: type[Model], **conditions: Any) -> dict[Key, dict[str, Any]]:
    """Rows as the database holds them, sealed columns sealed."""
    label = model._meta.label_lower
    return {(label, row["id"]): row for row in model._default_manager.filter(**conditions).values()}


def picture(person: int, dwellings: Iterable[int]) -> dict[Key, dict[str, Any]]:
    """Everything on record about a person and the households of the homes concerned."""
    rows = stored(Resident, pk=person)
    for model in OF_PERSON:
        rows |= stored(model, person=person)
    return rows | stored(Household, dwelling__in=list(dwellings))


def difference(before: dict[Key, dict[str, Any]], after: dict[Key, dict[str, Any]]) -> Undo:
    """What was made and changed between two pictures."""
    undo = Undo(created=[key for key in after if key not in before])
    for key, row in before.items():
        now = after.get(key, row)
        if names := [name for name in row if now[name] != row[name]]:
            undo.before[key] = {name: row[name] for name in names}
            undo.after[key] = {name: now[name] for name in names}
    return undo


def seal_undo(row: ImportRow, undo: Undo) -> None:
    """Keep it on the import row, sealed, for it may hold names."""
    text = json.dumps(
        {
            "created": undo.created,
            "before": _listed(undo.before),
            "after": _listed(undo.after),
            "removed": _listed(undo.removed),
        },
        default=_worded,
        ensure_ascii=False,
    )
    row.undo = crypto.seal(text, field=crypto.field_name(row, "undo"), owner=row.uuid)


Rows = dict[Key, dict[str, Any]]


def _listed(rows: Rows) -> list[Any]:
    return [[label, pk, columns] for (label, pk), columns in rows.items()]


def _keyed(rows: list[Any]) -> Rows:
    return {(label, pk): _typed(label, columns) for label, pk, columns in rows}


def _worded(value: date | UUID | Decimal) -> str:
    """Days, instants (to the microsecond), ids and decimals as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def open_undo(row: ImportRow) -> Undo:
    """What a row did; nothing for a row that was not written."""
    if not row.undo:
        return Undo()
    told = json.loads(crypto.open_field(row, "undo"))
    return Undo(
        [(label, pk) for label, pk in told["created"]],
        *(_keyed(told[name]) for name in ("before", "after", "removed")),
    )


def _typed(label: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Columns out of JSON with their own types again."""
    fields = {field.attname: field for field in apps.get_model(label)._meta.concrete_fields}
    return {
        name: value if fields[name].is_relation else fields[name].to_python(value)
        for name, value in columns.items()
    }
