"""李强 opens 四清 of his grid, sees what is missing, fills it from there, and the clears move.

Four homes in own use: F1–F3 make twelve; nine are filled, six of them lately: 75.00 % and 50.00 %.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.kernel import clock
from linge.registry.models import Household, Phone
from linge.registry.rules.items import REQUIRED_PLACES, Clear
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import homes, household, visit
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import staff
from linge.territory.tests.factories import GridFactory


def clear(client, kind):
    found = client.get(reverse("desk:clears")).context["found"]
    return next(each for each in found.clears if each.clear == kind)


def shares(client, kind):
    tally = clear(client, kind).tally
    return str(tally.completeness), str(tally.freshness)


@pytest.mark.django_db
@pytest.mark.proves("A8")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_missing_is_filled_from_the_page(language, as_actor):
    grid = GridFactory()
    four = homes(grid)
    for home in four:
        visit(home, Outcome.MET)
    for home in four[:3]:
        household(home)
    Phone.objects.filter(person__residencies__dwelling=four[2]).delete()
    long_ago = clock.now() - timedelta(days=400)
    Household.objects.filter(dwelling__in=four[:2]).update(confirmed_at=long_ago)
    Phone.objects.filter(person__residencies__dwelling=four[0]).update(confirmed_at=long_ago)
    qiang = staff("grid_lead", grid.community.path, grid=grid.pk, user=WorkerFactory(name="李强"))
    client = as_actor(qiang)
    client.cookies["django_language"] = language

    with override(language):
        assert shares(client, Clear.HOUSEHOLD) == ("75.00%", "50.00%")
        assert shares(client, Clear.HAZARDS) == ("—", "—")

        members = next(row for row in clear(client, Clear.HOUSEHOLD).rows if row.item == "F2")
        stale = client.get(members.stale)
        assert stale.context["slice"].paginator.count == 2
        for home in four[:2]:
            way = reverse("registry:item", args=["F2", home.uuid])
            assert way in stale.content.decode()
            client.post(way, {"unchanged": "1"})
        assert shares(client, Clear.HOUSEHOLD) == ("75.00%", "66.67%")

        places = reverse("registry:item", args=["A4", grid.uuid])
        client.post(places, dict.fromkeys(REQUIRED_PLACES, 0))
        counted = next(row for row in clear(client, Clear.FACILITIES).rows if row.item == "A4")
        assert (counted.tally.asked, counted.tally.fresh) == (1, 1)
