"""Which rows of the register an actor may see. Out of scope is as if it were not there.

Scope is asked of each row that is looked at (`seen`), so a page about one person does not
read everybody else in it. A list is walked in its own order until it is full; only
where that would pass by nearly everybody, for the few people of a grid or a community, it starts
from their scopes instead (`gathered`). The answer is the same.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Dwelling, Region
from linge.territory.queries import visible_to as territory_visible_to
from linge.territory.rules.paths import COMMUNITY_DEPTH, depth

from ..models import Household, HouseholdMember, Residency, Resident, ResidentScope, Visit


def scopes(actor: Actor) -> QuerySet[ResidentScope]:
    """The places in the actor's scope where somebody may be seen today."""
    ended = Q(until__isnull=True) | Q(until__gt=clock.today())
    return ResidentScope.objects.filter(ended & within(actor))


def seen(actor: Actor, person: str = "person") -> Exists:
    """Whether the person a row names lies in the actor's scope."""
    return Exists(scopes(actor).filter(person=OuterRef(person)))


def visible_to(actor: Actor) -> QuerySet[Resident]:
    """The people whose residency, ownership, tenancy or record lies in the actor's scope."""
    return Resident.objects.filter(seen(actor, "pk"))


def gathered(actor: Actor) -> QuerySet[Resident]:
    """The same people, for lists and counts of them all."""
    if wide(actor):
        return visible_to(actor)
    return Resident.objects.filter(pk__in=scopes(actor).values("person"))


def among(actor: Actor, person: str = "person") -> Q:
    """The same as `seen`, for a walk through an index that ends as soon as enough rows are found.

    A grid's people are so few among all that their list is taken along on the way.
    """
    if actor.nodes:
        return Q(seen(actor, person))
    return Q(**{f"{person}__in": scopes(actor).values("person")})


def wide(actor: Actor) -> bool:
    """Whether the actor's scope reaches over a whole street or more."""
    return any(depth(node) < COMMUNITY_DEPTH for node in actor.nodes)


def visible_dwellings(actor: Actor) -> QuerySet[Dwelling]:
    """The dwellings in the actor's scope."""
    return territory_visible_to(actor, Dwelling)


def visible_households(actor: Actor) -> QuerySet[Household]:
    """Living households by their dwelling, hukou books by the community that keeps them."""
    return Household.objects.filter(of_households(actor))


def gathered_households(actor: Actor) -> QuerySet[Household]:
    """The same households, for lists of them all: found from the dwellings and the community."""
    if wide(actor):
        return visible_households(actor)
    books = Q(dwelling=None, community__in=Region.objects.filter(within(actor, grid=None)))
    return Household.objects.filter(Q(dwelling__in=visible_dwellings(actor)) | books)


def of_households(actor: Actor, household: str = "") -> Q:
    """The condition of a row in scope by its household; ``household__`` leads there."""
    home, kept = f"{household}dwelling", f"{household}community"
    grid = f"{home}__grid_id"
    living = within(actor, path=f"{home}__path", grid=grid)
    books = Q(**{f"{home}__isnull": True}) & within(actor, path=f"{kept}__path", grid=grid)
    return living | books


def visible_members(actor: Actor) -> QuerySet[HouseholdMember]:
    """The memberships of the households in the actor's scope."""
    return HouseholdMember.objects.filter(of_households(actor, "household__"))


def visible_residencies(actor: Actor) -> QuerySet[Residency]:
    """The ties to dwellings in the actor's scope."""
    return Residency.objects.filter(within(actor, path="dwelling__path", grid="dwelling__grid_id"))


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """The home visits paid in the actor's scope."""
    return Visit.objects.filter(within(actor))
