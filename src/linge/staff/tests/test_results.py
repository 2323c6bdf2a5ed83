"""Four-in-one, the supervisor's word, the words of posts, and the morning list."""

from datetime import date

import pytest
from django.urls import reverse

from linge.accounts.models import Grant
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Outside, Refused
from linge.staff import actions, jobs, queries, rules
from linge.staff.rules import FOUR_BY_DEFAULT, QUESTIONS, Role
from linge.territory.tests.actors import leader, officer, staff
from linge.territory.tests.factories import GridFactory

from .factories import PostFactory, StandInFactory, WorkerFactory

pytestmark = pytest.mark.django_db
GOOD = [5, 4, 4, 3, 5]


@pytest.fixture
def grid(at):
    at("2026-06-15 09:00")
    return GridFactory()


@pytest.fixture
def supervisor(grid):
    post = PostFactory(grid=grid, role=Role.SUPERVISOR)
    return staff("grid_supervisor", grid.community.path, grid=grid.pk, user=post.user)


def test_four_posts_are_inspected_together_by_default_and_by_choice(grid):
    by = leader(grid.community)
    assert queries.four_in_one(grid.community) == FOUR_BY_DEFAULT
    with_b = (Role.LEAD, Role.A, Role.B, Role.SUPERVISOR)
    actions.set_four_in_one(grid.community, by=by, roles=with_b, since=date(2026, 7, 1))
    assert queries.four_in_one(grid.community, date(2026, 6, 30)) == FOUR_BY_DEFAULT
    assert queries.four_in_one(grid.community, date(2026, 7, 1)) == with_b
    with pytest.raises(Refused, match="staff.dates"):
        actions.set_four_in_one(
            grid.community, by=by, roles=FOUR_BY_DEFAULT, since=date(2026, 7, 1)
        )


@pytest.mark.parametrize(
    "roles", [["lead", "a", "b"], ["lead", "a", "a", "b"], ["lead", "a", "b", "mayor"], []]
)
def test_four_are_four_different_posts(roles, grid):
    with pytest.raises(Refused, match="staff.four"):
        actions.set_four_in_one(grid.community, by=leader(grid.community), roles=roles)


@pytest.mark.proves("A4")
def test_the_supervisor_rates_a_month_and_may_rate_it_anew(grid, supervisor):
    rate = {"by": supervisor, "month": date(2026, 5, 20)}
    actions.rate_results(grid, scores=[1] * 5, **rate)
    actions.rate_results(grid, scores=GOOD, words="楼道整洁", **rate)
    (rating,) = queries.ratings(officer(grid.community))
    assert (rating.month, rating.total, rating.words) == (date(2026, 5, 1), 21, "楼道整洁")


@pytest.mark.parametrize(
    ("month", "fault"),
    [(date(2026, 7, 1), "month_to_come"), (date(2026, 4, 30), "month_closed"),
     (date(2026, 5, 1), ""), (date(2026, 6, 30), "")],
)  # fmt: skip
def test_the_last_month_and_this_one_are_open(month, fault):
    assert rules.month_fault(month, date(2026, 6, 15)) == fault


@pytest.mark.parametrize("scores", [[5] * 4, [0, 1, 2, 3, 4], [1, 2, 3, 4, 6], []])
def test_each_question_has_one_to_five(scores, grid, supervisor):
    with pytest.raises(Refused, match="staff.scores"):
        actions.rate_results(grid, by=supervisor, month=date(2026, 6, 1), scores=scores)


def test_only_the_grids_own_supervisor_rates(grid, supervisor):
    with pytest.raises(Outside):
        actions.rate_results(
            GridFactory(community=grid.community),
            by=supervisor, month=date(2026, 6, 1), scores=GOOD,
        )  # fmt: skip
    stranger = staff("grid_supervisor", grid.community.path, grid=grid.pk, user=WorkerFactory())
    with pytest.raises(Refused, match="staff.not_supervisor"):
        actions.rate_results(grid, by=stranger, month=date(2026, 6, 1), scores=GOOD)


def test_the_word_of_the_narrowest_territory_is_shown(grid, as_actor):
    by = leader(grid.community)
    above = staff("clock", "")
    actions.set_role_word(grid.community.parent, by=above, role=Role.LEAD, word="片长")
    assert queries.role_words(grid.community)["lead"] == "片长"
    actions.set_role_word(grid.community, by=by, role=Role.LEAD, word="网格管理员")
    page = as_actor(by).get(reverse("territory:grid", args=[grid.uuid])).content.decode()
    assert "网格管理员" in page and "片长" not in page
    actions.set_role_word(grid.community, by=by, role=Role.LEAD, word="")
    assert queries.role_words(grid.community)["lead"] == "片长"


def test_the_supervisor_rates_on_the_grids_page(grid, supervisor, as_actor):
    client = as_actor(supervisor)
    tab = reverse("territory:grid", args=[grid.uuid]) + "?tab=ratings"
    assert "评价本网格" in client.get(tab).content.decode()
    sent = {f"score_{number}": "4" for number in range(1, len(QUESTIONS) + 1)}
    page = reverse("staff:rate", args=[grid.uuid])
    assert client.post(page, {"month": "2026-06-15"}).status_code == 422
    answer = client.post(page, sent | {"month": "2026-06-15", "words": "好"}, follow=True)
    assert "20/25" in answer.content.decode()


def test_a_leader_sets_four_and_words_on_their_pages(grid, as_actor):
    client = as_actor(leader(grid.community))
    sent = {"community": grid.community.pk, "since": "2026-06-15", "roles": ["lead", "a", "b"]}
    assert client.post(reverse("staff:four_in_one"), sent).status_code == 422
    sent["roles"].append("supervisor")
    assert client.post(reverse("staff:four_in_one"), sent).status_code == 302
    word = {"community": grid.community.pk, "role": "lead", "word": "网格管理员"}
    assert client.post(reverse("staff:role_word"), word).status_code == 302
    assert queries.role_words(grid.community)["lead"] == "网格管理员"


@pytest.mark.proves("A4")
def test_from_seven_on_leads_and_leader_are_told_once_who_has_no_worker(grid, at):
    lead = PostFactory(grid=grid, role=Role.LEAD).user
    chief = WorkerFactory()
    Grant.objects.create(
        user=chief, role="community_leader", post="community_leader",
        node=grid.community.path, since=date(2025, 1, 1),
    )  # fmt: skip
    covered = PostFactory(grid=GridFactory(community=grid.community)).grid
    StandInFactory(grid=GridFactory(community=grid.community))
    at("2026-06-15 06:59")
    assert jobs.tell_uncovered_grids() == 0
    at("2026-06-15 07:00")
    for _ in range(2):
        assert jobs.tell_uncovered_grids() == 2
    messages = OutboxMessage.objects.all()
    assert {message.recipient_id for message in messages} == {lead.pk, chief.pk}
    assert len(messages) == 2
    assert all(
        grid.name in message.body and covered.name not in message.body for message in messages
    )
