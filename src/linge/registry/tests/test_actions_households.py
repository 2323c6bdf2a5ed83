"""Households, visits, ownership and leases: what the tables hold and what they refuse."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest

from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions
from linge.registry.models import Household, Resident, Visit
from linge.registry.rules.drafts import NewHousehold, NewMember
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import (
    SINCE,
    citizen_number,
    clerk,
    collection_round,
    draft,
    homes,
    household,
    resident,
    visit,
)
from linge.territory.tests.actors import staff, worker
from linge.territory.tests.factories import DwellingFactory, GridFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PHOTO = {"kind": "photo", "file": "019ab2f0-0000-7000-8000-000000000001"}


@pytest.fixture
def home():
    return homes()[0]


@pytest.fixture
def by(home):
    return clerk(home.community)


def lead(grid):
    return staff("grid_lead", grid.community.path, grid=grid.pk)


def test_a_second_family_in_a_dwelling_needs_sharing(home, by):
    household(home)
    other = [(resident("王强", home=home), "02")]
    with pytest.raises(Refused, match="registry.household_one_family") as refusal:
        actions.form_household(home, other, by=by, since=SINCE)
    assert refusal.value.field == "shared"
    assert actions.form_household(home, other, by=by, since=SINCE, shared=True)


@pytest.mark.parametrize(
    ("relation", "code"),
    [("01", "member_relation"), ("xx", "member_relation"), ("02", "member_one_head")],
)
def test_a_member_needs_a_relation_and_a_household_one_head(home, by, relation, code):
    family = household(home)
    with pytest.raises(Refused, match=f"registry.{code}") as refusal:
        actions.add_member(
            family, resident("李晓", home=home), by=by, relation=relation, since=SINCE
        )
    assert refusal.value.field == "relation"


def test_nobody_is_in_two_living_households(home, by):
    head = household(home).members.get(relation="02").person
    other = DwellingFactory(unit=home.unit, room="909")
    with pytest.raises(Refused, match="registry.member_one_main"):
        actions.form_household(other, [(head, "02")], by=by, since=SINCE)


def test_a_hukou_book_may_name_people_of_several_dwellings(home, by):
    other = DwellingFactory(unit=home.unit, room="909")
    people = [resident("张桂兰", home=home), resident("李建国", home=other)]
    book = actions.open_book(
        "990101001",
        [(people[0], "02"), (people[1], "20")],
        by=by,
        community=home.community_id,
        since=SINCE,
    )
    assert book.members.count() == 2
    with pytest.raises(Refused, match="registry.household_one_book"):
        actions.open_book("990101001", [], by=by, community=home.community_id, since=SINCE)


def test_the_last_to_leave_ends_the_household(home, by):
    family = household(home)
    for member in family.members.all():
        actions.leave_household(member, by=by, on=date(2026, 2, 1))
    family.refresh_from_db()
    assert family.until == date(2026, 2, 1)


def test_moving_out_leaves_the_household_too(home, by):
    family = household(home, names=("张桂兰",))
    person = family.members.get().person
    actions.move_out(person.residencies.get(), by=by, on=date(2026, 2, 1))
    assert family.members.get().until == date(2026, 2, 1)
    assert Household.objects.get().until == date(2026, 2, 1)


def test_a_relation_is_corrected_once_per_version(home, by):
    member = household(home).members.get(relation="10")
    actions.relate_member(member, by=by, relation="97", version=1)
    with pytest.raises(Refused, match="registry.moved_on"):
        actions.relate_member(member, by=by, relation="10", version=1)


def test_a_visit_sent_twice_is_one_visit(home, by):
    born_on_the_phone = uuid4()
    first = actions.record_visit(home, by=by, outcome=Outcome.MET, uuid=born_on_the_phone)
    again = actions.record_visit(home, by=by, outcome=Outcome.MET, uuid=born_on_the_phone)
    assert first == again
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("outcome", [Outcome.VACANT, Outcome.NONRESIDENTIAL])
def test_vacant_needs_evidence(home, by, outcome):
    with pytest.raises(Refused, match="registry.vacant_needs_evidence") as refusal:
        actions.record_visit(home, by=by, outcome=outcome)
    assert refusal.value.field == "evidence"
    assert actions.record_visit(home, by=by, outcome=outcome, evidence=[PHOTO])


def test_what_was_said_at_the_door_is_sealed(home, by):
    paid = actions.record_visit(home, by=by, outcome=Outcome.MET, words="老人行动不便")
    assert "老人" not in Visit.objects.get(pk=paid.pk).words


def test_no_change_confirms_the_people_and_the_household(home, by, at):
    at("2026-06-15 09:00")
    family = household(home)
    at("2026-07-01 09:00")
    visit(home, Outcome.CONFIRMED)
    family.refresh_from_db()
    assert family.confirmed_at.date() == date(2026, 7, 1)
    assert {p.confirmed_at.date() for p in Resident.objects.all()} == {date(2026, 7, 1)}
    assert {p.version for p in Resident.objects.all()} == {1}


def test_a_vacancy_is_approved_by_another_person_once(home):
    paid = actions.record_visit(
        home, by=worker(home.grid), outcome=Outcome.VACANT, evidence=[PHOTO]
    )
    Visit.objects.filter(pk=paid.pk).update(worker=None)
    chief = Actor(user_id=7, name="李强", kind="staff", grants=lead(home.grid).grants)
    own = Visit.objects.get(pk=paid.pk)
    own.worker_id = 7
    with pytest.raises(Refused, match="registry.own_visit"):
        actions.approve_vacancy(own, by=chief)
    with pytest.raises(Refused, match="access.no_capability"):
        actions.approve_vacancy(paid, by=worker(home.grid))


def test_only_the_first_approval_counts(home, django_user_model):
    user = django_user_model.objects.create(name="李强")
    chief = Actor(user_id=user.pk, name="李强", kind="staff", grants=lead(home.grid).grants)
    paid = actions.record_visit(
        home, by=worker(home.grid), outcome=Outcome.VACANT, evidence=[PHOTO]
    )
    actions.approve_vacancy(paid, by=chief)
    with pytest.raises(Refused, match="registry.moved_on"):
        actions.approve_vacancy(paid, by=chief)


def test_a_void_visit_says_why(home, by):
    paid = visit(home)
    with pytest.raises(Refused, match="registry.visit_void_has_reason"):
        actions.void_visit(paid, by=by, reason=" ")
    assert actions.void_visit(paid, by=by, reason="走错门").void_reason == "走错门"


def test_a_worker_does_not_visit_for_the_next_grid(home):
    with pytest.raises(Outside):
        actions.record_visit(
            home, by=worker(GridFactory(community=home.community)), outcome=Outcome.MET
        )


def test_a_new_round_ends_the_one_before(home):
    first = collection_round(home.community)
    second = collection_round(home.community, since=date(2026, 1, 1))
    first.refresh_from_db()
    assert first.until == second.since


def test_shares_of_a_home_never_exceed_the_whole(home, by):
    owner, other = resident("张桂兰", home=home), resident("李建国", home=home)
    actions.record_ownership(home, owner, by=by, since=SINCE, share=Fraction(2, 3))
    with pytest.raises(Refused, match="registry.ownership_share"):
        actions.record_ownership(home, other, by=by, since=SINCE, share=Fraction(1, 2))
    actions.record_ownership(home, other, by=by, since=SINCE, share=Fraction(1, 3))


def test_nobody_is_the_own_landlord(home, by):
    owner = resident("张桂兰", home=home)
    with pytest.raises(Refused, match="registry.tenancy_two_parties") as refusal:
        actions.record_tenancy(home, by=by, landlord=owner, tenant=owner, since=SINCE)
    assert refusal.value.field == "tenant"


def test_two_leases_at_once_need_single_rooms(home, by):
    owner, first, second = (resident(name, home=home) for name in ("张桂兰", "李建国", "王强"))
    terms = {"by": by, "landlord": owner, "since": SINCE, "until": date(2026, 1, 1)}
    actions.record_tenancy(home, tenant=first, by_room=True, **terms)
    with pytest.raises(Refused, match="registry.tenancy_overlap"):
        actions.record_tenancy(home, tenant=second, **terms)
    actions.record_tenancy(home, tenant=second, by_room=True, **terms)


def test_an_organisation_may_let_a_home(home, by):
    company = OrganisationFactory(community=home.community)
    lease = actions.record_tenancy(
        home, by=by, landlord=company, tenant=resident("李建国", home=home), since=SINCE
    )
    assert lease.landlord_organisation == company


def test_many_households_take_the_same_way_as_one(home, by):
    other = DwellingFactory(unit=home.unit, room="909")
    told = [
        NewHousehold(
            place.pk,
            SINCE,
            (NewMember(draft("张桂兰"), "02"), NewMember(draft("李建国", sex="1"), "10")),
        )
        for place in (home, other)
    ]
    people = actions.register_households(told, by=by, community=home.community)
    assert len(people) == 4
    assert Household.objects.count() == 2
    one = resident("张桂兰", home=DwellingFactory(unit=home.unit, room="910"))
    many = Resident.objects.get(pk=people[0])
    assert list(one.name_keys.values_list("kind", "key").order_by("key")) == list(
        many.name_keys.values_list("kind", "key").order_by("key")
    )


def test_many_are_written_whole_or_not_at_all(home, by):
    number = citizen_number()
    resident("张桂兰", home=home, number=number)
    other = DwellingFactory(unit=home.unit, room="909")
    members = (NewMember(draft("李建国"), "02"), NewMember(draft("王强", number=number), "97"))
    with pytest.raises(Refused, match="registry.clash"):
        actions.register_households(
            [NewHousehold(other.pk, SINCE, members)], by=by, community=home.community
        )
    assert Resident.objects.count() == 1


def test_a_dwelling_of_another_community_is_not_written_to(home, by):
    away = DwellingFactory(unit__building__estate__community__parent=home.community.parent)
    with pytest.raises(Refused, match="registry.outside_community"):
        actions.register_households(
            [NewHousehold(away.pk, SINCE, (NewMember(draft(), "02"),))],
            by=by,
            community=home.community,
        )
