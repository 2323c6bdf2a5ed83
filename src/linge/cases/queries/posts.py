"""Who holds a post where a case lies, to be told or asked."""

from linge.accounts.models import User
from linge.staff import queries as staff
from linge.territory.rules.paths import ancestors

from ..models import Case
from .routing import grants_today, people_of

OF_AGENCY = frozenset({"agency_handler", "agency_head"})
OF_GRID = frozenset({"grid_lead", "grid_worker"})


def holders(case: Case, post: str) -> list[User]:
    """The people in a post for this case today: its grid's, its agency's, or its territory's."""
    if post in OF_GRID:
        return _of_grid(case, post)
    if post in OF_AGENCY:
        return _of_agency(case, post)
    held = grants_today().filter(post=post, node__in=ancestors(case.path))
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def _of_grid(case: Case, post: str) -> list[User]:
    if case.grid is None:
        return []
    if post == "grid_worker":
        return list(staff.workers_on_duty(case.grid))
    lead = staff.team(case.grid).lead
    return [lead.user] if lead else []


def _of_agency(case: Case, post: str) -> list[User]:
    if case.agency is None:
        return []
    held = grants_today().filter(post=post, agency_id=case.agency.pk)
    return list(people_of(case.agency).filter(pk__in=held.values("user")))
