"""Where the same trouble keeps coming back: found once, decided by the leader."""

from datetime import date

import pytest

from linge.cases import actions, jobs, queries
from linge.cases.models import ChronicPlace
from linge.cases.rules import Spot, State, clusters
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused

from .factories import TEN, CaseFactory, employ, make_building


def test_three_within_fifty_metres_are_a_place_and_each_case_is_in_one():
    row = [Spot(n, 116.0, 39.0 + n * 0.0003, None) for n in range(6)]  # about 33 m apart
    near = [Spot(n, 116.0, 39.0 + n * 0.0001, None) for n in range(6)]  # about 11 m apart
    home = [Spot(n, None, None, 7) for n in range(3)]
    assert clusters(row, 50, 3) == []
    assert [[spot.pk for spot in group] for group in clusters(near, 50, 3)] == [[0, 1, 2, 3, 4]]
    assert clusters(home, 50, 3) == [home]
    assert clusters([Spot(1, None, None, None)] * 3, 50, 3) == []


def accepted(town, count=3, **facts):
    return [CaseFactory(town=town, state=State.ACCEPTED, **facts) for _ in range(count)]


@pytest.mark.proves("C2")
def test_a_place_is_proposed_once_and_grows(town, at):
    employ(town.people["community_leader"], town.agency, "community_leader")
    accepted(town, 2)
    jobs.find_chronic_places()
    assert not ChronicPlace.objects.exists()
    third = accepted(town, 1)[0]
    accepted(town, 2, code="0202")
    for _night in range(3):
        jobs.find_chronic_places()
    place = ChronicPlace.objects.get()
    assert (place.category.code, place.cases.count()) == ("0201", 3)
    told = OutboxMessage.objects.get(key__startswith="cases.chronic")
    assert told.body == "同一地点“路灯不亮”反复发生，已3件，请看是否从根上解决。"
    at("2026-07-16 09:00")  # the first three are too old now
    accepted(town, 3)
    jobs.find_chronic_places()
    assert ChronicPlace.objects.get().cases.count() == 6
    assert third in ChronicPlace.objects.get().cases.all()


@pytest.mark.proves("C2")
def test_the_leader_opens_a_parent_case_or_lets_it_rest(town, at):
    open_cases = accepted(town, 3, building=make_building(town), lon=None, lat=None)
    jobs.find_chronic_places()
    (place,) = queries.chronic_places(town.community_leader)
    with pytest.raises(Refused, match=r"cases\.rest_too_long"):
        actions.dismiss_place(place, by=town.community_leader, until=date(2027, 6, 16), reason=TEN)
    with pytest.raises(Refused, match=r"cases\.not_yours"):
        actions.open_parent(place, by=town.dispatcher, words="整栋楼的线路")
    parent = actions.open_parent(place, by=town.community_leader, words="整栋楼的线路老化")
    assert queries.links_of(parent) == (None, open_cases)
    with pytest.raises(Refused, match=r"cases\.moved_on"):
        actions.dismiss_place(place, by=town.community_leader, until=date(2026, 7, 1), reason=TEN)
    jobs.find_chronic_places()
    assert ChronicPlace.objects.count() == 1, "its parent is still worked on"


@pytest.mark.proves("C2")
def test_what_rests_comes_back_when_it_goes_on(town, at):
    accepted(town)
    jobs.find_chronic_places()
    place = ChronicPlace.objects.get()
    actions.dismiss_place(place, by=town.community_leader, until=date(2026, 6, 20), reason=TEN)
    jobs.find_chronic_places()
    place.refresh_from_db()
    assert place.dismissed_until == date(2026, 6, 20)
    at("2026-06-20 09:00")
    jobs.find_chronic_places()
    place.refresh_from_db()
    assert place.decided_at is None and place.dismissed_until is None
