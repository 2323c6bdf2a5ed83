"""王芳 is on leave from Monday to Wednesday; 赵敏 of the next grid stands in and sees it so long (A4).

Not a minute before, not a minute after: the resident's page is not found, and no list shows her.
"""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from linge.accounts.actors import actor_of
from linge.registry import queries as registry
from linge.registry.tests.factories import resident
from linge.staff import actions, queries
from linge.staff.rules import Role
from linge.staff.tests.factories import PostFactory, WorkerFactory
from linge.territory.models import Grid
from linge.territory.tests.actors import leader
from linge.territory.tests.factories import DwellingFactory, GridFactory, UnitFactory


@pytest.mark.django_db
@pytest.mark.proves("A4", "X2")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_stand_in_sees_the_grid_on_exactly_those_days(at, as_actor, language):
    with translation.override(language):
        stand_in(at, as_actor)


def stand_in(at, as_actor):
    at("2026-06-12 09:00")
    grid: Grid = GridFactory(name="第3网格")
    next_door = GridFactory(community=grid.community, name="第4网格")
    wang = PostFactory(grid=grid, role=Role.A, user=WorkerFactory(name="王芳")).user
    zhao = PostFactory(grid=next_door, role=Role.A, user=WorkerFactory(name="赵敏")).user
    unit = UnitFactory(grid=grid, community=grid.community, building__grid=grid,
                       building__community=grid.community,
                       building__estate__community=grid.community)  # fmt: skip
    person = resident(home=DwellingFactory(unit=unit))
    page = reverse("registry:resident", args=[person.uuid])
    actions.arrange_stand_in(
        grid,
        by=leader(grid.community),
        absent=wang,
        stand_in=zhao,
        since=date(2026, 6, 15),
        until=date(2026, 6, 18),
        reason="年休假",
    )

    def sees(moment):
        at(moment)
        actor = actor_of(zhao)
        listed = person in registry.visible_to(actor)
        answer = as_actor(actor).get(page)
        assert answer.status_code == (200 if listed else 404)
        assert listed == (grid.pk in actor.grids) == (zhao in queries.workers_on_duty(grid))
        assert next_door.pk in actor.grids
        return listed

    assert not sees("2026-06-14 23:59")
    assert sees("2026-06-15 00:00")
    assert sees("2026-06-17 23:59")
    assert not sees("2026-06-18 00:00")

    at("2026-06-16 09:00")
    (shown,) = queries.team(grid).stand_ins
    assert (shown.absent, shown.stand_in, shown.last_day) == (wang, zhao, date(2026, 6, 17))
    actions.end_stand_in(shown, by=leader(grid.community))
    assert not sees("2026-06-16 09:01")
