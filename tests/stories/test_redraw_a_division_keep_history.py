"""幸福里社区 is cut into two grids anew; last year's figures stay as they were (A2).

周敏 takes a copy of the division in force, moves a building on the map's list, is told what does not
fit, gives a reason, and 李强 publishes it for 1 January. The grids of 2019 are entered afterwards.
"""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from linge.kernel.refusals import Refused
from linge.registry import queries as registry
from linge.registry.tests.factories import resident
from linge.territory import actions, jobs, queries
from linge.territory.models import Division, GridMember, GridShape, Organisation, Shop
from linge.territory.rules.kinds import DivisionState
from linge.territory.rules.moments import By, Moment
from linge.territory.tests.actors import leader, officer, staff
from linge.territory.tests.factories import (
    BuildingFactory,
    DivisionFactory,
    DwellingFactory,
    GridFactory,
    GridSizeRuleFactory,
    OrganisationFactory,
    RegionFactory,
    ShopFactory,
    UnitFactory,
    centre,
    square,
)

BEFORE, ON = date(2026, 12, 31), date(2027, 1, 1)


class Community:
    """Three buildings in two grids; the second building is the one to change grids."""

    def __init__(self):
        self.region = RegionFactory(name="幸福里社区")
        self.one, self.two = (GridFactory(community=self.region) for _ in range(2))
        self.division = DivisionFactory(
            community=self.region, in_force=True, since=date(2020, 1, 1)
        )
        GridSizeRuleFactory(region=self.region, minimum=3)
        self.buildings = [
            self.building(grid, homes)
            for grid, homes in ((self.one, 4), (self.one, 3), (self.two, 2))
        ]
        for number, grid in enumerate((self.one, self.two)):
            GridShape.objects.create(division=self.division, grid=grid, polygon=square(number))
        self.shop = self.seated(ShopFactory(building=self.buildings[1]))
        self.firm = self.seated(
            OrganisationFactory(community=self.region, building=self.buildings[1], grid=self.one)
        )
        self.by, self.leader = officer(self.region), leader(self.region)

    def building(self, grid, homes):
        building = BuildingFactory(
            estate__community=self.region, grid=grid, expected_dwellings=homes,
            point=centre(0 if grid == self.one else 1),
        )  # fmt: skip
        unit = UnitFactory(building=building)
        for number in range(homes):
            resident(home=DwellingFactory(unit=unit, room=f"{number + 1}01"))
        return self.seated(building)

    def seated(self, row):
        kind = {row._meta.model_name: row}
        GridMember.objects.create(division=self.division, grid=row.grid, **kind)
        return row

    def homes(self, day, by):
        rows = queries.grid_holdings(self.by, self.region, Moment(day, by=by))
        return {row.key: row.dwellings for row in rows}

    def people(self, day, by):
        lines = registry.population_by_grid(self.by, self.region, Moment(day, by=by)).lines
        return {line.key: line.residents for line in lines}


@pytest.mark.django_db
@pytest.mark.proves("A2")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_division_is_redrawn_and_the_past_stays(at, as_actor, language):
    with translation.override(language):
        redraw(at, as_actor)


def redraw(at, as_actor):
    at("2026-11-24 09:00")
    town = Community()
    two = str(town.two.uuid)
    division = actions.draft_division(town.region, by=town.by, since=ON, reason="均衡户数")
    address = reverse("territory:division_draft", args=[division.uuid])
    client = as_actor(town.by)
    draft = client.get(address).json()
    assert draft["figures"][two] == {
        "homes": 2, "shops": 0, "organisations": 0, "places": 0, "care": 0,
        "change": {"homes": 0, "shops": 0, "organisations": 0, "places": 0},
    }  # fmt: skip
    assert [remark["code"] for remark in draft["remarks"]] == ["too_small"]

    def save(members, shapes, version):
        body = {"version": version, "members": members, "shapes": shapes}
        return client.post(address, json.dumps(body), "application/json")

    members = {each["key"]: each["grid"] for each in draft["members"]}
    shapes = {grid["uuid"]: grid["shape"] for grid in draft["grids"]}
    moved = town.buildings[1]
    for row in (moved, town.shop, town.firm):
        members[f"{row._meta.model_name}:{row.uuid}"] = two
    saved = save(members, shapes, draft["version"]).json()
    assert saved["version"] == draft["version"] + 1
    assert saved["figures"][two]["homes"] == 5
    assert saved["figures"][two]["change"] == {
        "homes": 3, "shops": 1, "organisations": 1, "places": 0,
    }  # fmt: skip
    assert {remark["code"] for remark in saved["remarks"]} == {"point_outside"}
    late = save(members, shapes, draft["version"])
    assert (late.status_code, late.json()["code"]) == (409, "territory.moved_on")

    division.refresh_from_db()
    actions.submit_division(division, by=town.by)
    with pytest.raises(Refused, match="territory.reason_needed"):
        actions.publish_division(division, by=town.leader)
    actions.publish_division(division, by=town.leader, exception_reason="2号楼大门朝东")
    assert town.homes(date(2026, 11, 24), By.NOW) == {town.one.pk: 7, town.two.pk: 2}

    at("2027-01-01 00:10")
    assert jobs.begin_divisions() == 1
    then, now = {town.one.pk: 7, town.two.pk: 2}, {town.one.pk: 4, town.two.pk: 5}
    for counted in (town.homes, town.people):
        assert counted(BEFORE, By.THEN) == then
        assert counted(BEFORE, By.NOW) == counted(ON, By.THEN) == counted(ON, By.NOW) == now
    assert Shop.objects.get().grid == Organisation.objects.get().grid == town.two
    assert queries.division_on(town.region, BEFORE) == town.division

    enter_the_grids_of_2019(town)


def enter_the_grids_of_2019(town):
    """One grid held everything then; entering it sets no row's grid."""
    old = DivisionFactory(community=town.region, since=date(2019, 1, 1))
    for building in town.buildings:
        GridMember.objects.create(division=old, grid=town.one, building=building)
    with pytest.raises(Refused, match="territory.in_the_past"):
        actions.publish_division(old, by=town.leader)
    clerk = staff("clock", "")
    actions.publish_division(old, by=clerk, history=True)
    old.refresh_from_db()
    assert (old.state, old.until) == (DivisionState.SUPERSEDED, date(2020, 1, 1))
    assert town.homes(date(2019, 6, 1), By.THEN) == {town.one.pk: 9}
    assert town.homes(date(2019, 6, 1), By.NOW) == {town.one.pk: 4, town.two.pk: 5}
    assert Division.objects.filter(state=DivisionState.IN_FORCE, until=None).count() == 1
