"""Opening the portal to a resident: an account on the phone that was verified, tied to the record."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.accounts.actions import open_account
from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel import access, clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import numbers, permissions
from ..models import Residency, Resident, ResidentAccount
from ..queries import accounts
from ..rules.kinds import PhoneKind, Usable
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


@transaction.atomic
def open_portal(person: Resident, *, by: Actor) -> ResidentAccount:
    """Open the portal to a person whose identity was checked, on the main phone on record.

    They sign in with a code by SMS. Refuses with ``registry.portal_no_phone``,
    ``registry.portal_no_home`` and, when linked already, with the constraint's name.
    """
    permissions.require(by, permissions.EDIT, person)
    phone = person.phones.filter(is_main=True, kind=PhoneKind.MOBILE, usable=Usable.YES).first()
    if phone is None:
        message = _("请先登记本人可用的手机号，再开通居民端。")
        raise Refused("registry.portal_no_phone", str(message))
    home = Residency.objects.filter(person=person, main=True, until=None).first()
    if home is None:
        message = _("请先登记现住房屋，再开通居民端。")
        raise Refused("registry.portal_no_home", str(message))
    user = open_account(numbers.clear(phone), by=by, name=person.name, home=home.dwelling.path)
    return link_account(person, user, by=by)


def note_copy(person: Resident, *, by: Actor) -> None:
    """Put on the trail that somebody took a copy of the own data; refused to anybody else."""
    owners = accounts.owners_of(person)
    access.require(by, permissions.OWN, permissions.own_subject(person, owners))
    record(by, "registry.copy_own", person)
