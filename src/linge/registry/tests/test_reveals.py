"""A number in clear: for whom it exists, what it costs, what it leaves."""

import pytest

from linge.accounts import reveals
from linge.accounts.actions import reveal
from linge.accounts.models import Reveal
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, numbers
from linge.registry.tests.factories import SINCE, clerk, homes, resident
from linge.territory.tests.actors import leader, officer, worker
from linge.territory.tests.factories import GridFactory, RegionFactory

pytestmark = pytest.mark.django_db
WHY = "入户核对身份证件"


@pytest.fixture
def home():
    return homes()[0]


@pytest.fixture
def document(home):
    return resident(home=home).documents.get()


@pytest.fixture
def user(django_user_model):
    return django_user_model.objects.create(name="王芳")


def found(actor, document):
    row, _declared = reveals.find(actor, f"registry.identitydocument:{document.uuid}", "number")
    return row


def test_a_worker_opens_a_number_of_the_own_grid_and_leaves_a_trace(home, document, user):
    actor = worker(home.grid, user=user)
    clear = reveal(found(actor, document), "number", by=actor, purpose="visit", reason=WHY)
    assert clear == numbers.clear(document)
    assert Reveal.objects.get().subject == f"registry.identitydocument:{document.uuid}"


def test_a_phone_is_opened_the_same_way(home, document, user):
    actor = officer(home.community, user=user)
    phone = document.person.phones.get()
    row, _declared = reveals.find(actor, f"registry.phone:{phone.uuid}", "number")
    assert reveal(row, "number", by=actor, purpose="service", reason=WHY) == numbers.clear(phone)


def test_an_owner_is_opened_by_the_worker_who_sees_the_other_home(home, document, user):
    other = homes(GridFactory(community=home.community))[0]
    actions.record_ownership(other, document.person, by=clerk(home.community), since=SINCE)
    actor = worker(other.grid, user=user)
    assert reveal(found(actor, document), "number", by=actor, purpose="visit", reason=WHY)


def test_outside_the_scope_there_is_no_such_number(home, document):
    for actor in (worker(GridFactory(community=home.community)), officer(RegionFactory())):
        with pytest.raises(Outside):
            found(actor, document)


@pytest.mark.parametrize("name", ["", "1", "16789206-e0e0-4f99-b85f-4f0bc3a87ea0"])
def test_an_unknown_number_does_not_exist(home, name):
    with pytest.raises(Outside):
        reveals.find(officer(home.community), f"registry.identitydocument:{name}", "number")


def test_other_columns_are_not_revealed(home, document):
    with pytest.raises(Outside):
        reveals.find(
            officer(home.community), f"registry.identitydocument:{document.uuid}", "number_index"
        )


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"reason": "看看"}, "accounts.reason_short"),
        ({"purpose": "emergency"}, "access.no_purpose"),
    ],
)
def test_without_a_reason_or_a_purpose_nothing_is_opened(home, document, user, told, code):
    actor = worker(home.grid, user=user)
    facts = {"purpose": "visit", "reason": WHY} | told
    with pytest.raises(Refused, match=code):
        reveal(found(actor, document), "number", by=actor, **facts)
    assert not Reveal.objects.exists()


def test_the_leader_reveals_for_oversight_only(home, document, user):
    actor = leader(home.community, user=user)
    assert reveal(found(actor, document), "number", by=actor, purpose="oversight", reason=WHY)
    with pytest.raises(Refused, match="access.no_purpose"):
        reveal(found(actor, document), "number", by=actor, purpose="visit", reason=WHY)
