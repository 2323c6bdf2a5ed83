"""People and households for tests, made by the real actions, so set-up can't lie.

All are made up: identity numbers of area 990101, mobiles that begin with 120.
"""

from datetime import date
from itertools import count

from linge.kernel.access import Actor, Grant
from linge.registry import actions
from linge.registry.models import CollectionRound, Visit
from linge.registry.rules import identity
from linge.registry.rules.drafts import NewDocument, NewHome, NewPerson, NewPhone
from linge.registry.rules.kinds import Outcome, ResidencyRole
from linge.territory.tests.factories import DwellingFactory, GridFactory, UnitFactory

SINCE = date(2025, 1, 1)
_serial = count(1)


def clerk(community) -> Actor:
    """A community officer who may do everything of the register in the community."""
    grant = Grant(role="community_officer", post="community_officer", node=community.path)
    return Actor(name="周敏", kind="staff", how="desk", grants=(grant,))


def citizen_number(born=date(1985, 7, 12), *, sex="2") -> str:
    """A new made-up number with a right check digit."""
    sequence = next(_serial) % 499 * 2 + (1 if sex == "1" else 2)
    body = f"{identity.DEMO_AREA}{born:%Y%m%d}{sequence % 1000:03}"
    return body + identity.check_digit(body)


def mobile() -> str:
    return f"120{next(_serial):08}"


def draft(name="张桂兰", *, born=date(1953, 3, 14), sex="2", **facts) -> NewPerson:
    """A person as told at the door."""
    number = facts.pop("number", None) or citizen_number(born, sex=sex)
    phone = facts.pop("phone", None) or mobile()
    return NewPerson(
        name=name,
        sex=sex,
        birth_date=born,
        documents=(NewDocument(number),),
        phones=(NewPhone(phone),),
        **facts,
    )


def resident(name="张桂兰", *, home=None, role=ResidencyRole.FAMILY, since=SINCE, **facts):
    """A person on record, living in ``home`` (a dwelling; a new one when none is given)."""
    home = home or DwellingFactory()
    return actions.register_resident(
        draft(name, **facts),
        by=clerk(home.community),
        community=home.community,
        home=NewHome(home.pk, since, role, role != ResidencyRole.REGISTERED_ONLY),
    )


def household(home=None, *, names=("张桂兰", "李建国"), since=SINCE):
    """A couple on record as one living household; the first is the head."""
    home = home or DwellingFactory()
    people = [resident(name, home=home) for name in names]
    relations = ["02", "10", "20", "30"]
    return actions.form_household(
        home, list(zip(people, relations, strict=False)), by=clerk(home.community), since=since
    )


def collection_round(community, *, since=SINCE) -> CollectionRound:
    return actions.open_round(community, by=clerk(community), name="首轮采集", since=since)


def visit(home, outcome=Outcome.MET, *, day=None, **facts) -> Visit:
    """A visit paid to a dwelling, on a given day when the clock is not to decide."""
    paid = actions.record_visit(home, by=clerk(home.community), outcome=outcome, **facts)
    if day:
        Visit.objects.filter(pk=paid.pk).update(day=day)
    return paid


def homes(grid=None, *, floors=2, rooms=2, building=None):
    """The dwellings of one unit, all of one grid."""
    grid = grid or GridFactory()
    unit = UnitFactory(
        grid=grid,
        community=grid.community,
        building__grid=grid,
        building__community=grid.community,
        building__estate__community=grid.community,
        building__expected_dwellings=floors * rooms,
        number="1",
    )
    return [
        DwellingFactory(unit=unit, floor=floor, room=f"{floor}{room:02}")
        for floor in range(1, floors + 1)
        for room in range(1, rooms + 1)
    ]
