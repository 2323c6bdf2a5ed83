"""Which agency a case would go to, with the reason in words."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linge.accounts.models import Grant, User
from linge.kernel.clock import today
from linge.staff import queries as staff
from linge.staff.models import Agency

from ..models import Case


@dataclass(frozen=True, slots=True)
class Proposal:
    """An agency and why; without an agency, why there is none."""

    agency: Agency | None
    why: str


def agencies_for(case: Case) -> QuerySet[Agency]:
    """The active agencies that serve the place of a case."""
    return staff.agencies_of_community(case.community)


def proposed_agency(case: Case) -> Proposal:
    """The agency whose line the standard names, else the category's; the dispatcher decides."""
    agencies = list(agencies_for(case))
    if case.standard and (found := of_line(agencies, case.standard.agency_post)):
        return Proposal(found, _("立案条件的默认责任条线"))
    if case.category and (found := of_line(agencies, case.category.line)):
        return Proposal(found, _("所属条线的责任单位"))
    return Proposal(None, _("没有单位负责这一条线，请人工选择"))


def people_of(agency: Agency) -> QuerySet[User]:
    """Who works for an agency today, to pass a case on to."""
    held = grants_today().filter(agency_id=agency.pk)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def agencies_of(user: User) -> frozenset[int]:
    """The agencies somebody works for today, by id."""
    held = grants_today().filter(user=user, agency_id__isnull=False)
    return frozenset(pk for pk in held.values_list("agency_id", flat=True) if pk is not None)


def grants_today() -> QuerySet[Grant]:
    """Grants that hold today."""
    day = today()
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


def of_line(agencies: list[Agency], line: str) -> Agency | None:
    """The first of the agencies that works in a line."""
    return next((agency for agency in agencies if line and line in agency.lines), None)
