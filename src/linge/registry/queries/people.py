"""People: the list, one record whole, what it is made of and how it became so."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from linge.kernel import clock, crypto, masking
from linge.kernel.access import Actor
from linge.territory.models import Region

from .. import codes, numbers
from ..models import (
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    OrganisationContact,
    Phone,
    Residency,
    Resident,
)
from ..rules import checking, identity
from ..rules.checking import Known
from ..rules.drafts import NewPerson
from ..rules.identity import Checked
from ..rules.kinds import DocumentState, HukouState, Left, LeftReason
from ..rules.population import Facts, Place, Status, population_status
from .scope import gathered, visible_to

HOME = (
    "dwelling__unit",
    "dwelling__grid",
    "dwelling__building__estate",
    "dwelling__building__lane",
    "dwelling__building__street_front",
)
ABROAD_KINDS = ("414", "516", "511", "553", "554")


def residents(actor: Actor) -> QuerySet[Resident]:
    """People in scope, each with the open main home and the main phone. Three queries a page."""
    homes = Residency.objects.filter(main=True, until=None).select_related(*HOME)
    phones = Phone.objects.filter(is_main=True)
    return gathered(actor).prefetch_related(
        Prefetch("residencies", homes, to_attr="main_homes"),
        Prefetch("phones", phones, to_attr="main_phones"),
    )


def resident_record(actor: Actor) -> QuerySet[Resident]:
    """People in scope, each with everything the record's page shows."""
    homes: QuerySet[Any, Any] = Residency.objects.select_related(*HOME, "dwelling__community")
    return (
        visible_to(actor)
        .select_related("community__parent")
        .prefetch_related(
            "documents",
            "phones",
            "hukou_records",
            Prefetch("residencies", homes.order_by("-main", "until", "-since")),
        )
    )


def companions(person: Resident) -> QuerySet[HouseholdMember]:
    """The open members of every household the person belongs to, the head first."""
    households = [member.household_id for member in person.memberships.filter(until=None)]
    return (
        HouseholdMember.objects.filter(household__in=households, until=None)
        .select_related("person", "household__dwelling")
        .order_by("household", "relation", "pk")
    )


def read_number(number: str) -> Checked:
    """What a typed citizen number says of its bearer, before anybody is on record."""
    return identity.check_citizen(
        number, today=clock.today(), areas=codes.areas(), demo=settings.DEMO_IDENTITIES
    )


def person_doubts(told: NewPerson) -> list[str]:
    """What is worth a second look in what was told of a person, in sentences."""
    world = Known(clock.today(), codes.areas(), settings.DEMO_IDENTITIES)
    faults = checking.warnings(told, world)
    return [fault.message for fault in faults if fault.code != "demo_number"]


def shown_number(document: IdentityDocument) -> str:
    """A document's number behind its mask."""
    return masking.mask_id(numbers.clear(document))


def shown_phone(phone: Phone) -> str:
    """A phone number behind its mask."""
    return masking.mask_phone(numbers.clear(phone))


def shown_contact_phone(contact: OrganisationContact) -> str:
    """A contact's number behind its mask; empty without one."""
    number = crypto.open_field(contact, "phone") if contact.phone else ""
    return masking.mask_phone(number) if number else ""


def status(person: Resident, *, as_of: date | None = None) -> Status:
    """The population label of a person in the street of the community that keeps the record."""
    community = person.community
    day = as_of or clock.today()
    hukou = next((row for row in person.hukou_records.all() if row.span.has(day)), None)
    codes = (community.code, hukou.region_code if hukou else "")
    street, elsewhere = _places(*(code[:9] for code in codes))
    known = _facts(person, day, hukou, elsewhere if len(codes[1]) >= 6 else None)
    return population_status(known, street=street, as_of=day)


def _facts(person: Resident, day: date, hukou: HukouRecord | None, place: Place | None) -> Facts:
    """What the population rule needs, from a record fetched with `resident_record`.

    The home and the hukou are those of the day; a death counts from its own date. ``place`` is
    where the hukou lies, as far as its code tells.
    """
    homes = (home for home in person.residencies.all() if home.main)
    home = next((row for row in homes if row.span.has(day)), None)
    return Facts(
        main_street=home.dwelling.community.code[:9] if home else None,
        hukou=HukouState(hukou.state) if hukou else None,
        hukou_place=place,
        left=Left(hukou.left) if hukou else Left.UNKNOWN,
        left_street_on=hukou.left_street_on if hukou else None,
        left_reason=LeftReason(hukou.left_reason) if hukou and hukou.left_reason else None,
        from_abroad=_from_abroad(person),
        death_date=person.death_date,
    )


def _places(*codes: str) -> list[Place]:
    """Streets or counties by code, and whether each lies in a 市辖区: the region tells, not digits."""
    counties = Region.objects.filter(
        code__in={code[:6] for code in codes}, name__endswith="区", until=None
    )
    districts = set(counties.values_list("code", flat=True))
    return [Place(code, code[:6] in districts) for code in codes]


def _from_abroad(person: Resident) -> bool:
    if person.nationality != "CHN":
        return True
    kinds = {row.kind for row in person.documents.all() if row.state == DocumentState.VALID}
    return "154" in kinds or (bool(kinds) and kinds <= set(ABROAD_KINDS))


def age_range(youngest: int, oldest: int | None) -> Q:
    """People between two full ages today; without an upper age, all older ones too."""
    today = clock.today()
    condition = Q(birth_date__lte=_years_before(today, youngest))
    if oldest is not None:
        condition &= Q(birth_date__gt=_years_before(today, oldest + 1))
    return condition


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
