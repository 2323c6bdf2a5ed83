"""Rounds: begun, closed, side by side in the order of time; no ranks, no files, own figures only."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from linge.kernel import clock
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, queries
from linge.registry.models import CollectionRound
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import clerk, homes, visit
from linge.territory.tests.actors import leader, officer, worker
from linge.territory.tests.factories import GridFactory, RegionFactory

pytestmark = pytest.mark.django_db
PAGES = ("collection", "items", "rounds", "doors")


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def two_rounds(grid):
    """A first round with one home of four, a second with two."""
    four, by = homes(grid), clerk(grid.community)
    actions.open_round(grid.community, by=by, name="春季", since=ago(300))
    visit(four[0], Outcome.MET, day=ago(200))
    actions.open_round(grid.community, by=by, name="秋季", since=ago(100))
    for home in four[:2]:
        visit(home, Outcome.MET, day=ago(10))
    return four


def test_rounds_stand_side_by_side_by_time(grid, two_rounds):
    results = queries.round_results(officer(grid.community), grid.community)
    assert [(each.round.name, str(each.share)) for each in results] == [
        ("秋季", "50.00%"),
        ("春季", "25.00%"),
    ]


def test_a_worker_compares_the_own_grid_only(grid, two_rounds):
    other = GridFactory(community=grid.community)
    homes(other)
    shares = {
        by: queries.round_results(actor, grid.community)[0].share.whole
        for by, actor in {"officer": officer(grid.community), "worker": worker(grid)}.items()
    }
    assert shares == {"officer": 8, "worker": 4}


def test_a_closed_round_keeps_its_figure_and_later_visits_count_nowhere(grid, two_rounds):
    running = CollectionRound.objects.get(until=None)
    actions.close_round(running, by=leader(grid.community), until=clock.today())
    visit(two_rounds[2], Outcome.MET)
    by = officer(grid.community)
    assert queries.collection_board(by, grid.community).round is None
    assert queries.collection_board(by, grid.community).total.collected == 0
    assert str(queries.round_results(by, grid.community)[0].share) == "50.00%"


def test_who_may_close_and_when(grid, two_rounds):
    running = CollectionRound.objects.get(until=None)
    with pytest.raises((Outside, Refused)):
        actions.close_round(running, by=worker(grid), until=clock.today())
    by = leader(grid.community)
    with pytest.raises(Refused, match="registry.round_ahead"):
        actions.close_round(running, by=by, until=ago(-1))
    with pytest.raises(Refused, match="registry.interval"):
        actions.close_round(running, by=by, until=ago(101))
    running.refresh_from_db()
    actions.close_round(running, by=by, until=ago(1))
    with pytest.raises(Refused, match="registry.round_closed"):
        actions.close_round(running, by=by, until=ago(1))


def test_the_pages_begin_and_close_a_round(grid, two_rounds, as_actor):
    client = as_actor(leader(grid.community))
    page = client.get(reverse("registry:rounds")).content.decode()
    assert page.index("秋季") < page.index("春季")
    running = CollectionRound.objects.get(until=None)
    way = reverse("registry:round_close", args=[running.uuid])
    assert client.post(way, {"until": clock.today().isoformat()}).status_code == 302
    assert as_actor(leader(RegionFactory())).get(way).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_figures_are_never_ranked_and_never_exported(page, grid, two_rounds, as_actor):
    client = as_actor(officer(grid.community))
    address = reverse(f"registry:{page}")
    shown = client.get(address).content.decode()
    assert "导出" not in shown.replace("不能导出", "")
    assert not re.search(r"排名|名次|第[一二三]名", shown.replace("不排名次", ""))
    for kind in ("xlsx", "csv"):
        answer = client.get(address, {"as": kind, "sort": "-share"})
        assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("page", ["collection", "items"])
def test_lines_keep_the_order_of_the_map_whatever_the_figures(page, grid, as_actor):
    later = GridFactory(community=grid.community)
    actions.open_round(grid.community, by=clerk(grid.community), name="首轮", since=ago(30))
    homes(grid)
    for home in homes(later):
        visit(home, Outcome.MET)
    board = as_actor(officer(grid.community)).get(reverse(f"registry:{page}")).context["board"]
    assert [line.key for line in board.grids] == [grid.pk, later.pk]


@pytest.mark.parametrize("page", PAGES)
def test_a_worker_is_told_nothing_of_another_grid(page, grid, as_actor):
    other = GridFactory(community=grid.community, name="别的网格")
    homes(grid)
    homes(other)
    shown = as_actor(worker(grid)).get(reverse(f"registry:{page}")).content.decode()
    assert "别的网格" not in shown
