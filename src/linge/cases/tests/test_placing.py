"""定位: a case without a grid is given one; what is refused, and what is written down."""

import pytest

from linge.audit.models import AuditEntry
from linge.cases import actions, queries
from linge.cases.actions import Spot
from linge.cases.models import Case
from linge.cases.queries.places import places_at
from linge.cases.rules import State
from linge.kernel.refusals import Refused
from linge.territory.tests.factories import BuildingFactory, EstateFactory, GridFactory, centre

from .factories import CaseFactory, kind_of, make_building

BY_WORDS = {"lon": None, "lat": None, "place_text": "菜场后门的巷子口"}


@pytest.fixture
def lost(town):
    """A report that says in words where it is, and so lies in no grid."""
    return CaseFactory(town=town, **BY_WORDS)


def lamp():
    category, standard = kind_of("0201")
    return {"category": category, "standard": standard}


def refused(code, deed, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        deed(*args, **kwargs)
    assert caught.value.code == f"cases.{code}"
    return caught.value


@pytest.mark.parametrize("post", ["intake_clerk", "dispatcher"])
def test_a_named_grid_is_where_the_case_lies_from_then_on(town, lost, post):
    assert not queries.visible_to(town.grid_a).exists()
    actions.place_case(lost, by=town.actor(post), spot=Spot(grid=town.grid))
    assert list(queries.visible_to(town.grid_a)) == [lost]
    moment = queries.timeline(lost).moments[0]
    assert (moment.label, moment.words) == ("定位", town.grid.name)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.obj) == ("cases.place", f"cases.case:{lost.uuid}")


def test_a_building_brings_its_grid_and_its_path(town, lost):
    building = make_building(town, town.other_grid)
    actions.place_case(lost, by=town.intake_clerk, spot=Spot(building=building))
    lost.refresh_from_db()
    assert (lost.grid, lost.building, lost.path) == (town.other_grid, building, building.path)


def test_a_point_finds_the_grid_it_lies_in(town, lost):
    lon, lat = centre(1)
    actions.place_case(lost, by=town.intake_clerk, spot=Spot(lon=lon, lat=lat))
    lost.refresh_from_db()
    assert (lost.grid, lost.lon, lost.lat) == (town.other_grid, lon, lat)


def test_a_wrong_place_can_be_put_right_until_the_case_ends(town):
    case = CaseFactory(town=town, state=State.HANDLED)
    actions.place_case(case, by=town.dispatcher, spot=Spot(grid=town.other_grid))
    assert not queries.verify_queue(town.grid_a).exists()
    assert case.steps.last().data["before"] == town.grid.pk


def test_nothing_named_is_no_place(town, lost):
    refused("grid_needed", actions.place_case, lost, by=town.intake_clerk, spot=Spot())


def test_a_point_between_the_grids_asks_for_the_grid(town, lost):
    spot = Spot(lon=121.0, lat=31.0)
    refused("no_grid_there", actions.place_case, lost, by=town.intake_clerk, spot=spot)


def test_a_grid_of_another_community_is_refused(town, lost):
    elsewhere = GridFactory()
    spot = Spot(grid=elsewhere)
    answer = refused("bad_grid", actions.place_case, lost, by=town.intake_clerk, spot=spot)
    assert town.community.name in answer.message


def test_a_grid_that_has_ended_is_refused(town, lost):
    ended = GridFactory(community=town.community, until="2026-01-01")
    ended.refresh_from_db()
    spot = Spot(grid=ended)
    refused("bad_grid", actions.place_case, lost, by=town.intake_clerk, spot=spot)


def test_building_and_grid_must_agree(town, lost):
    spot = Spot(grid=town.other_grid, building=make_building(town))
    answer = refused("grid_differs", actions.place_case, lost, by=town.intake_clerk, spot=spot)
    assert town.grid.name in answer.message


def test_a_closed_case_stays_where_it_was(town):
    case = CaseFactory(town=town, state=State.CLOSED)
    spot = Spot(grid=town.other_grid)
    refused("wrong_state", actions.place_case, case, by=town.intake_clerk, spot=spot)


def test_only_the_first_of_two_clerks_places_it(town, lost):
    stale = Case.objects.get(pk=lost.pk)
    actions.place_case(lost, by=town.intake_clerk, spot=Spot(grid=town.grid))
    spot = Spot(grid=town.other_grid)
    refused("moved_on", actions.place_case, stale, by=town.dispatcher, spot=spot)


def test_a_case_without_a_grid_is_not_taken_up(town, lost):
    answer = refused("grid_needed", actions.accept_case, lost, by=town.intake_clerk, **lamp())
    assert answer.field == "grid"
    assert Case.objects.get().state == State.REPORTED


def test_taking_up_may_place_it_in_two_steps_of_one_transaction(town, lost):
    spot = Spot(grid=town.grid)
    actions.accept_case(lost, by=town.intake_clerk, spot=spot, **lamp())
    assert [step.action for step in lost.steps.all()] == ["report", "place", "accept"]
    assert (lost.state, lost.grid) == (State.ACCEPTED, town.grid)


def test_what_refuses_the_taking_up_takes_the_place_back_too(town, lost):
    spot = Spot(grid=town.grid)
    nothing = {"category": None, "standard": None}
    refused(
        "criterion_needed", actions.accept_case, lost, by=town.intake_clerk, spot=spot, **nothing
    )
    assert Case.objects.get().grid is None


def test_a_reason_lets_it_be_taken_up_without_a_grid(town, lost):
    actions.accept_case(lost, by=town.intake_clerk, no_grid="跨社区的道路", **lamp())
    assert (lost.state, lost.grid) == (State.ACCEPTED, None)
    assert "跨社区的道路" in queries.timeline(lost).moments[0].words
    assert list(queries.gridless(town.dispatcher)) == [lost]


def test_an_address_leads_to_a_building_and_asks_where_two_would_fit(town):
    estates = EstateFactory.create_batch(2, community=town.community)
    first, second = (
        BuildingFactory(estate=estate, number="3", grid=town.grid) for estate in estates
    )
    found = places_at(town.intake_clerk, town.community, "3号楼")
    assert {each.building for each in found} == {first, second}
    named = places_at(town.intake_clerk, town.community, f"{estates[1].name}三号楼")
    assert [(each.building, each.grid) for each in named] == [(second, town.grid)]
    assert places_at(town.intake_clerk, town.community, "菜场后门") is None
    assert places_at(town.intake_clerk, town.community, "99号楼") == []
