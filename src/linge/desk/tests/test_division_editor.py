"""The page of the editor: for drafts, for who may draft, in both languages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from linge.kernel.access import Actor
from linge.territory.models import Division
from linge.territory.tests import actors
from linge.territory.tests.factories import DivisionFactory, GridFactory, RegionFactory

SignIn = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Division:
    division: Division = DivisionFactory(community=RegionFactory(name="幸福里社区"))
    return division


def editor(division: Division) -> str:
    return reverse("desk_map:division", args=[division.uuid])


def detail(division: Division) -> str:
    return reverse("territory:division", args=[division.uuid])


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "画范围"), ("en", "Draw outline")])
def test_the_page_of_a_draft_leads_to_its_editor(draft, as_actor: SignIn, language, words) -> None:
    browser = as_actor(actors.officer(draft.community))
    browser.cookies["django_language"] = language
    assert editor(draft) in browser.get(detail(draft)).content.decode()
    page = browser.get(editor(draft)).content.decode()
    assert words in page
    assert reverse("territory:division_draft", args=[draft.uuid]) in page
    assert "<script>" not in page and " style=" not in page and " onclick" not in page


def test_a_division_in_force_is_read_and_not_edited(as_actor: SignIn) -> None:
    division = DivisionFactory(in_force=True)
    browser = as_actor(actors.leader(division.community))
    assert editor(division) not in browser.get(detail(division)).content.decode()
    assert browser.get(editor(division))["Location"] == detail(division)


@pytest.mark.proves("X2")
def test_others_find_no_editor(draft, as_actor: SignIn) -> None:
    assert as_actor(actors.officer(RegionFactory())).get(editor(draft)).status_code == 404
    worker = actors.worker(GridFactory(community=draft.community))
    assert as_actor(worker).get(editor(draft)).status_code in (403, 404)
    assert editor(draft) not in as_actor(worker).get(detail(draft)).content.decode()
