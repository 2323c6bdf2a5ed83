"""周敏 counts the people of 幸福里 at the end of February; six months fall on its last day.

李建国 left the street of his hukou on 31 August. February has no 31st, so he is a temporary guest
(暂住) on the 27th and permanent and floating from the 28th. Nobody touches his record in between.
"""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.registry.models import HukouRecord
from linge.registry.rules.kinds import HukouState, Left, LeftReason
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import officer
from linge.territory.tests.factories import GridFactory

DEFINITION = {"zh-hans": "第七次人口普查口径", "en": "By the seventh census"}
NAMES = {"zh-hans": "常住·流动", "en": "Permanent, floating"}


def hukou(person, state, *, left_on=None, reason="", code=""):
    HukouRecord.objects.create(
        person=person,
        since=date(2010, 1, 1),
        state=state,
        region_code=code,
        left=Left.YES if left_on else Left.NO,
        left_street_on=left_on,
        left_reason=reason,
    )


def figures(line):
    """The figures of a line that are not nought, by name, each as long as the list it opens."""
    shown = [*line.populations(), *line.labels()]
    return {figure.name: figure for figure in shown if figure.number}


@pytest.mark.django_db
@pytest.mark.proves("A5")
@pytest.mark.parametrize("language", DEFINITION)
def test_the_label_turns_on_the_last_day_of_february(language, as_actor, at):
    at("2026-03-02 09:00")
    east, west = GridFactory(code="1"), None
    west = GridFactory(community=east.community, code="2")
    door, other = homes(east)[0], homes(west)[0]
    hukou(resident("张桂兰", home=door), HukouState.HERE)
    hukou(
        resident("李建国", home=door),
        HukouState.ELSEWHERE,
        left_on=date(2025, 8, 31),
        reason=LeftReason.WORK,
        code="980202",
    )
    resident("王强", home=other)
    client = as_actor(officer(east.community))
    client.cookies["django_language"] = language
    page = reverse("registry:population")

    def asked(day):
        answer = client.get(page, {"as_of": day})
        assert DEFINITION[language] in answer.content.decode()
        return answer.context["total"], answer.context["lines"]

    with override(language):
        before, _lines = asked("2026-02-27")
        total, lines = asked("2026-02-28")
        assert NAMES[language] not in figures(before)
        assert [before.heads.of(each) for each in ("permanent", "floating", "暂住")] == [1, 0, 1]
        assert [total.heads.of(each) for each in ("permanent", "floating", "暂住")] == [2, 1, 0]
        assert total.heads.of("待核实") == 1
        assert [line.heads.grid for line in lines] == [east.pk, west.pk]
        for line in (total, *lines, before):
            for figure in figures(line).values():
                listed = client.get(figure.href).context["slice"].paginator
                assert listed.count == figure.number
        floating = client.get(figures(total)[NAMES[language]].href)
        assert [row.name for row in floating.context["slice"]] == ["李建国"]
        assert "2026-02-28" in floating.content.decode()
