"""Whose record a signed-in resident may call the own: oneself, and the children one guards."""

from django.db.models import Q, QuerySet

from linge.kernel import clock
from linge.kernel.access import Actor

from ..models import HouseholdMember, Resident, ResidentAccount
from ..rules.consents import ADULT, age_on, is_guarded
from ..rules.kinds import HouseholdKind


def me(actor: Actor) -> Resident | None:
    """The record of the person who is signed in."""
    accounts = ResidentAccount.objects.filter(user=actor.user_id, until=None)
    return Resident.objects.filter(accounts__in=accounts).first() if actor.user_id else None


def housemates(person: Resident) -> QuerySet[Resident]:
    """Who shares an open living household with a person."""
    mine = HouseholdMember.objects.filter(
        person=person, until=None, household__until=None, household__kind=HouseholdKind.LIVING
    )
    together = HouseholdMember.objects.filter(household__in=mine.values("household"), until=None)
    return Resident.objects.filter(pk__in=together.values("person")).exclude(pk=person.pk)


def guardians(child: Resident) -> list[Resident]:
    """The adults who live with a child under fourteen."""
    today = clock.today()
    if not is_guarded(age_on(child.birth_date, today)):
        return []
    ages = ((adult, age_on(adult.birth_date, today)) for adult in housemates(child))
    return [adult for adult, age in ages if age is not None and age >= ADULT]


def owners_of(person: Resident) -> frozenset[int]:
    """The accounts whose own record this is: the person's, and a small child's guardians'."""
    people = [person, *guardians(person)]
    held = ResidentAccount.objects.filter(person__in=people, until=None)
    return frozenset(held.values_list("user", flat=True))


def own_records(actor: Actor) -> QuerySet[Resident]:
    """The records a resident sees: the own one and those of the children under fourteen."""
    person = me(actor)
    if person is None:
        return Resident.objects.none()
    wards = [other.pk for other in housemates(person) if person in guardians(other)]
    return Resident.objects.filter(Q(pk=person.pk) | Q(pk__in=wards))
