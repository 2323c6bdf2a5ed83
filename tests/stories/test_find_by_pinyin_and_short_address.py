"""One box finds a neighbour however she is written, and a home by its short address (X4)."""

import pytest
from django.urls import reverse

from linge.registry.tests.factories import clerk, homes, resident
from linge.territory.tests.actors import worker
from linge.territory.tests.factories import GridFactory

pytestmark = [pytest.mark.django_db, pytest.mark.proves("X4")]

WAYS = ("张桂兰", "桂兰", "zhangguilan", "ZhangGuiLan", "guilan", "zgl", "张gl", "ｚｇｌ")


def names_found(page):
    return [row.name for group in page.context["answer"].groups for row in group.rows]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_neighbour_is_found_however_she_is_written(as_actor, language):
    home, *_others = homes()
    person = resident("张桂兰", home=home, number="990101195303140021", phone="12000000020")
    resident("单晓", home=home)
    resident("吕品", home=home)
    desk = as_actor(clerk(home.community))
    desk.cookies["django_language"] = language

    def look_up(words):
        return desk.post(reverse("desk:search"), {"q": words})

    for words in WAYS:
        assert "张桂兰" in names_found(look_up(words)), words
    for words in ("shanxiao", "danxiao"):
        assert "单晓" in names_found(look_up(words)), "a surname is found by both its readings"
    for words in ("lvpin", "lupin", "lyupin", "lüpin"):
        assert "吕品" in names_found(look_up(words)), words

    address = f"{home.building.number}-{home.unit.number}-{home.room}"
    assert any(home.room in name for name in names_found(look_up(address)))

    for number in ("990101195303140021", "12000000020", "0020"):
        page = look_up(number)
        assert "张桂兰" in names_found(page), number
        assert "990101195303140021" not in page.text.replace('value="990101195303140021"', "")
        assert "990101195303140021" not in page.request["QUERY_STRING"]
    assert reverse("registry:resident", args=[person.uuid]) in look_up("zgl").text


def test_a_worker_finds_nobody_of_another_grid(as_actor):
    ours = homes()[0]
    theirs = homes(GridFactory(community=ours.community))[0]
    resident("张桂兰", home=theirs)
    desk = as_actor(worker(ours.grid))
    for words in ("张桂兰", "zgl", "12000000020"):
        assert names_found(desk.post(reverse("desk:search"), {"q": words})) == []
