"""What the ledgers (台账) list, each one query that screen and paper share."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Organisation, Region, Shop
from linge.territory.queries import WITH_ADDRESS
from linge.territory.queries import organisations as territory_organisations
from linge.territory.queries import shops as territory_shops
from linge.territory.rules.moments import Moment

from ..models import (
    HEAD,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    OrganisationContact,
    Phone,
    Residency,
    Resident,
    ShopOperation,
    Tenancy,
)
from ..rules.kinds import ContactRole, DocumentState, HouseholdKind
from ..rules.population import rows_of
from .asof import true_at
from .people import HOME
from .population import with_population_row
from .scope import gathered, of_households


def hukou_people(actor: Actor, day: date) -> QuerySet[Resident]:
    """Everybody whose hukou lies in the street on the day (户籍人口), wherever they live."""
    return _told(_counted(actor, day).filter(because__in=rows_of("hukou")), day)


def floating_people(actor: Actor, day: date) -> QuerySet[Resident]:
    """Who lives in the street and left the hukou's street, in another city, six months ago."""
    return _told(_counted(actor, day).filter(because__in=rows_of("floating")), day)


def _counted(actor: Actor, day: date) -> QuerySet[Any, Any]:
    """People with the row of the population table that decides for each on the day."""
    people: QuerySet[Any, Any] = with_population_row(gathered(actor), as_of=day)
    return people


def _told(rows: QuerySet[Resident], day: date) -> QuerySet[Resident]:
    """People with home, phone, document and hukou of the day. Five queries a page."""
    homes = Residency.objects.on(day).filter(main=True).select_related(*HOME)
    return rows.prefetch_related(
        Prefetch("residencies", homes, to_attr="main_homes"),
        Prefetch("phones", Phone.objects.filter(is_main=True), to_attr="main_phones"),
        Prefetch("documents", valid_documents(), to_attr="papers"),
        Prefetch("hukou_records", _placed(HukouRecord.objects.on(day)), to_attr="hukou_then"),
    )


def _placed(hukou: QuerySet[HukouRecord]) -> QuerySet[Any, Any]:
    """Each hukou with the name of its county or district, where the divisions know it."""
    county = Region.objects.filter(until=None, code=Substr(OuterRef("region_code"), 1, 6))
    return hukou.annotate(county=Subquery(county.values("name")[:1]))


def valid_documents() -> QuerySet[IdentityDocument]:
    """Documents that stand, in the order a person is known by them."""
    return IdentityDocument.objects.filter(state=DocumentState.VALID).order_by("kind", "pk")


def lettings(actor: Actor, day: date) -> QuerySet[Tenancy]:
    """The leases of dwellings that ran on the day (出租房屋), with both parties and phones."""
    phones = Phone.objects.filter(is_main=True)
    let = within(actor, path="dwelling__path", grid="dwelling__grid_id")
    rows = true_at(Tenancy.objects.filter(let), Moment(day))
    return rows.select_related(
        *(f"dwelling__{name}" for name in WITH_ADDRESS),
        "dwelling__grid",
        "landlord",
        "landlord_organisation",
        "tenant",
        "tenant_organisation",
    ).prefetch_related(
        Prefetch("landlord__phones", phones, to_attr="main_phones"),
        Prefetch("tenant__phones", phones, to_attr="main_phones"),
    )


def household_lines(actor: Actor, day: date) -> QuerySet[HouseholdMember]:
    """The members of every living household on the day, household by household, the head first."""
    heads = HouseholdMember.objects.on(day).filter(household=OuterRef("household"), relation=HEAD)
    then = Q(household__until=None) | Q(household__until__gt=day)
    return (
        HouseholdMember.objects.on(day)
        .filter(of_households(actor, "household__"), then, household__kind=HouseholdKind.LIVING)
        .select_related(
            "person",
            "household",
            "household__dwelling__grid",
            *(f"household__dwelling__{name}" for name in WITH_ADDRESS),
        )
        .annotate(head_name=Subquery(heads.values("person__name")[:1]))
        .prefetch_related(
            Prefetch("person__phones", Phone.objects.filter(is_main=True), to_attr="main_phones"),
            Prefetch("person__documents", valid_documents(), to_attr="papers"),
        )
    )


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Organisations in scope with the legal representative (法定代表人) in office."""
    contacts = OrganisationContact.objects.filter(
        until=None, role=ContactRole.LEGAL_REP
    ).select_related("person")
    rows = territory_organisations(actor)
    return rows.prefetch_related(Prefetch("contacts", contacts, to_attr="representatives"))


def shops(actor: Actor) -> QuerySet[Shop]:
    """Shop fronts in scope with who trades there now."""
    trading = ShopOperation.objects.filter(until=None).select_related(
        "operator", "operator_organisation"
    )
    now = ShopOperation.objects.filter(until=None, shop=OuterRef("pk"))
    rows = territory_shops(actor).annotate(staff_now=Subquery(now.values("staff_count")[:1]))
    return rows.prefetch_related(Prefetch("operations", trading, to_attr="trading"))
