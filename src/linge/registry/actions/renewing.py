"""“无变化”: what was on record is true today; nothing is copied, only the day is renewed (D2)."""

from typing import Any

from django.db import transaction

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor

from .. import permissions
from ..models import Resident


@transaction.atomic
def confirm_fact(row: Any, *, by: Actor) -> None:
    """Renew ``confirmed_at`` of one fact; the version stays, for nothing was edited."""
    permissions.require(by, permissions.EDIT, permissions.bearer(row))
    type(row).objects.filter(pk=row.pk).update(confirmed_at=clock.now())
    record(by, "registry.confirm", permissions.bearer(row), fact=row._meta.model_name)


@transaction.atomic
def confirm_person(person: Resident, *, by: Actor) -> None:
    """A person's whole record is as it was: the facts that hold today, each renewed."""
    permissions.require(by, permissions.EDIT, person)
    now = clock.now()
    Resident.objects.filter(pk=person.pk).update(confirmed_at=now)
    for facts in (
        person.residencies,
        person.memberships,
        person.hukou_records,
        person.employments,
    ):
        facts.filter(until=None).update(confirmed_at=now)
    record(by, "registry.confirm_person", person)
