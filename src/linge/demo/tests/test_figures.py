"""Every figure of a board opens the list it counts, and that list has as many rows.

The links are taken from the page itself, so a new figure is followed without anyone remembering.
"""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linge.accounts.models import User

SIZE = "small"
OFFICER = "12000000006"
pytestmark = pytest.mark.usefixtures("demo")
FIGURE = re.compile(r'<a(?: class="stat-link")? href="([^"]+)">([\d,]+)<(?:/a|span)')
SHARE = re.compile(r'<a(?: class="stat-link")? href="([^"]+)">[\d.]+%<')
COUNT = re.compile(r'id="list-count"[^>]*>\D*([\d,]+)')
UNLISTED = re.compile(r"另有([\d,]+)套应有房屋")
BOARDS = ("registry:collection", "registry:items", "registry:population")


@pytest.mark.django_db
@pytest.mark.proves("A5")
@pytest.mark.parametrize("board", BOARDS)
def test_every_figure_of_a_board_opens_as_many_rows(board: str) -> None:
    client, wrong = Client(), []
    officer = User.objects.get_by_natural_key(OFFICER)
    client.force_login(officer, backend="linge.accounts.backends.PhoneBackend")
    page = _read(client, reverse(board))
    followed = dict[str, int]()
    for href, figure in _figures(page):
        if href not in followed:
            followed[href] = _listed(client, href, figure)
        if followed[href] != figure:
            wrong.append(f"{figure} opens {followed[href]} rows at {href}")
    assert {unescape(href) for href in SHARE.findall(page)} <= set(followed)
    assert not wrong
    assert len(followed) > 9


def _figures(page: str) -> Iterator[tuple[str, int]]:
    for href, words in FIGURE.findall(page):
        yield unescape(href), _whole(words)


def _listed(client: Client, href: str, figure: int) -> int:
    """The rows a list says it has; where they fall short, with the homes not on file it tells of."""
    address = f"{href}{'&' if '?' in href else '?'}size=10"
    region = {"HX-Request": "true", "HX-Target": "results"}
    rows = COUNT.search(_read(client, address, region))
    assert rows, href
    if _whole(rows[1]) == figure:
        return figure
    unlisted = UNLISTED.search(_read(client, address))
    return _whole(rows[1]) + (_whole(unlisted[1]) if unlisted else 0)


def _read(client: Client, address: str, headers: dict[str, str] | None = None) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _whole(words: str) -> int:
    return int(words.replace(",", ""))
