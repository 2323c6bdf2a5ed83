"""Seven estates, 188 buildings, 15,730 homes: 13,540 collected are 86.08 %, 2,190 are left to do.

The plan of the estates is that of the demo community; 周敏 reads the board and opens the list.
"""

from collections import Counter

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.kernel import clock
from linge.registry import actions, queries
from linge.registry.models import Visit
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import clerk, collection_round
from linge.territory import actions as territory
from linge.territory.actions import Plan
from linge.territory.models import Building, Dwelling
from linge.territory.tests.actors import leader, officer
from linge.territory.tests.factories import EstateFactory, GridFactory

ESTATES = {
    "锦绣花园": (24, Plan(2, 18, 4)),
    "阳光家园": (27, Plan(2, 15, 4)),
    "翠湖苑": (16, Plan(2, 18, 4)),
    "金桂新村": (18, Plan(2, 15, 4)),
    "银杏里": (64, Plan(3, 6, 2)),
    "学府雅苑": (8, Plan(2, 18, 4)),
    "铁路宿舍": (30, Plan(3, 6, 2)),
}
FOUND = {Outcome.MET: 12_604, Outcome.VACANT: 936, Outcome.NOBODY: 1_402, Outcome.REFUSED: 268}


@pytest.fixture
def community(db):
    grid = GridFactory()
    for name, (buildings, plan) in ESTATES.items():
        estate = EstateFactory(community=grid.community, name=name)
        for number in range(1, buildings + 1):
            territory.raise_building(
                estate, by=leader(grid.community), number=f"{number}号楼", plan=plan, grid=grid
            )
    last = EstateFactory._meta.model.objects.get(name="铁路宿舍")
    territory.raise_building(
        last, by=leader(grid.community), number="31号楼", plan=Plan(1, 2, 17), grid=grid
    )
    return grid.community


def call_everywhere(community):
    """Every home that was tried, with what was found there."""
    outcomes = list(Counter(FOUND).elements())
    homes = Dwelling.objects.filter(community=community).order_by("path")
    visits = [
        Visit(
            dwelling=home,
            community_id=home.community_id,
            path=home.path,
            grid_id=home.grid_id,
            outcome=outcome,
            approved_at=clock.now() if outcome == Outcome.VACANT else None,
        )
        for home, outcome in zip(homes, outcomes, strict=False)
    ]
    actions.record_visits(visits, by=clerk(community), community=community)


@pytest.mark.proves("X7")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_rate_is_8608_and_2190_are_left(language, community, as_actor):
    assert Building.objects.count() == 188
    collection_round(community)
    call_everywhere(community)
    with override(language):
        board = queries.collection_board(officer(community), community)
        assert (board.total.collected, board.total.expected) == (13_540, 15_730)
        assert str(board.total.share) == "86.08%"
        assert board.total.missing == 2_190
        client = as_actor(officer(community))
        client.cookies["django_language"] = language
        page = client.get(reverse("registry:collection")).content.decode()
        assert "86.08%" in page
        assert "13,540/15,730" in page
        left = client.get(reverse("registry:missing"))
        assert left.context["slice"].paginator.count == 2_190
