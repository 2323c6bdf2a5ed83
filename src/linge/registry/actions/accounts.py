"""Opening the portal to a resident: an account on the phone that was verified, tied to the record."""

from django.db import transaction

from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel import access, clock
from linge.kernel.access import Actor

from .. import permissions
from ..models import Resident, ResidentAccount
from ..queries import accounts
from .saving import sound


@transaction.atomic
def link_account(person: Resident, user: User, *, by: Actor) -> ResidentAccount:
    """Say that an account is this person's. Refuses when either is linked already."""
    permissions.require(by, permissions.EDIT, person)
    account = ResidentAccount(person=person, user=user, since=clock.today())
    sound(account)
    account.save()
    record(by, "registry.link_account", account)
    return account


def note_copy(person: Resident, *, by: Actor) -> None:
    """Put on the trail that somebody took a copy of the own data; refused to anybody else."""
    owners = accounts.owners_of(person)
    access.require(by, permissions.OWN, permissions.own_subject(person, owners))
    record(by, "registry.copy_own", person)
