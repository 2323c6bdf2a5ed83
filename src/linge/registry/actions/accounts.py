"""Opening the portal to a resident: an account on the phone that was verified, tied to the record."""

from django.db import transaction

from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor

from .. import permissions
from ..models import Resident, ResidentAccount
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
