"""Model fields of our own."""

from typing import Any

from django.db import models

from . import crypto


class SealedField(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Text encrypted at rest. Assign clear text; it is sealed on save with the row's uuid.

    What comes back from the database is the sealed token; read it with ``crypto.open_field``.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname) or ""
        if value and not crypto.is_sealed(value):
            owner = model_instance.uuid  # type: ignore[attr-defined]  # sealed rows are Identified
            field = crypto.field_name(model_instance, self.attname)
            value = crypto.seal(value, field=field, owner=owner)
            setattr(model_instance, self.attname, value)
        return value
