"""A report made with words alone finds its way: 张桂兰 has no idea of maps and writes where it is.

陈静 knows the lane, writes the building, reads which grid that is and takes the report up; 孙悦 sends
it to the lighting agency, 刘洋 repairs, and 王芳, whose grid it is, looks at it on site.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from linge.cases import actions, queries
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import kind_of, make_photo, make_town
from linge.territory.tests.factories import BuildingFactory, EstateFactory

HTMX = {"HX-Request": "true"}


def accept_page(case):
    return reverse("cases:move", args=[case.uuid, "accept"])


def filled(case, **asked):
    """The acceptance as the clerk's browser sends it."""
    lamp, standard = kind_of("0201")
    known = {"request_id": uuid4(), "seen": f"{case.state}:{case.seq}", "seen_candidates": ""}
    return {"category": lamp.pk, "standard": standard.pk} | known | asked


@pytest.mark.proves("C2")
@pytest.mark.parametrize(
    ("language", "waits", "home"),
    [("zh-hans", "待定网格", "将归入"), ("en", "Grid open", "Will belong to")],
)
def test_words_alone_are_placed_dispatched_and_verified_on_site(
    at, as_actor, settings, language, waits, home
):
    at("2026-06-15 09:00")
    town = make_town()
    spoken = {"HTTP_ACCEPT_LANGUAGE": language}
    estate = EstateFactory(community=town.community, name="锦绣花园")
    BuildingFactory(estate=estate, number="3", grid=town.grid)

    Client().post(
        f"{reverse('cases_portal:report')}?in={town.community.code}",
        {"request_id": uuid4(), "words": "路灯坏了", "place_text": "锦绣花园3号楼拐角"},
    )
    case = Case.objects.get()
    assert case.grid is None

    desk = as_actor(town.intake_clerk)
    queue = desk.get(reverse("cases:intake") + "?view=gridless", **spoken)
    assert waits in queue.text
    assert "锦绣花园3号楼拐角" in queue.text

    refused = desk.post(accept_page(case), filled(case), **spoken)
    assert refused.status_code == 422
    assert refused.context["form"]["grid"].errors

    weighed = desk.post(
        accept_page(case),
        filled(case, address="锦绣花园三号楼"),
        headers=HTMX | {"HX-Target": "choice"},
        **spoken,
    )
    assert f"{home} {town.grid.name}" in weighed.text
    assert Case.objects.get().state == State.REPORTED

    desk.post(accept_page(case), filled(case, address="锦绣花园三号楼"), **spoken)
    case.refresh_from_db()
    assert (case.state, case.grid) == (State.ACCEPTED, town.grid)

    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    actions.handle_case(
        case,
        by=town.agency_handler,
        result="已更换灯头",
        photos=[make_photo(town)],
        condition_met=True,
    )
    assert not queries.verify_queue(town.actor("grid_a", grid=town.other_grid)).exists()
    (waiting,) = queries.verify_queue(town.grid_a)
    actions.verify_case(waiting, by=town.grid_a, photos=[make_photo(town)], metres=15)
    assert waiting.state == State.VERIFIED
    with translation.override("zh-hans"):
        assert [m.label for m in reversed(queries.timeline(waiting).moments)] == [
            "上报", "定位", "受理", "派遣", "处置", "核查",
        ]  # fmt: skip
