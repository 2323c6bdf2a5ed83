"""The reporter's name and phone, opened by those who answer the reporter (trust.md §2.3, C5)."""

from dataclasses import replace
from typing import Any

from linge.accounts.reveals import Revealable, declare
from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Purpose

from . import permissions, queries
from .models import Case


def allow(by: Actor, row: Any, purpose: Purpose) -> None:
    """Refuse unless the actor answers reporters where the case lies, for the case itself."""
    facts = replace(permissions.subject_facts(row), classes=frozenset({DataClass.C5}))
    access.require(by, permissions.CONTACT_REPORTER, facts, purpose=purpose)


def _case(actor: Actor, uuid: str) -> Case:
    return queries.visible_to(actor).get(uuid=uuid)


def declare_all() -> None:
    """Name the reporter's contact to `accounts`; called at start."""
    fields = frozenset({"reporter_name", "reporter_phone"})
    declare(
        Revealable(
            "cases.case", fields, permissions.CONTACT_REPORTER, allow, _case, (Purpose.CASE,)
        )
    )
