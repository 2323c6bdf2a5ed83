"""王芳 works her list down, door by door, until it says what comes next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.kernel import clock
from linge.registry import queries
from linge.registry.models import Visit
from linge.registry.tests.factories import collection_round, homes
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import worker
from linge.territory.tests.factories import GridFactory

DONE = {"zh-hans": "管辖范围内的房屋已全部采集", "en": "Every dwelling in scope is collected"}


@pytest.mark.django_db
@pytest.mark.proves("A5")
@pytest.mark.parametrize("language", DONE)
def test_door_by_door_to_zero(language, as_actor):
    grid = GridFactory()
    doors = homes(grid, floors=3, rooms=2)
    collection_round(grid.community)
    fang = worker(grid, user=WorkerFactory(name="王芳"))
    client = as_actor(fang)
    client.cookies["django_language"] = language
    with override(language):
        for left in range(len(doors), 0, -1):
            listed = client.get(reverse("registry:missing"))
            assert listed.context["slice"].paginator.count == left
            first = client.get(reverse("registry:doors")).context["doors"][0]
            assert "collected" not in first.counts
            page = reverse("registry:visit_new", args=[first.dwelling.uuid])
            assert client.post(page, {"outcome": "met"}).status_code == 302
    walked = list(Visit.objects.order_by("pk").values_list("dwelling__floor", "dwelling__room"))
    assert walked == [(3, "301"), (3, "302"), (2, "201"), (2, "202"), (1, "101"), (1, "102")]
    board = queries.collection_board(fang, grid.community)
    assert (board.total.missing, str(board.total.share)) == (0, "100.00%")
    empty = client.get(reverse("registry:missing")).content.decode()
    assert DONE[language] in empty

    Visit.objects.update(day=clock.today() - timedelta(days=181))
    again = client.get(reverse("registry:doors")).context["doors"]
    assert [door.counts["stale_groups"] for door in again] == [1] * 6
