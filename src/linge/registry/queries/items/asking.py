"""Of what each item group is asked, and when it is filled: homes, people, buildings, shops, …

Each function gives the rows that are asked, with a state for every item group of that kind.
"""

from datetime import date

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from linge.kernel.scope import within
from linge.territory.models import Building, Dwelling, DwellingUse, Organisation, Shop
from linge.territory.queries import visible_to as territory_visible_to
from linge.territory.rules.kinds import (
    BuildingUse,
    DwellingUseKind,
    OrganisationState,
    ShopState,
)

from ...models import (
    HEAD,
    CareAnswer,
    Employment,
    Household,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    Observation,
    OrganisationContact,
    Phone,
    Residency,
    ShopOperation,
    Tenancy,
    Visit,
)
from ...rules.items import WORKING_AGES, Item
from ...rules.kinds import (
    HouseholdKind,
    HukouState,
    Left,
    Life,
    LivingKind,
    ResidencyRole,
    Usable,
)
from ..care import kinds
from ..homes import SETTLING
from ..scope import visible_dwellings
from .states import (
    EMPTY,
    NOT_ASKED,
    Asked,
    best,
    confirmed,
    held,
    number,
    on_day,
    where,
    worst,
)

LIVED_IN = (DwellingUseKind.OWN_USE, DwellingUseKind.LET, DwellingUseKind.DORMITORY)
WITH_HOMES = (BuildingUse.RESIDENTIAL, BuildingUse.MIXED)


def homes(asked: Asked) -> QuerySet[Dwelling]:
    """Dwellings with F1–F4. Members and phone are asked where people live, a lease where it is
    let."""
    lived_in = Q(use__in=LIVED_IN)
    return (
        visible_dwellings(asked.actor)
        .filter(community=asked.community)
        .exclude(use=DwellingUseKind.DEMOLISHED)
        .annotate(
            F1=_use(asked),
            F2=where(lived_in, _members(asked)),
            F3=where(lived_in, _phones(asked)),
            F4=where(Q(use=DwellingUseKind.LET), _leases(asked)),
        )
    )


def _use(asked: Asked) -> Greatest:
    """Seen by a conclusive visit, told, or noted as a use: whichever is newest."""
    home = OuterRef("pk")
    seen = Visit.objects.filter(SETTLING, dwelling=home, voided_at=None, day__lte=asked.day)
    told = Observation.objects.filter(dwelling=home, field="use", day__lte=asked.day)
    noted = held(asked, DwellingUse.objects.filter(dwelling=home))
    return Greatest(
        best(seen, on_day(asked, Item.F1, "day")),
        best(told, on_day(asked, Item.F1, "day")),
        best(noted, on_day(asked, Item.F1, "since")),
    )


def _members(asked: Asked) -> object:
    """Every living household there has its head (a collective one needs none)."""
    living = held(asked, Household.objects.filter(kind=HouseholdKind.LIVING))
    heads = held(asked, HouseholdMember.objects.filter(household=OuterRef("pk"), relation=HEAD))
    led = Q(living_kind=LivingKind.COLLECTIVE) | Q(Exists(heads))
    state = where(led, confirmed(asked, Item.F2))
    return worst(living.filter(dwelling=OuterRef("pk")), _at_least_empty(state))


def _at_least_empty(state: object) -> Greatest:
    return Greatest(state, number(EMPTY))


def _phones(asked: Asked) -> object:
    """A usable phone of somebody who lives there."""
    phones = Phone.objects.filter(
        Q(person__residencies__until__isnull=True) | Q(person__residencies__until__gt=asked.day),
        person__residencies__dwelling=OuterRef("pk"),
        person__residencies__since__lte=asked.day,
        usable=Usable.YES,
    )
    return best(phones, confirmed(asked, Item.F3))


def _leases(asked: Asked) -> object:
    """A lease of that day with its end; landlord and tenant it always has."""
    leases = held(asked, Tenancy.objects.filter(dwelling=OuterRef("pk"), until__isnull=False))
    return best(leases, confirmed(asked, Item.F4))


def people(asked: Asked) -> QuerySet[Residency]:
    """Main homes with P1–P4 of whoever lives there, alive on the day."""
    rows = held(asked, Residency.objects.filter(main=True))
    living: QuerySet[Residency] = (
        rows.exclude(role=ResidencyRole.REGISTERED_ONLY)
        .filter(
            within(asked.actor, path="dwelling__path", grid="dwelling__grid_id"),
            dwelling__community=asked.community,
        )
        .exclude(person__life=Life.DEAD)
        .annotate(
            building=F("dwelling__building"),
            grid=F("dwelling__grid"),
            P1=_person(asked),
            P2=_hukou(asked),
            P3=where(_working_age(asked.day), _work(asked)),
            P4=_care(asked),
        )
    )
    return living


def _person(asked: Asked) -> object:
    shown = IdentityDocument.objects.filter(person=OuterRef("person"))
    complete = Q(person__sex__in=("1", "2"), person__birth_date__isnull=False) & Q(Exists(shown))
    return _at_least_empty(where(complete, confirmed(asked, Item.P1, "person__")))


def _hukou(asked: Asked) -> object:
    """The state is known; of a hukou elsewhere also when its street was left, or that it was not."""
    told = ~Q(state=HukouState.ELSEWHERE) | Q(left=Left.NO) | Q(left_street_on__isnull=False)
    records = held(asked, HukouRecord.objects.filter(told, person=OuterRef("person")))
    return best(records, confirmed(asked, Item.P2))


def _working_age(day: date) -> Q:
    youngest, oldest = WORKING_AGES
    born_by = _years_before(day, youngest)
    born_after = _years_before(day, oldest + 1)
    return Q(person__birth_date__lte=born_by, person__birth_date__gt=born_after)


def _years_before(day: date, years: int) -> date:
    """The same day so many years ago; the last of February stands for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _work(asked: Asked) -> object:
    work = held(asked, Employment.objects.filter(person=OuterRef("person")))
    return best(work, confirmed(asked, Item.P3))


def buildings(asked: Asked) -> QuerySet[Building]:
    """Buildings with A1: surveyed, with floors and the homes to be expected."""
    surveyed = Q(surveyed_on__isnull=False, surveyed_on__lte=asked.day, floors_up__gt=0)
    counted = Q(expected_dwellings__gt=0) | ~Q(use__in=WITH_HOMES)
    state = where(surveyed & counted, on_day(asked, Item.A1, "surveyed_on"))
    rows = territory_visible_to(asked.actor, Building).filter(within(asked.actor))
    return rows.filter(community=asked.community).annotate(A1=_at_least_empty(state))


def shops(asked: Asked) -> QuerySet[Shop]:
    """Shops that trade with A2: operator, contact and trade."""
    contact = held(asked, OrganisationContact.objects.filter(shop=OuterRef("shop")))
    trading = held(asked, ShopOperation.objects.filter(Exists(contact), shop=OuterRef("pk")))
    state = where(~Q(trade=""), best(trading, confirmed(asked, Item.A2)))
    rows = territory_visible_to(asked.actor, Shop).filter(within(asked.actor))
    open_ones = rows.filter(community=asked.community, state=ShopState.TRADING)
    return open_ones.annotate(A2=_at_least_empty(state))


def organisations(asked: Asked) -> QuerySet[Organisation]:
    """Organisations in business with A3: somebody to speak to."""
    contact = held(asked, OrganisationContact.objects.filter(organisation=OuterRef("pk")))
    rows = territory_visible_to(asked.actor, Organisation).filter(within(asked.actor))
    return rows.filter(community=asked.community, state=OrganisationState.OPERATING).annotate(
        A3=best(contact, confirmed(asked, Item.A3))
    )


def _care(asked: Asked) -> object:
    """Every published kind was asked about; when is read here, what was answered is not."""
    published = kinds().values("pk")
    whole = published.count()
    if not whole:
        return number(NOT_ASKED)
    answers = (
        CareAnswer.objects.filter(
            person=OuterRef("person"), kind__in=published, asked_on__lte=asked.day
        )
        .order_by()
        .values("person")
        .annotate(kinds=Count("pk"), oldest=Min("asked_on"))
        .filter(kinds=whole)
    )
    return best(answers, on_day(asked, Item.P4, "oldest"))
