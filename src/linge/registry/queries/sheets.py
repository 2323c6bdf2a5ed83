"""The rows of the list pages with all that their sheets tell beside the page."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from linge.kernel.access import Actor
from linge.territory.models import Dwelling, Organisation, Shop

from ..models import Household, HouseholdMember, HukouRecord, Resident
from ..rules.kinds import HouseholdKind
from . import homes, ledgers, people


def residents(actor: Actor, _day: date) -> QuerySet[Resident]:
    """The people of the list. Six queries, however many rows."""
    families = HouseholdMember.objects.filter(until=None, household__kind=HouseholdKind.LIVING)
    return people.residents(actor).prefetch_related(
        Prefetch("documents", ledgers.valid_documents(), to_attr="papers"),
        Prefetch("hukou_records", HukouRecord.objects.filter(until=None), to_attr="open_hukou"),
        Prefetch(
            "memberships",
            families.select_related("household").order_by("pk"),
            to_attr="families",
        ),
    )


def households(actor: Actor, _day: date) -> QuerySet[Household]:
    """The households of the list, the documents of their people beside them."""
    papers = Prefetch(
        "open_members__person__documents", ledgers.valid_documents(), to_attr="papers"
    )
    return homes.households(actor).prefetch_related(papers)


def dwellings(actor: Actor, day: date) -> QuerySet[Dwelling]:
    """The dwellings of the list."""
    return homes.dwellings(actor, day)


def organisations(actor: Actor, _day: date) -> QuerySet[Organisation]:
    """The organisations of the list with whom they name to act for them."""
    return ledgers.organisations(actor)


def shops(actor: Actor, _day: date) -> QuerySet[Shop]:
    """The shop fronts of the list with who trades there."""
    return ledgers.shops(actor)
