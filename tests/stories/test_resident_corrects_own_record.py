"""张桂兰 reads her record, finds her name written wrong, and has it put right (X1, registry.md §11).

An officer checks it within fifteen natural days; what is refused says by which rule and where to
appeal.
"""

import pytest
from django.urls import reverse

from linge.registry import actions
from linge.registry.models import ChangeRequest
from linge.registry.rules.requests import RequestState
from linge.registry.tests import carers
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import officer

pytestmark = [pytest.mark.django_db, pytest.mark.proves("X1")]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("zh-hans", "这里不对"), ("en", "This is wrong")],
)
def test_a_wrong_name_is_put_right(at, as_actor, language, wrong):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident("张桂蓝", home=home)
    clerk = officer(home.community)
    me = carers.signed_in(guilan)
    portal = as_actor(me)
    portal.cookies["django_language"] = language
    page = portal.get(reverse("portal:record"))
    assert wrong in page.text
    assert reverse("portal:correct", args=["name"]) in page.text

    told = {"value": "张桂兰", "reason": "身份证上是兰花的兰"}
    page = portal.post(reverse("portal:correct", args=["name"]), told, follow=True)
    request = ChangeRequest.objects.get()
    assert (request.state, request.source) == (RequestState.SUBMITTED, "portal")
    assert "2026-06-30" in page.text
    guilan.refresh_from_db()
    assert guilan.name == "张桂蓝"

    at("2026-06-15 09:20")
    actions.check_request(request, by=clerk, version=request.version)
    guilan.refresh_from_db()
    assert guilan.name == "张桂兰"
    portal = as_actor(me)
    assert "张桂兰" in portal.get(reverse("portal:trail")).text


def test_a_refusal_names_the_rule_and_the_way_to_appeal(at, as_actor):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident(home=home)
    portal = as_actor(carers.signed_in(guilan))
    told = {"value": "1950-01-01", "reason": "年轻时报小了"}
    portal.post(reverse("portal:correct", args=["birth_date"]), told)
    request = ChangeRequest.objects.get()
    words = "依据《户口登记条例》第十八条，出生日期以户口登记为准，请先到派出所变更。"
    actions.send_back_request(
        request, by=officer(home.community), version=request.version, words=words
    )
    page = portal.get(reverse("portal:corrections"))
    assert words in page.text
    assert "可向街道办事处申诉" in page.text


def test_nobody_corrects_a_neighbour(at, as_actor):
    at("2026-06-15 09:00")
    home, next_door = homes()[:2]
    guilan, neighbour = resident(home=home), resident("李建国", home=next_door)
    portal = as_actor(carers.signed_in(guilan))
    told = {"value": "李建设", "reason": "写错了", "who": str(neighbour.uuid)}
    portal.post(reverse("portal:correct", args=["name"]), told)
    assert not ChangeRequest.objects.filter(person=neighbour).exists()
    assert portal.get(reverse("portal:correct", args=["community"])).status_code == 404
