"""Writing the trail."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from linge.kernel import clock, trail
from linge.kernel.access import Actor, subject_key

from .models import AuditEntry


def record(by: Actor, deed: str, subject: Any, /, **what: Any) -> AuditEntry:
    """Append the entry of a deed in the deed's own transaction: no entry, no deed.

    ``what`` holds plain facts (ids, codes, dates), never names, numbers or free words.
    """
    return AuditEntry.objects.create(
        at=clock.now(),
        by=by.key,
        how=by.how,
        node=_node(subject),
        act=deed,
        obj=_object(subject),
        purpose=str(what.pop("purpose", "") or by.purpose or ""),
        what={name: _plain(value) for name, value in what.items()},
    )


def _node(subject: Any) -> str:
    path = getattr(subject, "path", "")
    return path if isinstance(path, str) else ""


def _object(subject: Any) -> str:
    """The row's key; a whole model (an exported ledger) goes by its label."""
    if subject is None:
        return ""
    if isinstance(subject, type):
        return str(subject._meta.label_lower)  # type: ignore[attr-defined]  # a model class
    return subject_key(subject)


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case Decimal() | UUID():
            return str(value)
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case dict():
            return {str(name): _plain(item) for name, item in value.items()}
        case _:
            return value


def bind() -> None:
    """Serve the kernel's port, for rooms that stand beside `audit`."""
    trail.bind(record)
