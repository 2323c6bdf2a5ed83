"""What a roll-back did, written into the history of the rows it touched."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from linge.kernel import clock, crypto
from linge.kernel.access import Actor
from linge.kernel.fields import SealedField

from ...models import ChangeEvent
from ...rules.kinds import Source
from ..pouring import pour_events, pour_rows
from ..saving import in_history

OWN = frozenset({"version", "confirmed_at", "source", "recorded_at"})
"""Columns that tell of a row, not of the world: they go back with it and have no history."""


class History:
    """Gathers the events of one roll-back; they belong to the batch that is taken back."""

    def __init__(self, by: Actor, batch: UUID, reason: str = "") -> None:
        self.by, self.batch = by, batch
        self.reason = reason or _("撤销导入")
        self.events: list[ChangeEvent] = []
        self.rows: list[tuple[str, UUID]] = []

    def removed(self, label: str, columns: Mapping[str, Any]) -> None:
        """A row the batch had made is gone."""
        if "uuid" in columns:
            self.rows.append((label.rpartition(".")[2], columns["uuid"]))

    def made(self, row: Any) -> None:
        """A row that was removed is there again."""
        if hasattr(row, "uuid"):
            self.rows.append((row._meta.model_name, row.uuid))

    def restored(
        self, model: type[Model], present: Mapping[str, Any], back: Mapping[str, Any]
    ) -> None:
        """Fields have their old values again; sealed ones stay sealed."""
        if "uuid" not in present:
            return
        before, after = model(**present), model(**{**present, **back})
        for field in model._meta.concrete_fields:
            if field.attname not in back:
                continue
            old, new = present[field.attname], back[field.attname]
            if old == new or field.attname in OWN:
                continue
            if isinstance(field, SealedField):
                old, new = (crypto.open_field(row, field.name) for row in (before, after))
            self._add(str(model._meta.model_name), present["uuid"], field.name, old, new,
                      hidden=isinstance(field, SealedField))  # fmt: skip

    def _add(
        self, entity: str, subject: UUID, field: str, old: Any, new: Any, *, hidden: bool = False
    ) -> None:
        event = ChangeEvent(
            entity=entity,
            subject=subject,
            field=field,
            valid_from=clock.today(),
            recorded_at=clock.now(),
            actor_id=self.by.user_id,
            actor_name=self.by.name,
            source=Source.IMPORT,
            batch=self.batch,
            reason=self.reason,
        )
        event.old = in_history(event, "old", old, hidden)
        event.new = in_history(event, "new", new, hidden)
        self.events.append(event)

    def write(self) -> None:
        pour_rows(ChangeEvent, self.events)
        today = clock.today()
        pour_events(
            ((entity, subject, today) for entity, subject in self.rows),
            recorded_at=clock.now(),
            actor=self.by.user_id,
            actor_name=self.by.name,
            source=Source.IMPORT,
            batch=self.batch,
            reason=self.reason,
        )
