"""Something heard at a door becomes a case, once, and keeps the link."""

import pytest
from django.urls import reverse

from linge.cases import actions
from linge.cases.models import Case
from linge.cases.rules import Source
from linge.kernel.refusals import Refused
from linge.registry import actions as registry
from linge.registry.models import Heard
from linge.registry.rules.kinds import HeardKind, Outcome
from linge.registry.rules.telling import NewHeard
from linge.territory.tests.factories import DwellingFactory, UnitFactory


@pytest.fixture
def heard(town):
    unit = UnitFactory(
        grid=town.grid, community=town.community, building__grid=town.grid,
        building__community=town.community, building__estate__community=town.community,
    )  # fmt: skip
    home = DwellingFactory(unit=unit)
    said = [NewHeard(HeardKind.SUGGESTION, "楼下想要一排晾衣杆")]
    registry.record_visit(home, by=town.actor("grid_a"), outcome=Outcome.MET, heard=said)
    return Heard.objects.get()


@pytest.mark.proves("A5")
def test_a_suggestion_becomes_a_case_of_its_building(town, heard):
    made = actions.report_heard(heard, by=town.actor("grid_a"), words="想要一排晾衣杆")
    heard.refresh_from_db()
    assert heard.became_uuid == made.case.uuid
    assert (made.case.source, made.case.category.code) == (Source.VISIT, "0902")
    assert made.case.building == heard.visit.dwelling.building


def test_a_second_tap_makes_no_second_case(town, heard):
    actions.report_heard(heard, by=town.actor("grid_a"), words="想要一排晾衣杆")
    with pytest.raises(Refused, match="registry.heard_taken"):
        actions.report_heard(heard, by=town.actor("grid_a"), words="想要一排晾衣杆")
    assert Case.objects.count() == 1


def test_the_list_offers_the_way_and_the_way_leads_to_the_case(town, heard, as_actor):
    client = as_actor(town.actor("grid_a"))
    way = reverse("cases:from_heard", args=[heard.uuid])
    assert way in client.get(reverse("registry:heard")).content.decode()
    answer = client.post(way, {"words": "想要一排晾衣杆"})
    assert answer.headers["Location"] == reverse("cases:case", args=[Case.objects.get().uuid])
    assert client.get(way).status_code == 404
