"""Which rows of the register an actor may see. Out of scope is as if it were not there."""

from django.db.models import Q, QuerySet

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Dwelling
from linge.territory.queries import visible_to as territory_visible_to

from ..models import Household, HouseholdMember, Residency, Resident, ResidentScope, Visit


def scopes(actor: Actor) -> QuerySet[ResidentScope]:
    """The places in the actor's scope where somebody may be seen today."""
    ended = Q(until__isnull=True) | Q(until__gt=clock.today())
    return ResidentScope.objects.filter(ended & within(actor))


def visible_to(actor: Actor) -> QuerySet[Resident]:
    """The people whose residency, ownership, tenancy or record lies in the actor's scope."""
    return Resident.objects.filter(pk__in=scopes(actor).values("person"))


def visible_dwellings(actor: Actor) -> QuerySet[Dwelling]:
    """The dwellings in the actor's scope."""
    return territory_visible_to(actor, Dwelling)


def visible_households(actor: Actor) -> QuerySet[Household]:
    """Living households by their dwelling, hukou books by the community that keeps them."""
    grid = "dwelling__grid_id"
    living = within(actor, path="dwelling__path", grid=grid)
    books = Q(dwelling__isnull=True) & within(actor, path="community__path", grid=grid)
    return Household.objects.filter(living | books)


def visible_members(actor: Actor) -> QuerySet[HouseholdMember]:
    """The memberships of the households in the actor's scope."""
    return HouseholdMember.objects.filter(household__in=visible_households(actor))


def visible_residencies(actor: Actor) -> QuerySet[Residency]:
    """The ties to dwellings in the actor's scope."""
    return Residency.objects.filter(within(actor, path="dwelling__path", grid="dwelling__grid_id"))


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """The home visits paid in the actor's scope."""
    return Visit.objects.filter(within(actor))
