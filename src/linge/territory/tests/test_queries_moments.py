"""Figures of another day: what stood, what was known, in whose borders; the sums agree."""

from datetime import date

import pytest

from linge.kernel.refusals import Refused
from linge.territory import actions, queries
from linge.territory.models import Building, Division, GridMember
from linge.territory.rules.kinds import DivisionState
from linge.territory.rules.moments import By, Moment

from .actors import officer, worker
from .factories import (
    BuildingFactory,
    DivisionFactory,
    DwellingFactory,
    EstateFactory,
    GridFactory,
    RegionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
LAST_YEAR, TODAY = date(2025, 7, 1), date(2026, 6, 15)


class Redrawn:
    """Two grids; the second building went from the first to the second on 1 January 2026."""

    def __init__(self, at):
        at("2025-03-01 09:00")
        self.community = RegionFactory()
        self.one, self.two = (GridFactory(community=self.community) for _ in range(2))
        estate = EstateFactory(community=self.community)
        self.kept, self.gone_over = (
            BuildingFactory(estate=estate, grid=grid, expected_dwellings=4)
            for grid in (self.one, self.two)
        )
        for building, homes in ((self.kept, 2), (self.gone_over, 5)):
            unit = UnitFactory(building=building)
            for number in range(homes):
                DwellingFactory(unit=unit, room=f"{number + 1}01")
        change = date(2026, 1, 1)
        old = self.division(until=change, state=DivisionState.SUPERSEDED)
        new = self.division(since=change)
        self.hold(old, (self.one, self.kept), (self.one, self.gone_over))
        self.hold(new, (self.one, self.kept), (self.two, self.gone_over))
        at("2026-06-15 09:00")
        self.by = officer(self.community)

    def division(self, **facts):
        return DivisionFactory(community=self.community, in_force=True, **facts)

    def hold(self, division, *members):
        for grid, building in members:
            GridMember.objects.create(division=division, grid=grid, building=building)

    def counts(self, moment, actor=None):
        rows = queries.grid_holdings(actor or self.by, self.community, moment)
        return {row.key: (row.dwellings, row.expected, row.buildings) for row in rows}


@pytest.fixture
def redrawn(at):
    return Redrawn(at)


@pytest.mark.proves("A1")
def test_the_same_homes_are_cut_by_the_borders_of_then_or_of_now(redrawn):
    one, two = redrawn.one.pk, redrawn.two.pk
    assert redrawn.counts(Moment(LAST_YEAR, by=By.THEN)) == {one: (7, 9, 2)}
    now = {one: (2, 4, 1), two: (5, 5, 1)}
    assert redrawn.counts(Moment(LAST_YEAR, by=By.NOW)) == now
    assert redrawn.counts(Moment(TODAY, by=By.THEN)) == now


def test_a_home_demolished_since_still_counts_on_its_days(redrawn):
    home = redrawn.kept.dwellings.first()
    actions.set_use(home, by=redrawn.by, use="own_use", since=date(2025, 1, 1))
    actions.set_use(home, by=redrawn.by, use="demolished", since=date(2026, 6, 1))
    one = redrawn.one.pk
    assert redrawn.counts(Moment(date(2026, 5, 31)))[one][0] == 2
    assert redrawn.counts(Moment(TODAY))[one][0] == 1


def test_a_building_counts_from_the_day_it_was_built(redrawn):
    Building.objects.filter(pk=redrawn.kept.pk).update(built_on=date(2026, 2, 1))
    assert redrawn.one.pk not in redrawn.counts(Moment(LAST_YEAR))
    assert redrawn.counts(Moment(date(2026, 2, 1)))[redrawn.one.pk] == (2, 4, 1)


def test_what_was_recorded_later_was_not_known_then(redrawn, at):
    known = queries.moment("2026-06-15", known_at="2026-06-15").known_at
    at("2026-06-16 09:00")
    DwellingFactory(building=redrawn.kept, room="999")
    one = redrawn.one.pk
    assert redrawn.counts(Moment(TODAY, known_at=known))[one] == (2, 4, 1)
    assert redrawn.counts(Moment(TODAY))[one] == (3, 4, 1)


def test_a_division_approved_later_did_not_cut_yet(redrawn, at):
    Division.objects.update(approved_at=at("2026-06-20 09:00"))
    known = queries.moment("2026-06-15", known_at="2026-06-19").known_at
    assert redrawn.counts(Moment(TODAY, known, By.THEN)) == {None: (7, 9, 2)}


@pytest.mark.proves("X2")
def test_a_worker_counts_the_own_grid_only(redrawn):
    assert redrawn.counts(Moment(TODAY), worker(redrawn.two)) == {redrawn.two.pk: (5, 5, 1)}


def test_the_number_of_queries_does_not_grow(redrawn, django_assert_max_num_queries):
    for _ in range(5):
        BuildingFactory(estate=redrawn.kept.estate, grid=redrawn.one)
    with django_assert_max_num_queries(7):
        redrawn.counts(Moment(LAST_YEAR, by=By.THEN))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"as_of": "2026-06-16"}, "territory.as_of_future"),
        ({"as_of": "2026-02-31"}, "territory.day_unread"),
        ({"as_of": "2026-13-01"}, "territory.day_unread"),
        ({"known_at": "gestern"}, "territory.day_unread"),
        ({"by": "tomorrow"}, "territory.by_unknown"),
    ],
)
def test_a_figure_knows_no_future_and_no_31st_of_february(asked, code, at):
    at("2026-06-15 09:00")
    with pytest.raises(Refused, match=code):
        queries.moment(**asked)
