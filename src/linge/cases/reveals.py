"""The reporter's name and phone, opened by those who answer the reporter (trust.md §2.3, C5)."""

from dataclasses import replace
from typing import Any

from linge.accounts.reveals import Revealable, declare
from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Purpose

from . import permissions, queries
from .models import Case, Party
from .queries.mediation import disputes


def allow(by: Actor, row: Any, purpose: Purpose) -> None:
    """Refuse unless the actor answers reporters where the case lies, for the case itself."""
    facts = replace(permissions.subject_facts(row), classes=frozenset({DataClass.C5}))
    access.require(by, permissions.CONTACT_REPORTER, facts, purpose=purpose)


def _case(actor: Actor, uuid: str) -> Case:
    return queries.visible_to(actor).get(uuid=uuid)


def allow_party(by: Actor, row: Any, purpose: Purpose) -> None:
    """Refuse unless the actor mediates the dispute."""
    permissions.require_mediator(by, row.dispute)


def _party(actor: Actor, uuid: str) -> Party:
    return Party.objects.get(uuid=uuid, dispute__in=disputes(actor))


PARTIES = Revealable(
    "cases.party", frozenset({"phone"}), permissions.MEDIATE, allow_party, _party, (Purpose.CASE,)
)


def declare_all() -> None:
    """Name the reporter's contact to `accounts`; called at start."""
    declare(PARTIES)
    fields = frozenset({"reporter_name", "reporter_phone"})
    declare(
        Revealable(
            "cases.case", fields, permissions.CONTACT_REPORTER, allow, _case, (Purpose.CASE,)
        )
    )
