"""Six sites are built in 幸福里社区; the load of their grids is known two years ahead (A1).

8,160 homes are planned, from 31 December 2026 to 30 June 2028. 云栖华庭 is handed over on its day:
the estate's buildings take the place of the plan, and no home counts twice.
"""

from datetime import date

import pytest
from django.utils import translation

from linge.demo.places import SITES
from linge.kernel.refusals import Refused
from linge.territory import actions, queries
from linge.territory.models import Building, Estate, GridMember, Place, Region
from linge.territory.rules.kinds import EstateState, PlaceKind
from linge.territory.rules.moments import Moment
from linge.territory.tests.actors import officer
from linge.territory.tests.factories import (
    BuildingFactory,
    DivisionFactory,
    GridFactory,
    RegionFactory,
)

FIRST, ON = "云栖华庭", date(2026, 12, 31)
COMING = {
    date(2026, 11, 30): 1_080, date(2026, 12, 31): 2_360, date(2027, 3, 31): 3_920,
    date(2027, 6, 30): 4_880, date(2027, 9, 30): 6_320, date(2028, 3, 31): 8_040,
    date(2028, 6, 30): 9_240,
}  # fmt: skip


class BuildingSite:
    """One grid of 1,080 homes with the six sites of the demonstration."""

    def __init__(self):
        self.community: Region = RegionFactory(name="幸福里社区")
        self.by = officer(self.community)
        self.grid = GridFactory(community=self.community)
        self.division = DivisionFactory(community=self.community, in_force=True)
        BuildingFactory(estate__community=self.community, grid=self.grid, expected_dwellings=1_080)
        for name, (planned, handover_on) in SITES.items():
            self.open(name, planned, handover_on)

    def open(self, name, planned, handover_on):
        estate = actions.open_estate(
            self.community,
            by=self.by,
            name=name,
            state=EstateState.UNDER_CONSTRUCTION,
            planned_units=planned,
            handover_on=handover_on,
        )
        actions.register_place(
            self.community, by=self.by, name=f"{name}工地", kind=PlaceKind.SITE,
            grid=self.grid, estate=estate,
        )  # fmt: skip

    def loads(self, since=date(2026, 11, 24)):
        forecast = queries.load_forecast(self.by, self.community, since=since)
        return dict(zip(forecast.days, forecast.totals, strict=True))


@pytest.mark.django_db
@pytest.mark.proves("A1")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_site_is_handed_over_and_no_home_counts_twice(at, language):
    with translation.override(language):
        hand_over(at)


def hand_over(at):
    at("2026-11-24 09:00")
    site = BuildingSite()
    assert sum(planned for planned, _ in SITES.values()) == 8_160
    assert site.loads() == COMING
    assert queries.grid_load(site.grid, date(2026, 12, 30)) == 1_080
    assert queries.grid_load(site.grid, ON) == 1_080 + 1_280

    growing = {0: 25, 6: 60, 12: 100}
    actions.set_move_in_shares(site.community, by=site.by, shares=growing)
    assert queries.grid_load(site.grid, ON) == 1_080 + 320
    assert queries.grid_load(site.grid, date(2027, 6, 30)) == 1_080 + 768 + 390 + 240
    actions.set_move_in_shares(site.community, by=site.by, shares={})

    at("2026-12-31 09:00")
    estate = Estate.objects.get(name=FIRST)
    with pytest.raises(Refused, match="territory.no_buildings"):
        actions.hand_over_estate(estate, by=site.by, on=ON)
    with pytest.raises(Refused, match="territory.hand_it_over"):
        actions.amend(estate, by=site.by, state=EstateState.HANDED_OVER)
    estate.refresh_from_db()
    plan = actions.Plan(units=2, floors=16, homes=4, lifts=2)
    for number in range(1, 10):
        actions.raise_building(estate, by=site.by, number=str(number), plan=plan)
    with pytest.raises(Refused, match="territory.homes_differ") as refusal:
        actions.hand_over_estate(estate, by=site.by, on=ON)
    assert refusal.value.field == "note"
    assert queries.grid_load(site.grid, ON) == 1_080 + 1_280
    actions.raise_building(estate, by=site.by, number="10", plan=plan)
    actions.hand_over_estate(estate, by=site.by, on=ON)

    assert estate.state == EstateState.HANDED_OVER
    assert queries.grid_load(site.grid, ON) == 1_080 + 1_280
    assert site.loads()[date(2028, 6, 30)] == 1_080 + 8_160
    assert Place.objects.get(estate=estate).closed_on == ON
    raised = Building.objects.filter(estate=estate)
    assert set(raised.values_list("grid", "built_on")) == {(site.grid.pk, ON)}
    assert GridMember.objects.filter(building__in=raised, grid=site.grid).count() == 10
    (holding,) = queries.grid_holdings(site.by, site.community, Moment(ON))
    assert holding.expected == 1_080 + 1_280
    (before,) = queries.grid_holdings(site.by, site.community, Moment(date(2026, 12, 30)))
    assert before.expected == 1_080
