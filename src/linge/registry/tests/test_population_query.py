"""The population table asked of the database gives what the rule gives, for whatever facts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from linge.registry import filters, queries
from linge.registry.models import HukouRecord, IdentityDocument, Residency, Resident
from linge.registry.rules.kinds import HukouState, Left, LeftReason
from linge.registry.rules.population import LABELS, add_months, away_since
from linge.registry.tests.factories import homes, resident
from linge.territory.models import Region
from linge.territory.tests.actors import officer, staff
from linge.territory.tests.factories import RegionFactory

days = st.dates(date(2025, 8, 1), date(2026, 7, 1))
hukous = st.fixed_dictionaries(
    {
        "state": st.sampled_from(list(HukouState)),
        "region_code": st.sampled_from(["", "990202", "near", "990"]),
        "left": st.sampled_from(list(Left)),
        "left_street_on": st.none() | days,
        "left_reason": st.sampled_from(["", *LeftReason]),
    }
)
facts = st.tuples(
    st.none() | hukous,
    st.sampled_from(["here", "elsewhere", "nowhere"]),
    st.sampled_from(["CHN", "CHN", "SGP"]),
    st.sampled_from(["111", "111", "154", "414"]),
    st.none() | days,
)


class Same(TestCase):
    """The rule and the query, side by side."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(facts, min_size=1, max_size=5), days)
    def test_the_query_decides_as_the_rule_does(self, told, as_of):
        home = homes()[0]
        district = home.community.parent.parent
        Region.objects.filter(pk=district.pk).update(name="示范区")
        other = RegionFactory(level="street", parent=district)
        away = homes()[0]
        Region.objects.filter(pk=away.community_id).update(
            code=f"{other.code}{away.community.code[9:]}"
        )
        made = []
        for number, (hukou, lives, nationality, kind, death) in enumerate(told):
            person = resident(f"张桂{'甲乙丙丁戊'[number]}", home=home)
            Resident.objects.filter(pk=person.pk).update(nationality=nationality, death_date=death)
            IdentityDocument.objects.filter(person=person).update(kind=kind)
            ties = Residency.objects.filter(person=person)
            if lives == "nowhere":
                ties.delete()
            elif lives == "elsewhere":
                ties.update(dwelling=away)
            if hukou:
                self._register(person, hukou, other.code)
            made.append(person.pk)
        rows = queries.with_population_row(Resident.objects.all(), as_of=as_of)
        record = queries.resident_record(officer(home.community))
        for person in record.filter(pk__in=made):
            expected = queries.status(person, as_of=as_of)
            found = rows.get(pk=person.pk).because
            assert found == expected.because
            assert LABELS.get(found, "–") == expected.label

    def _register(self, person, hukou, near):
        code = near if hukou["region_code"] == "near" else hukou["region_code"]
        left_on = hukou["left_street_on"] if hukou["left"] == Left.YES else None
        HukouRecord.objects.create(
            person=person,
            since=date(2020, 1, 1),
            **hukou | {"region_code": code, "left_street_on": left_on, "no_code_reason": "不详"},
        )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_latest_day_of_leaving_is_the_last_that_is_up(as_of):
    day = away_since(as_of)
    assert add_months(day, 6) <= as_of
    assert add_months(date.fromordinal(day.toordinal() + 1), 6) > as_of


@pytest.mark.django_db
def test_the_list_is_narrowed_by_label_and_says_by_which_definition(as_actor):
    home = homes()[0]
    floating, unknown = resident("李建国", home=home), resident("王强", home=home)
    HukouRecord.objects.create(
        person=floating, since=date(2020, 1, 1), state="elsewhere", region_code="990202",
        left="yes", left_street_on=date(2020, 1, 1),
    )  # fmt: skip
    client = as_actor(officer(home.community))
    page = reverse("registry:residents")
    shown = client.get(page, {"population": "常住·流动"}).content.decode()
    assert "李建国" in shown
    assert "王强" not in shown
    assert "人口类别（第七次普查口径）" in shown
    asked = client.get(page, {"population": "待核实"}).content.decode()
    assert unknown.name in asked


def test_nobody_is_listed_by_ethnicity_belief_or_politics():
    forbidden = ("ethnic", "politic", "relig", "belief", "party")
    names = filters.ResidentFilter.base_filters | filters.HouseholdFilter.base_filters
    assert not [name for name in names if any(word in name for word in forbidden)]


@pytest.mark.django_db
def test_figures_cost_the_same_for_many_people(as_actor, django_assert_max_num_queries):
    home = homes()[0]
    by = officer(home.community)
    resident("张桂兰", home=home)
    with CaptureQueriesContext(connection) as few:
        queries.headcount(by, home.community)
    for number in range(20):
        resident(f"李建{'国军民华平'[number % 5]}", home=home)
    with django_assert_max_num_queries(len(few)):
        assert sum(queries.headcount(by, home.community).total.rows.values()) == 21


@pytest.mark.django_db
def test_people_at_home_elsewhere_stand_on_a_line_of_their_own(as_actor):
    home = homes()[0]
    person = resident("李建国", home=home)
    Residency.objects.filter(person=person).delete()
    HukouRecord.objects.create(person=person, since=date(2020, 1, 1), state="here", left="unknown")
    by = officer(home.community)
    (line,) = queries.headcount(by, home.community).grids
    assert (line.grid, line.of("hukou")) == (None, 1)
    listed = as_actor(by).get(reverse("registry:residents"), {"grid": "null"})
    assert [row.name for row in listed.context["slice"]] == ["李建国"]


@pytest.mark.django_db
def test_a_day_ahead_is_refused_in_words(as_actor):
    client = as_actor(officer(homes()[0].community))
    for page in ("registry:population", "registry:residents"):
        answer = client.get(reverse(page), {"as_of": "2036-02-31"})
        assert answer.status_code == 400
        assert "日期“2036-02-31”不存在" in answer.content.decode()


@pytest.mark.django_db
def test_a_street_reads_the_figures_and_opens_no_list(as_actor):
    home = homes()[0]
    HukouRecord.objects.create(
        person=resident("张桂兰", home=home), since=date(2020, 1, 1), state="here", left="no"
    )
    street = staff("street_officer", home.community.parent.path)
    answer = as_actor(street).get(reverse("registry:population"))
    assert [figure.href for figure in answer.context["total"].populations()] == ["", "", ""]
    assert answer.context["total"].heads.of("permanent") == 1
