import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from linge.ui.appearance import COOKIE, Appearance


class Person:
    is_authenticated = True

    def __init__(self, pk, theme="dark", type_size="big"):
        self.pk, self.theme, self.type_size = pk, theme, type_size


def request_of(user, cookie=""):
    request = RequestFactory().get("/")
    request.user = user
    if cookie:
        request.COOKIES[COOKIE] = cookie
    return request


def test_before_sign_in_the_browser_decides():
    assert Appearance.of(request_of(AnonymousUser(), ":light:elder")) == Appearance(
        "light", "elder"
    )


def test_in_a_new_browser_the_account_decides():
    assert Appearance.of(request_of(Person(7))) == Appearance("dark", "big")


def test_on_a_shared_machine_nobody_inherits_the_look_of_another():
    assert Appearance.of(request_of(Person(7), "8:light:elder")) == Appearance("dark", "big")
    assert Appearance.of(request_of(Person(7), "7:light:elder")) == Appearance("light", "elder")


@pytest.mark.parametrize("cookie", ["", "7", "7:", "7:pink:huge", "::::", "7:dark"])
def test_an_odd_cookie_reads_as_plain(cookie):
    look = Appearance.of(request_of(AnonymousUser(), cookie))
    assert look.size == "normal"


def test_a_page_without_a_request_is_plain():
    assert Appearance.of(None) == Appearance("system", "normal")


def test_a_choice_is_kept_under_its_owners_name():
    response = HttpResponse()
    Appearance("dark", "big").keep(response, request_of(Person(7)))
    assert response.cookies[COOKIE].value == "7:dark:big"
    assert response.cookies[COOKIE]["httponly"]


@pytest.mark.django_db
def test_the_switch_leads_back_but_never_out_of_the_house(client):
    inside = client.post("/ui/appearance/", {"size": "elder", "next": "/portal/"})
    outside = client.post("/ui/appearance/", {"size": "big", "next": "https://example.org/"})
    assert (inside["Location"], outside["Location"]) == ("/portal/", "/")
    assert client.cookies[COOKIE].value == ":system:big"


@pytest.mark.django_db
@pytest.mark.parametrize("face", ["desk", "portal"])
def test_the_kit_shows_every_part(client, face):
    client.cookies[COOKIE] = ":dark:elder"
    content = client.get("/ui/", {"face": face}).content.decode()
    assert f'data-face="{face}" data-theme="dark" data-size="elder"' in content
    for part in (
        "badge-danger",
        "due-warn",
        "masked-open",
        "field-error",
        "timeline",
        "stat-value",
    ):
        assert part in content
