"""What lies in another grid does not exist for 王芳, in the same words as what never existed (X2)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from linge.registry.tests import carers
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.factories import GridFactory

pytestmark = [pytest.mark.django_db, pytest.mark.proves("X2")]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "没有找到"), ("en", "not found")])
def test_another_grid_and_nothing_at_all_get_the_same_answer(at, as_actor, language, said):
    at("2026-06-15 09:00")
    ours = homes()[0]
    theirs = homes(GridFactory(community=ours.community))[0]
    stranger = resident("李建国", home=theirs)
    worker, _lead = carers.team(ours.grid)
    desk = as_actor(worker)
    desk.cookies["django_language"] = language
    pages = [
        desk.get(reverse(f"registry:{name}", args=[uuid]))
        for name in ("resident", "person_care")
        for uuid in (stranger.uuid, uuid4())
    ]
    assert [page.status_code for page in pages] == [404] * 4
    assert all("李建国" not in page.text for page in pages)
    assert all(said in page.text for page in pages)


def test_a_resident_sees_the_own_record_and_no_neighbour_s(at, as_actor):
    at("2026-06-15 09:00")
    home, next_door = homes()[:2]
    guilan = resident(home=home)
    neighbour = resident("李建国", home=next_door)
    carers.agree(neighbour, carers.kind().code, home=next_door)
    portal = as_actor(carers.signed_in(guilan))
    page = portal.get(reverse("portal:record"), {"who": str(neighbour.uuid)})
    assert "张桂兰" in page.text
    assert "李建国" not in page.text
    consent = neighbour.consents.get()
    assert portal.post(reverse("portal:withdraw", args=[consent.uuid])).status_code == 404
    assert consent.until is None
    assert portal.get(reverse("registry:resident", args=[guilan.uuid])).status_code in (403, 404)
