"""Finding doubles on record, deciding them once, merging and taking apart to the row."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linge.accounts.models import User
from linge.kernel.refusals import Refused
from linge.registry import actions, jobs, queries
from linge.registry.actions import matches, merging, people, unmerging
from linge.registry.models import (
    HouseholdMember,
    MatchCandidate,
    NameKey,
    Residency,
    Resident,
    UnclaimedRow,
)
from linge.registry.queries.matches import neighbours, survivor_of, waiting
from linge.registry.rules.merging import CandidateState, MergeState, Verdict
from linge.territory.tests import actors
from linge.territory.tests.factories import RegionFactory

from . import factories
from .factories import clerk

pytestmark = pytest.mark.django_db
NOT_COMPARED = {"version", "confirmed_at"}


def leader(community):
    user = User.objects.create(name="李强", phone="12000000903", phone_index="12000000903")
    return replace(actors.leader(community, user=user), name="李强")


def pair(*, second="张桂蘭", number=True):
    """One person twice: another glyph, no document the second time, the same phone."""
    home, other = factories.homes(floors=1)
    born = date(1953, 3, 14)
    one = factories.resident("张桂兰", home=home, born=born, phone="12000000901")
    two = factories.resident(second, home=other, born=born, phone="12000000901")
    if not number:
        two.documents.all().delete()
    return one, two, clerk(home.community)


def test_a_pair_is_found_by_name_birth_and_phone_and_waits():
    one, two, by = pair(number=False)
    assert matches.find_matches(one.community, by=by) == 1
    found = waiting(by).get()
    assert (found.first, found.second, found.points) == (one, two, 86)
    assert found.because["name"] == "variant"
    assert matches.find_matches(one.community, by=by) == 1
    assert MatchCandidate.objects.count() == 1


def test_two_valid_documents_of_one_kind_are_no_pair():
    one, _two, by = pair()
    assert matches.find_matches(one.community, by=by) == 0


def test_a_different_pair_is_not_asked_again_until_a_compared_field_changes():
    one, two, by = pair(number=False)
    matches.find_matches(one.community, by=by)
    matches.decide_match(waiting(by).get(), by=by, verdict=Verdict.DIFFERENT)
    assert matches.find_matches(one.community, by=by) == 0
    two.refresh_from_db()
    people.correct(two, {"education": "70"}, by=by, version=two.version)
    assert matches.find_matches(one.community, by=by) == 0
    two.refresh_from_db()
    people.correct(two, {"name": "张桂兰"}, by=by, version=two.version)
    assert matches.find_matches(one.community, by=by) == 1


def test_a_change_looks_again_at_one_person_alone(django_capture_on_commit_callbacks):
    one, two, by = pair(second="李明", number=False)
    assert two.pk in neighbours(one)
    with django_capture_on_commit_callbacks(execute=True):
        people.correct(two, {"name": "张桂兰"}, by=by, version=two.version)
    assert waiting(by).get().points == 90
    two.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        people.correct(two, {"name": "李明",
                              "birth_date": date(1991, 1, 1)}, by=by, version=two.version)  # fmt: skip
    assert MatchCandidate.objects.get().state == CandidateState.GONE


def test_the_night_job_fills_the_queue():
    _one, _two, by = pair(number=False)
    jobs.find_matches()
    assert waiting(by).count() == 1


def test_nobody_outside_sees_a_pair():
    one, _two, by = pair(number=False)
    matches.find_matches(one.community, by=by)
    assert not waiting(clerk(RegionFactory())).exists()


def facts(person):
    """Everything of a record but versions: its fields, and the rows that name it."""
    person = Resident.objects.get(pk=person.pk)
    told = {"person": _columns(person)}
    for model, column in merging.columns_of_people():
        rows = model._default_manager.filter(**{column: person}).order_by("pk")
        told[f"{model._meta.label}.{column}"] = [_columns(row) for row in rows]
    told["keys"] = set(NameKey.objects.filter(person=person).values_list("kind", "key"))
    return told


def _columns(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in NOT_COMPARED
    }


@pytest.mark.proves("G1")
def test_merge_then_unmerge_leaves_both_equal_field_by_field():
    one, two, by = pair(number=False)
    actions.form_household(one.residencies.get().dwelling, [(one, "02")], by=by,
                           since=factories.SINCE)  # fmt: skip
    actions.form_household(two.residencies.get().dwelling, [(two, "02")], by=by,
                           since=factories.SINCE)  # fmt: skip
    before = facts(one), facts(two)
    merge = merging.merge_residents(one, two, by=by, choices={"name": "absorbed"})
    assert merge.state == MergeState.APPLIED
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.name, two.merged_into) == ("张桂蘭", one)
    assert survivor_of(two) == one
    assert list(queries.visible_to(by)) == [one]
    assert one.phones.count() == 2
    assert one.phones.filter(is_main=True).count() == 1
    assert Residency.objects.filter(person=one, main=True, until=None).count() == 1
    assert HouseholdMember.objects.filter(person=one, main=True, until=None).count() == 1
    unmerging.unmerge_residents(merge, by=by)
    assert (facts(one), facts(two)) == before
    assert merge.kept == []
    assert not UnclaimedRow.objects.exists()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(
    st.sampled_from(["name", "sex", "birth_date", "education", "home", "hukou"]),
    st.sampled_from(["survivor", "absorbed"]),
), st.booleans())  # fmt: skip
def test_any_choices_can_be_taken_back(choices, turned):
    one, two, by = pair(second="張桂兰", number=False)
    if turned:
        one, two = two, one
    before = facts(one), facts(two)
    merge = merging.merge_residents(one, two, by=by, choices=choices)
    unmerging.unmerge_residents(merge, by=by)
    assert (facts(one), facts(two)) == before


def test_the_chosen_home_stays_main():
    one, two, by = pair(number=False)
    home = two.residencies.get().dwelling
    merging.merge_residents(one, two, by=by, choices={"home": "absorbed"})
    assert Residency.objects.get(person=one, main=True, until=None).dwelling == home


def test_rows_born_since_wait_for_an_owner_and_edits_stay_with_the_survivor():
    one, two, by = pair(number=False)
    merge = merging.merge_residents(one, two, by=by, choices={"name": "absorbed"})
    one.refresh_from_db()
    people.correct(one, {"name": "张桂澜"}, by=by, version=one.version)
    actions.set_phone(one, "12000000902", by=by)
    unmerging.unmerge_residents(merge, by=by)
    one.refresh_from_db()
    assert one.name == "张桂澜"
    assert [step[2] for step in merge.kept] == ["name"]
    row = queries.matches.unclaimed(by).get()
    unmerging.settle_row(row, by=by, owner=two)
    assert two.phones.filter(pk=row.row).exists()
    assert not queries.matches.unclaimed(by).exists()
    with pytest.raises(Refused, match="registry.moved_on"):
        unmerging.settle_row(row, by=by, owner=one)


def test_two_valid_numbers_need_a_second_person():
    one, two, by = pair()
    merge = merging.merge_residents(one, two, by=by)
    assert merge.state == MergeState.PROPOSED
    assert not Resident.objects.filter(merged_into=one).exists()
    with pytest.raises(Refused, match="registry.second_person"):
        merging.confirm_merge(merge, by=by)
    merging.confirm_merge(merge, by=leader(one.community))
    assert Resident.objects.get(merged_into=one) == two
    assert one.documents.filter(state="valid").count() == 2
    assert merge.confirmed_name == "李强"


def test_the_second_person_may_say_no():
    one, two, by = pair()
    merge = merging.merge_residents(one, two, by=by)
    merging.confirm_merge(merge, by=leader(one.community), agree=False)
    assert merge.state == MergeState.REFUSED
    assert merging.merge_residents(one, two, by=by).state == MergeState.PROPOSED


def test_an_inner_merge_is_taken_back_after_the_later_one():
    one, two, by = pair(number=False)
    three = factories.resident("张桂兰", home=one.residencies.get().dwelling)
    three.documents.all().delete()
    inner = merging.merge_residents(one, two, by=by)
    one.refresh_from_db()
    later = merging.merge_residents(three, one, by=by)
    with pytest.raises(Refused, match="registry.unmerge_order"):
        unmerging.unmerge_residents(inner, by=by)
    assert survivor_of(Resident.objects.get(pk=two.pk)) == three
    unmerging.unmerge_residents(later, by=by)
    unmerging.unmerge_residents(inner, by=by)
    assert not Resident.objects.filter(merged_into__isnull=False).exists()


def test_what_cannot_be_merged_is_refused_in_words():
    one, two, by = pair(number=False)
    with pytest.raises(Refused, match="registry.merge_self"):
        merging.merge_residents(one, one, by=by)
    far = factories.resident("张桂兰")
    with pytest.raises(Refused):
        merging.merge_residents(one, far, by=by)
    merge = merging.merge_residents(one, two, by=by)
    two.refresh_from_db()
    with pytest.raises(Refused, match="registry.merge_absorbed"):
        merging.merge_residents(one, two, by=by)
    unmerging.unmerge_residents(merge, by=by)
    with pytest.raises(Refused, match="registry.moved_on"):
        unmerging.unmerge_residents(merge, by=by)


def test_landlord_and_tenant_cannot_become_one():
    one, two, by = pair(number=False)
    home = one.residencies.get().dwelling
    actions.record_tenancy(home, by=by, landlord=one, tenant=two, since=factories.SINCE)
    with pytest.raises(Refused, match="出租人和承租人"):
        merging.merge_residents(one, two, by=by)
