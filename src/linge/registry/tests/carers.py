"""People who care and people in care, for tests: kinds shipped, consents given, needs granted."""

from datetime import date

from linge.accounts.models import User
from linge.kernel.access import Actor, Grant
from linge.registry import actions
from linge.registry.models import CareKind, Resident, ResidentAccount
from linge.registry.rules.consents import care_purpose
from linge.registry.rules.kinds import ConsentChannel
from linge.staff.tests.factories import PostFactory
from linge.territory.models import Dwelling, Grid, Region

CLOCK = Actor.clock("visit")
PAPER = ({"kind": "paper", "name": "纸质同意书"},)


def kind(code="DJ") -> CareKind:
    """A kind in use."""
    actions.ship_care_kinds(by=CLOCK)
    return CareKind.objects.get(code=code)


def carer(community: Region, *, user=None, lines=("civil_affairs",)) -> Actor:
    """The officer who decides on care needs of a line."""
    grant = Grant("community_officer", "care_officer", community.path, lines=lines)
    user_id = user.pk if user else None
    return Actor(user_id, name="周敏", kind="staff", how="desk", grants=(grant,))


def team(grid: Grid) -> tuple[Actor, Actor]:
    """The A worker and the lead of a grid, as they act."""
    return tuple(_post(grid, role, held) for role, held in ROLES)  # type: ignore[return-value]  # one actor a post


ROLES = (("a", "grid_worker"), ("lead", "grid_lead"))


def _post(grid: Grid, post: str, role: str) -> Actor:
    user = PostFactory(grid=grid, role=post).user
    grant = Grant(role, post, grid.community.path, grid=grid.pk)
    return Actor(user.pk, name=user.name, kind="staff", how="desk", grants=(grant,))


def agree(person: Resident, code: str, *, home: Dwelling, guardian=None):
    """A consent on paper, kept at the desk."""
    return actions.give_consent(
        person,
        care_purpose(code),
        by=carer(home.community),
        channel=ConsentChannel.PAPER,
        guardian=guardian,
        evidence=PAPER,
    )


def need(person: Resident, code: str, *, home: Dwelling, consent=True):
    """A need in force, with its first visit planned for the grid's A worker."""
    proposed = actions.propose_need(person, kind(code), by=carer(home.community))
    if consent:
        agree(person, code, home=home)
    return actions.grant_need(proposed, by=carer(home.community))


def signed_in(person: Resident, phone: str = "12000000020") -> Actor:
    """The person in the portal, with an account of the own."""
    user = User.objects.create(name=person.name, phone=phone, phone_index=phone)
    ResidentAccount.objects.create(user=user, person=person, since=date(2026, 1, 1))
    return Actor(user.pk, name=person.name, kind="resident", how="portal")
