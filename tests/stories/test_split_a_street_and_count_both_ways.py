"""示范街道 is split on 1 January 2027, and every figure can be had by the old borders and the new.

Three communities with homes and people. From that day 桂子山社区 belongs to the new 桂山街道; the
other two stay. Nothing gets a new uuid, and no sum changes.
"""

from datetime import date

import pytest
from django.utils import translation

from linge.kernel.refusals import Refused
from linge.registry import queries as registry
from linge.registry.tests.factories import resident
from linge.territory import actions, queries
from linge.territory.models import Building, Dwelling, PathHistory, Region
from linge.territory.rules.changes import ChangeKind, Successor
from linge.territory.rules.kinds import Level
from linge.territory.rules.moments import By, Moment
from linge.territory.tests.actors import staff
from linge.territory.tests.factories import DwellingFactory, RegionFactory, UnitFactory

BEFORE, ON = date(2026, 12, 31), date(2027, 1, 1)
HOMES = {"幸福里社区": 3, "桂子山社区": 2, "平安社区": 1}


class Town:
    def __init__(self):
        self.street = RegionFactory(level=Level.STREET, code="990101001", name="示范街道",
                                    parent=RegionFactory(level=Level.DISTRICT, code="990101",
                                                         name="示范区"))  # fmt: skip
        self.communities = {
            name: RegionFactory(parent=self.street, code=f"990101001{number:03}", name=name)
            for number, name in enumerate(HOMES, 1)
        }
        for name, homes in HOMES.items():
            unit = UnitFactory(building__estate__community=self.communities[name])
            Building.objects.filter(pk=unit.building_id).update(expected_dwellings=homes + 1)
            for number in range(homes):
                resident("张桂兰", home=DwellingFactory(unit=unit, room=f"{number + 1}01"))
        self.officer = staff("district_officer", self.street.parent.path)

    def split(self):
        """桂子山社区 goes to 桂山街道, the rest stays in 示范街道."""
        going = self.communities["桂子山社区"]
        staying = [str(row.uuid) for row in self.communities.values() if row != going]
        return actions.propose_change(
            by=self.officer,
            kind=ChangeKind.SPLIT,
            effective_on=ON,
            document="示民函〔2026〕88号",
            predecessors=[self.street],
            successors=[
                Successor("990101001", "示范街道", str(self.street.uuid), tuple(staying)),
                Successor("990101002", "桂山街道", "", (str(going.uuid),)),
            ],
        )

    def counts(self, moment, of=None):
        rows = queries.region_holdings(self.officer, of or self.street.parent, moment)
        return {row.name: (row.dwellings, row.expected, row.buildings) for row in rows}

    def people(self, moment):
        figures = registry.population_by_region(self.officer, self.street.parent, moment)
        assert figures.residents == 6
        return {line.name: line.residents for line in figures.lines}


@pytest.mark.django_db
@pytest.mark.proves("A1")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_street_is_split_and_counted_both_ways(at, language):
    with translation.override(language):
        split_and_count(at)


def split_and_count(at):
    at("2026-11-24 09:00")
    town = Town()
    uuids = set(Dwelling.objects.values_list("uuid", flat=True))
    change = town.split()
    preview = {line.name: (line.to, line.moves, line.dwellings)
               for line in queries.change_preview(change)}  # fmt: skip
    assert preview == {
        "幸福里社区": ("示范街道", False, 3),
        "平安社区": ("示范街道", False, 1),
        "桂子山社区": ("桂山街道", True, 2),
    }
    with pytest.raises(Refused, match="territory.change_not_yet"):
        actions.carry_out_change(change, by=town.officer)

    at("2027-01-01 09:00")
    actions.carry_out_change(change, by=town.officer)
    going = town.communities["桂子山社区"]
    was = going.path
    going.refresh_from_db()
    new = Region.objects.get(name="桂山街道")
    assert (going.parent, going.code) == (new, "990101002002")
    assert set(Dwelling.objects.values_list("uuid", flat=True)) == uuids
    assert PathHistory.objects.get(node=going.uuid).path == was
    assert queries.former_states(going).get().code == "990101001002"

    now = {"示范街道": (4, 6, 2), "桂山街道": (2, 3, 1)}
    then = {"示范街道": (6, 9, 3)}
    assert town.counts(Moment(ON, by=By.NOW)) == now
    assert town.counts(Moment(ON, by=By.THEN)) == now
    assert town.counts(Moment(BEFORE, by=By.NOW)) == now
    assert town.counts(Moment(BEFORE, by=By.THEN)) == then
    assert town.people(Moment(BEFORE, by=By.THEN)) == {"示范街道": 6}
    assert town.people(Moment(BEFORE, by=By.NOW)) == {"示范街道": 4, "桂山街道": 2}
    below = town.counts(Moment(BEFORE, by=By.THEN), of=town.street)
    assert {name: homes for name, (homes, _, _) in below.items()} == HOMES
