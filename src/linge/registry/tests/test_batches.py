"""Several ticked people at once: counted first, then done or refused row by row in words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.models import Household, HouseholdMember, Phone, Residency, Resident, Tenancy
from linge.territory.models import Dwelling
from linge.territory.tests.actors import officer
from linge.territory.tests.factories import GridFactory

from .factories import homes, household, resident

pytestmark = pytest.mark.django_db
LONG_AGO = clock.now() - timedelta(days=400)


@pytest.fixture
def doors():
    return homes(floors=1, rooms=3)


def keys(*people):
    return {"row": [str(person.uuid) for person in people]}


def test_the_count_is_shown_before_anything_is_written(doors, as_actor):
    people = [resident(name, home=doors[0]) for name in ("张桂兰", "李建国")]
    Resident.objects.update(confirmed_at=LONG_AGO)
    client = as_actor(officer(doors[0].community))
    page = reverse("registry:confirm_people")
    asked = client.post(page, keys(*people))
    assert "已选 2 人" in asked.content.decode()
    assert not Resident.objects.filter(confirmed_at__gt=LONG_AGO).exists()
    client.post(page, keys(*people) | {"sure": "1"})
    assert Resident.objects.filter(confirmed_at__gt=LONG_AGO).count() == 2


def test_two_buildings_are_refused_and_nothing_is_confirmed(doors, as_actor):
    other = homes(GridFactory(community=doors[0].community))[0]
    people = [resident("张桂兰", home=doors[0]), resident("李建国", home=other)]
    Resident.objects.update(confirmed_at=LONG_AGO)
    client = as_actor(officer(doors[0].community))
    answer = client.post(reverse("registry:confirm_people"), keys(*people) | {"sure": "1"})
    assert answer.status_code == 422
    assert "不同的楼栋" in answer.content.decode()
    assert not Resident.objects.filter(confirmed_at__gt=LONG_AGO).exists()


def test_fifty_one_are_too_many(doors):
    people = [Resident(name="张桂兰")] * 51
    with pytest.raises(Refused, match="一次最多确认50人"):
        actions.sound_batch(people)


def test_people_out_of_scope_are_as_if_not_ticked(doors, as_actor):
    mine, foreign = resident("张桂兰", home=doors[0]), resident("李建国")
    client = as_actor(officer(doors[0].community))
    asked = client.post(reverse("registry:confirm_people"), keys(mine, foreign))
    assert [person.name for person in asked.context["people"]] == ["张桂兰"]
    assert client.post(reverse("registry:confirm_people"), keys(foreign)).status_code == 302
    assert client.post(reverse("registry:confirm_people"), {"row": "x"}).status_code == 302


def test_who_cannot_move_is_told_by_name_and_the_others_move(doors, as_actor):
    early = resident("张桂兰", home=doors[0], since=date(2025, 1, 1))
    late = resident("李建国", home=doors[0], since=date(2026, 6, 1))
    client = as_actor(officer(doors[0].community))
    number, unit = doors[1].building.number, doors[1].unit.number
    told = {"address": f"{number}-{unit}-{doors[1].room}", "role": "family", "since": "2026-03-01"}
    answer = client.post(reverse("registry:move_people"), keys(early, late) | told | {"sure": "1"})
    words = answer.content.decode()
    assert "已登记1人的新住处" in words
    assert [each.person for each in answer.context["refused"]] == [late]
    now = Residency.objects.filter(main=True, until=None).order_by("person")
    assert list(now.values_list("person", "dwelling")) == [
        (early.pk, doors[1].pk), (late.pk, doors[0].pk),
    ]  # fmt: skip


def test_a_key_edits_the_row(doors, as_actor):
    person = resident("张桂兰", home=doors[0])
    listed = as_actor(officer(doors[0].community)).get(reverse("registry:residents"))
    edit = reverse("registry:resident_edit", args=[person.uuid])
    assert f'href="{edit}" data-key="e"' in listed.content.decode()


def names(client, page, **asked):
    return list(client.get(reverse(page), asked).context["slice"])


def test_homes_are_found_whose_lease_soon_ends(doors, as_actor):
    today, owner, tenant = clock.today(), resident("张桂兰"), resident("李建国", home=doors[0])
    for home, days in zip(doors, (31, 32, -5), strict=True):
        Tenancy.objects.create(
            dwelling=home, landlord=owner, tenant=tenant,
            since=date(2025, 1, 1), until=today + timedelta(days=days),
        )  # fmt: skip
    client = as_actor(officer(doors[0].community))
    assert names(client, "registry:dwellings", lease="30") == [doors[0]]
    assert set(names(client, "registry:dwellings", lease="90")) == set(doors[:2])


def test_people_are_found_by_the_use_of_their_home(doors, as_actor):
    Dwelling.objects.filter(pk=doors[0].pk).update(use="let")
    tenant, _owner = resident("李建国", home=doors[0]), resident("张桂兰", home=doors[1])
    client = as_actor(officer(doors[0].community))
    assert names(client, "registry:residents", use="let") == [tenant]


def test_households_are_found_that_are_stale_or_miss_something(doors, as_actor):
    rows = [household(home) for home in doors]
    Household.objects.filter(pk=rows[0].pk).update(confirmed_at=LONG_AGO, source="import")
    HouseholdMember.objects.filter(household=rows[1], relation="02").update(relation="99")
    Phone.objects.filter(person__memberships__household=rows[2]).delete()
    client = as_actor(officer(doors[0].community))
    page = "registry:households"
    assert names(client, page, stale="365") == [rows[0]]
    assert names(client, page, source="import") == [rows[0]]
    assert names(client, page, gap="head") == [rows[1]]
    assert names(client, page, gap="phone") == [rows[2]]
