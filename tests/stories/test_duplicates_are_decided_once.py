"""周敏 finds two records that look alike, says they are two people, and is not asked again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from linge.registry import jobs
from linge.registry.actions import people
from linge.registry.queries.matches import waiting
from linge.registry.tests import factories

BORN = date(1953, 3, 14)


@pytest.fixture
def alike():
    """张桂兰 twice: once in traditional characters, without a document."""
    home, other = factories.homes(floors=1)
    one = factories.resident("张桂兰", home=home, born=BORN, phone="12000000901")
    two = factories.resident("张桂蘭", home=other, born=BORN, phone="12000000901")
    two.documents.all().delete()
    return one, two, factories.clerk(home.community)


@pytest.mark.django_db
@pytest.mark.proves("G1")
def test_a_pair_decided_different_is_asked_again_only_when_a_fact_changes(as_actor, alike):
    _one, two, by = alike
    client = as_actor(by)
    jobs.find_matches()
    assert "张桂蘭" in client.get(reverse("registry:matches")).content.decode()
    pair = waiting(by).get()
    page = client.get(reverse("registry:match", args=[pair.uuid])).content.decode()
    assert "异体或繁体" in page
    assert "12000000901" not in page
    assert "1953" not in page
    said = client.post(
        reverse("registry:match_decide", args=[pair.uuid]), {"verdict": "different"}, follow=True
    )
    assert "已记下结论" in said.content.decode()
    jobs.find_matches()
    assert "张桂蘭" not in client.get(reverse("registry:matches")).content.decode()
    two.refresh_from_db()
    people.correct(two, {"name": "张桂兰"}, by=by, version=two.version)
    jobs.find_matches()
    assert waiting(by).get().points == 90


@pytest.mark.django_db
@pytest.mark.proves("G1")
def test_the_pair_is_read_in_english_too(as_actor, alike):
    jobs.find_matches()
    pair = waiting(alike[2]).get()
    with translation.override("en"):
        answer = as_actor(alike[2]).get(
            reverse("registry:match", args=[pair.uuid]), headers={"accept-language": "en"}
        )
    assert "Different people" in answer.content.decode()
