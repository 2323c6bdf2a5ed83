"""One hash over everything the demonstration says, apart from what must differ every time.

Left out: keys and links between rows (numbering differs between databases), random ids and what
is drawn by them (an audit's sample), sealed values and their keyed indexes, passwords, and the
instants at which rows were written.
"""

import hashlib
import json
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from linge.kernel.fields import SealedField
from linge.registry.models import AuditFinding
from linge.registry.queries.audits import SAMPLE

APPS = ("territory", "staff", "registry", "cases", "accounts")
RANDOM = ("uuid", "subject", "password", "client_id", "data", "drafted_at", "approved_at", "digest")
NUMBERED = ("requester_key", "checker_key", "last_event", "seen_event", "fingerprint")
WRITTEN = ("applied_at", "last_login")


def fingerprint() -> str:
    """SHA-256 over the sorted rows of every table of the contexts."""
    whole = hashlib.sha256()
    for label in APPS:
        for model in sorted(apps.get_app_config(label).get_models(), key=lambda one: one.__name__):
            names = list(_columns(model))
            if not names:  # only links: how many there are is all that can be compared
                whole.update(f"{model.__name__}: {model._default_manager.count()}\n".encode())
                continue
            rows = _fixed(model).values_list(*names)
            for row in sorted(" | ".join(map(_plain, row)) for row in rows):
                whole.update(f"{model.__name__}: {row}\n".encode())
    return whole.hexdigest()


def _fixed(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """The rows that must be the same; a finding of the sample lies where random ids drew it."""
    rows = model._default_manager.all()
    return rows.exclude(rule=SAMPLE) if model is AuditFinding else rows


def _plain(value: object) -> str:
    """A value in one spelling: databases order the keys of JSON differently."""
    told = isinstance(value, dict | list)
    return json.dumps(value, sort_keys=True) if told else repr(value)


def _columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        linked = field.primary_key or field.is_relation or field.name.endswith("_id")
        hidden = isinstance(field, SealedField) or field.name.endswith("_index")
        if not linked and not hidden and field.name not in (*RANDOM, *NUMBERED, *WRITTEN):
            yield field.name
