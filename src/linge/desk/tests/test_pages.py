"""今日, 即将超期 and 我的设置 as the people of 幸福里 open them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linge.accounts.models import User
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.desk import queries
from linge.kernel.clock import now
from linge.ui.appearance import COOKIE

pytestmark = pytest.mark.django_db
MONDAY = "2026-06-15 09:00"


@pytest.fixture
def town(at):
    at(MONDAY)
    return make_town()


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_signed_out_leads_to_sign_in():
    response = Client().get(reverse("desk:today"))
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_each_number_of_today_opens_the_list_it_counts(town, as_actor):
    CaseFactory.create_batch(3, town=town, state=State.REPORTED)
    client = as_actor(town.intake_clerk)
    (queue,) = (q for q in queries.queues(town.intake_clerk) if q.title == "待受理")
    assert queue.count == 3
    assert queue.address in text(client.get(reverse("desk:today")))
    assert "共 3 条" in text(client.get(queue.address))


def test_a_queue_is_shown_only_to_those_who_work_it(town):
    CaseFactory(town=town, state=State.ACCEPTED)
    assert "待派遣" in [queue.title for queue in queries.queues(town.dispatcher)]
    assert "待派遣" not in [queue.title for queue in queries.queues(town.agency_handler)]


def test_what_falls_due_within_a_day_is_listed_the_nearest_first(town, at):
    late = CaseFactory(town=town, state=State.REPORTED)
    at("2026-06-15 10:30")
    later = CaseFactory(town=town, state=State.REPORTED)
    assert list(queries.due_soon(town.intake_clerk)) == [late, later]


def test_what_falls_due_later_waits_for_its_day(town):
    case = CaseFactory(town=town, state=State.REPORTED)
    Case.objects.filter(pk=case.pk).update(current_due_at=now() + timedelta(days=2))
    assert list(queries.due_soon(town.dispatcher)) == []


def test_today_costs_no_more_for_many_cases(town, as_actor, django_assert_max_num_queries):
    CaseFactory.create_batch(12, town=town, state=State.REPORTED)
    client = as_actor(town.intake_clerk)
    with django_assert_max_num_queries(25):
        client.get(reverse("desk:today"))


def test_due_soon_tells_the_time_left_in_words(town, as_actor):
    CaseFactory(town=town, state=State.REPORTED)
    content = text(as_actor(town.intake_clerk).get(reverse("desk:due_soon")))
    assert "共 1 条" in content
    assert "正常 剩 2 小时" in content


def test_my_settings_are_kept_on_the_account_and_in_this_browser(town, as_actor):
    client = as_actor(town.intake_clerk)
    chosen = {"theme": "dark", "type_size": "big", "language": "en"}
    response = client.post(reverse("desk:me"), chosen)
    assert response["Location"] == reverse("desk:me")
    user = User.objects.get(pk=town.intake_clerk.user_id)
    assert (user.theme, user.type_size, user.language, user.shortcuts) == (
        "dark",
        "big",
        "en",
        False,
    )
    assert client.cookies[COOKIE].value == f"{user.pk}:dark:big"
    content = text(client.get(reverse("desk:me")))
    assert '<html lang="en" data-face="desk" data-theme="dark" data-size="big">' in content
    assert "<hot-keys data-off>" in content


def test_the_quick_switch_changes_one_thing_and_leads_back(town, as_actor):
    client = as_actor(town.intake_clerk)
    back = reverse("desk:due_soon")
    response = client.post(reverse("desk:look"), {"theme": "dark", "next": back})
    assert response["Location"] == back
    user = User.objects.get(pk=town.intake_clerk.user_id)
    assert (user.theme, user.type_size) == ("dark", "normal")


def test_a_strange_choice_is_refused_in_words(town, as_actor):
    response = as_actor(town.intake_clerk).post(reverse("desk:me"), {"theme": "pink"})
    assert response.status_code == 422
    assert "data-focus" in response.content.decode()
