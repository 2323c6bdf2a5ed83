"""No two hukous, operators, leases or shares at once: on both databases, for two hands at once."""

import threading
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from linge.kernel.intervals import Span, heaviest
from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.actions.hukou import place_hukou
from linge.registry.models import Ownership, Residency, ShopOperation
from linge.registry.rules.drafts import NewHome, NewHukou
from linge.registry.rules.kinds import HukouState, ResidencyRole
from linge.registry.tests.factories import clerk, homes, resident
from linge.territory.tests.factories import OrganisationFactory, ShopFactory

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


@pytest.fixture
def home(db):
    return homes()[0]


@pytest.fixture
def by(home):
    return clerk(home.community)


def lodge(person, home, by, since, until=None):
    tie = actions.move_in(person, NewHome(home.pk, since, ResidencyRole.LODGER, main=False), by=by)
    return actions.move_out(tie, by=by, on=until) if until else tie


def test_a_tie_to_the_same_home_begins_after_the_one_before(home, by):
    person = resident(home=homes()[0])
    lodge(person, home, by, JAN, MAR)
    with pytest.raises(Refused, match="registry.overlap"):
        lodge(person, home, by, FEB)
    assert lodge(person, home, by, MAR).until is None


def test_a_tie_closed_later_must_not_run_into_the_next(home, by):
    person = resident(home=homes()[0])
    first = lodge(person, home, by, JAN, FEB)
    lodge(person, home, by, MAR)
    with pytest.raises(Refused, match="registry.overlap"):
        actions.move_out(first, by=by, on=APR)


def test_a_person_has_one_hukou_on_any_day(home, by):
    person = resident(home=home)
    actions.set_hukou(person, NewHukou(HukouState.HERE, JAN), by=by)
    moved = NewHukou(HukouState.ELSEWHERE, MAR, region_code="990202")
    place_hukou(person, moved, by=by)  # as an applied change request does
    assert [row.until for row in person.hukou_records.order_by("since")] == [MAR, None]


def test_a_shop_has_one_operator_on_any_day(home, by):
    shop = ShopFactory(building=home.building)
    first, second = (OrganisationFactory(community=home.community) for _ in range(2))
    began = actions.change_operator(shop, first, by=by, trade_name="老王面馆", since=JAN)
    actions.end_operation(began, by=by, on=MAR)
    with pytest.raises(Refused, match="registry.shop_operation_overlap") as refusal:
        actions.change_operator(shop, second, by=by, trade_name="小李面馆", since=FEB)
    assert refusal.value.field == "since"
    actions.change_operator(shop, second, by=by, trade_name="小李面馆", since=MAR)
    assert ShopOperation.objects.on(MAR).get(shop=shop).operator_organisation == second


def test_a_lease_of_a_shop_meets_no_other(home, by):
    shop = ShopFactory(building=home.building)
    owner, tenant = resident("张桂兰", home=home), resident("李建国", home=home)
    terms = {"by": by, "landlord": owner, "tenant": tenant}
    actions.record_tenancy(shop, since=JAN, until=MAR, **terms)
    with pytest.raises(Refused, match="registry.tenancy_overlap"):
        actions.record_tenancy(shop, since=FEB, until=APR, by_room=True, **terms)
    actions.record_tenancy(shop, since=MAR, until=APR, **terms)


def test_a_member_joins_again_only_after_leaving(home, by):
    people = [resident(name, home=home) for name in ("张桂兰", "李建国")]
    family = actions.form_household(home, [(people[0], "02"), (people[1], "10")], by=by, since=JAN)
    actions.leave_household(family.members.get(relation="10"), by=by, on=MAR)
    with pytest.raises(Refused, match="registry.member_overlap"):
        actions.add_member(family, people[1], by=by, relation="10", since=FEB)


def test_the_same_work_is_not_held_twice_at_once(home, by):
    person = resident(home=home)
    work = {"by": by, "status": "24", "employer": "示范食品厂"}
    actions.record_employment(person, since=JAN, **work)
    with pytest.raises(Refused, match="registry.employment_overlap"):
        actions.record_employment(person, since=FEB, **work)
    actions.record_employment(person, since=FEB, replacing=True, **work)


class Shares(TestCase):
    """Whatever is tried, the shares on record never make more than the whole."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.booleans()),
            max_size=6,
        )
    )
    def test_shares_never_exceed_the_whole(self, tried):
        home = homes()[0]
        owner, by = resident(home=home), clerk(home.community)
        for parts, month, wholes, sold in tried:
            share = Fraction(parts, max(parts, wholes))
            try:
                with transaction.atomic():
                    row = actions.record_ownership(
                        home, owner, by=by, since=date(2026, month, 1), share=share
                    )
                    if sold:
                        actions.end_ownership(row, by=by, on=date(2026, month + 1, 1))
            except Refused as refusal:
                assert refusal.code == "registry.ownership_share"
        held = Ownership.objects.filter(dwelling=home)
        shares = ((Span(row.since, row.until), row.share_num, row.share_den) for row in held)
        assert heaviest((span, Fraction(num, den)) for span, num, den in shares) <= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("deed", ["own", "lodge"])
def test_of_two_hands_at_the_same_moment_one_is_refused(deed):
    home = homes()[0]
    person, by = resident(home=homes()[0]), clerk(home.community)
    gate, answers = threading.Barrier(2), []

    def write(month):
        gate.wait()
        try:
            if deed == "own":
                actions.record_ownership(home, person, by=by, since=month, share=Fraction(2, 3))
            else:
                lodge(person, home, by, month, APR)
            answers.append("done")
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(month,)) for month in (JAN, FEB)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clash = "registry.ownership_share" if deed == "own" else "registry.overlap"
    assert answers.count("done") == 1
    assert set(answers) <= {"done", clash, "registry.residency_open_once"}
    assert Ownership.objects.count() + Residency.objects.filter(dwelling=home).count() == 1
