"""Ties in scope, for the pages that end or confirm them, and what an owner form shows as known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Organisation, Shop
from linge.ui.words import day

from .. import codes
from ..models import (
    Employment,
    Household,
    HouseholdItem,
    HukouRecord,
    OptionalItem,
    OrganisationContact,
    Ownership,
    Phone,
    Resident,
    ShopOperation,
    Tenancy,
)
from .people import shown_phone
from .scope import of_households, seen

OF_THING = ("dwelling__building__estate", "dwelling__unit", "shop__building", "shop__place")
HIDDEN = "••••••"
SHOP_DEPTH = ("shop__building__estate", "shop__place")


def _at_thing(actor: Actor) -> Q:
    """The dwelling or the shop lies in the actor's scope."""
    homes = Q(dwelling__isnull=False) & within(
        actor, path="dwelling__path", grid="dwelling__grid_id"
    )
    return homes | Q(shop__isnull=False) & within(actor, path="shop__path", grid="shop__grid_id")


def visible_ownerships(actor: Actor) -> QuerySet[Ownership]:
    """Shares in what lies in the actor's scope."""
    rows = Ownership.objects.filter(_at_thing(actor))
    return rows.select_related(*OF_THING, "person", "organisation")


def visible_tenancies(actor: Actor) -> QuerySet[Tenancy]:
    """Leases of what lies in the actor's scope."""
    rows = Tenancy.objects.filter(_at_thing(actor))
    return rows.select_related(
        *OF_THING, "landlord", "landlord_organisation", "tenant", "tenant_organisation", "agent"
    )


def visible_operations(actor: Actor) -> QuerySet[ShopOperation]:
    """Who trades, or traded, in the shops of the actor's scope."""
    rows = ShopOperation.objects.filter(within(actor, path="shop__path", grid="shop__grid_id"))
    return rows.select_related(*SHOP_DEPTH, "operator", "operator_organisation")


def visible_contacts(actor: Actor) -> QuerySet[OrganisationContact]:
    """Whom to speak to at the organisations and shops of the actor's scope."""
    at_shop = within(actor, path="shop__path", grid="shop__grid_id")
    at_organisation = within(actor, path="organisation__path", grid="organisation__grid_id")
    rows = OrganisationContact.objects.filter(
        Q(shop__isnull=False) & at_shop | Q(organisation__isnull=False) & at_organisation
    )
    return rows.select_related(*SHOP_DEPTH, "organisation", "person")


def visible_employments(actor: Actor) -> QuerySet[Employment]:
    """The work of the people in the actor's scope."""
    return Employment.objects.filter(seen(actor)).select_related("person", "organisation")


def visible_phones(actor: Actor) -> QuerySet[Phone]:
    """The numbers of the people in the actor's scope."""
    return Phone.objects.filter(seen(actor)).select_related("person")


def visible_hukou(actor: Actor) -> QuerySet[HukouRecord]:
    """The hukou records of the people in the actor's scope."""
    return HukouRecord.objects.filter(seen(actor)).select_related("person")


def visible_items(actor: Actor) -> QuerySet[HouseholdItem]:
    """Vehicles, e-bikes and dogs of the households in the actor's scope."""
    rows = HouseholdItem.objects.filter(of_households(actor, "household__"))
    return rows.select_related("household")


CONFIRMABLE: dict[str, Any] = {
    "employment": visible_employments,
    "hukou": visible_hukou,
    "phone": visible_phones,
    "ownership": visible_ownerships,
    "tenancy": visible_tenancies,
    "operation": visible_operations,
    "contact": visible_contacts,
}


def optional_kinds(community: int) -> list[str]:
    """The optional items a community asks for."""
    return list(
        OptionalItem.objects.filter(community=community, until=None)
        .order_by("kind")
        .values_list("kind", flat=True)
    )


def shown_items(household: Household) -> list[tuple[HouseholdItem, str]]:
    """The vehicles, e-bikes and dogs of a household, each number behind its mask."""
    return [(row, HIDDEN) for row in household.items.order_by("kind", "-since")]


@dataclass(frozen=True, slots=True)
class Held:
    """A fact on record as an owner form shows it: 值 · 来源 · 多久前."""

    kind: str
    uuid: str
    words: str
    source: str
    confirmed_at: datetime


def _held(kind: str, row: Any, words: str) -> Held:
    return Held(kind, str(row.uuid), words, row.get_source_display(), row.confirmed_at)


def held_hukou(person: Resident) -> list[Held]:
    """What is known of a person's hukou."""
    return [
        _held("hukou", row, hukou_words(row))
        for row in HukouRecord.objects.filter(person=person, until=None)
    ]


def hukou_words(row: HukouRecord) -> str:
    """A hukou in words: state, place code, since when the person left."""
    parts = [row.get_state_display(), row.region_code or row.no_code_reason, row.get_left_display()]
    if row.left_street_on:
        parts.append(day(row.left_street_on))
    return " · ".join(str(part) for part in parts if part)


def held_employment(person: Resident) -> list[Held]:
    """What is known of a person's work."""
    rows = Employment.objects.filter(person=person, until=None).select_related("organisation")
    return [_held("employment", row, employment_words(row)) for row in rows]


def employment_words(row: Employment) -> str:
    """Work in words: standing, employer, occupation."""
    employer = row.organisation.name if row.organisation else row.employer
    status = codes.label("employment", row.status)
    return " · ".join(part for part in (status, employer, row.occupation) if part)


def held_phones(person: Resident) -> list[Held]:
    """The numbers on record, masked."""
    return [
        _held("phone", row, f"{shown_phone(row)} · {row.get_usable_display()}")
        for row in person.phones.order_by("-is_main", "pk")
    ]


def party_words(row: Any, *names: str) -> str:
    """The name of whoever of the named columns is set."""
    party = next((getattr(row, name) for name in names if getattr(row, name)), None)
    return str(party.name) if party else ""


def held_ownership(thing: Any) -> list[Held]:
    """Who owns a dwelling or a shop today."""
    column = "shop" if isinstance(thing, Shop) else "dwelling"
    rows = Ownership.objects.filter(until=None, **{column: thing})
    return [
        _held(
            "ownership",
            row,
            f"{party_words(row, 'person', 'organisation')} · {row.share_num}/{row.share_den}",
        )
        for row in rows.select_related("person", "organisation")
    ]


def held_tenancy(thing: Any) -> list[Held]:
    """The leases of a dwelling or a shop that have not ended."""
    column = "shop" if isinstance(thing, Shop) else "dwelling"
    rows = Tenancy.objects.filter(until=None, **{column: thing}) | Tenancy.objects.filter(
        until__gt=clock.today(), **{column: thing}
    )
    return [_held("tenancy", row, tenancy_words(row)) for row in rows.order_by("since")]


def tenancy_words(row: Tenancy) -> str:
    """A lease in words: from whom to whom, until when."""
    ends = day(row.until) if row.until else gettext("租期止未定")
    parties = (
        party_words(row, "landlord", "landlord_organisation"),
        party_words(row, "tenant", "tenant_organisation"),
    )
    return f"{' → '.join(parties)} · {ends}"


def held_operation(shop: Shop) -> list[Held]:
    """Who trades in a shop today."""
    rows = ShopOperation.objects.filter(shop=shop, until=None)
    return [
        _held(
            "operation",
            row,
            f"{row.trade_name} · {party_words(row, 'operator', 'operator_organisation')}",
        )
        for row in rows.select_related("operator", "operator_organisation")
    ]


def held_contacts(place: Organisation | Shop) -> list[Held]:
    """Whom to speak to at an organisation or a shop today."""
    rows = place.contacts.filter(until=None).select_related("person").order_by("role", "pk")
    return [_held("contact", row, contact_words(row)) for row in rows]


def contact_words(row: OrganisationContact) -> str:
    """A contact in words: role and name."""
    return f"{row.get_role_display()} · {row.person.name if row.person else row.name}"
