"""Every main page in English: the only Chinese on it is data, so that a forgotten sentence fails.

Data is what stands in a text column of the database, and what is put together of it: an address, a
masked name. A catalogue row that has an English name counts as interface, not as data.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, Field, Model, TextField
from django.test import Client
from django.urls import reverse

from linge.accounts.models import User
from linge.desk.menu import MENU
from linge.kernel import crypto
from linge.kernel.fields import SealedField

SIZE = "small"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

HAN = re.compile("[\u3400-\u9fff]+")
COMPOSED = re.compile(
    "“[^”]*”"  # an example to be typed as it stands
    r"|[\u3400-\u9fff]{1,2}\*+[\u3400-\u9fff]?"  # 张*兰
    "|[0-9A-Z]+(?:号楼|单元|室|号)|号楼"
)
OWN_NAME = "中文"  # the language calls itself so in every language
UNREAD = {"script", "style"}
UNSAID = {"href", "action", "src"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

OFFICE = ("何建国", "周敏", "陈静", "孙悦", "李强", "王芳", "刘洋", "吴丹", "系统管理员")
PUBLIC = (
    "accounts:sign_in", "portal:home", "portal:my_grid", "cases_portal:report",
    "cases_portal:progress",
)  # fmt: skip
OWN = (
    "portal:mine", "portal:record", "portal:corrections", "portal:trail", "portal:consents",
    "portal:receipts", "portal:copy", "portal:erase",
)  # fmt: skip
BESIDES = (
    "desk:me", "accounts_desk:users", "registry:resident_new", "registry:items",
    "registry:care_figures", "registry:care_kinds", "territory:estate_new", "territory:place_new",
    "territory:building_new", "territory:shop_new", "territory:organisation_new",
    "territory:division_new", "staff:agency_new", "screen:choose",
)  # fmt: skip


class Said(HTMLParser):
    """The words of a page that a person sees or hears, with the element each belongs to.

    What a page marks as Chinese, as the lines of a file that is written in Chinese, is data.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.marked: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            sent = name == "value" and tag in ("option", "button")
            if value and name not in UNSAID and not sent:
                self.words.append((f"{tag} {name}", value))
        if tag not in VOID:
            self.open.append(tag)
        if self.marked is None and dict(attrs).get("lang") == "zh-CN" and tag != "html":
            self.marked = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass
        if self.marked is not None and len(self.open) < self.marked:
            self.marked = None

    def handle_data(self, data: str) -> None:
        where = self.open[-1] if self.open else ""
        if where not in UNREAD and self.marked is None:
            self.words.append((where, data))


def is_data(model: type[Model], field: Field) -> bool:
    """A text column in which people write, whatever language they write in."""
    told = isinstance(field, CharField | TextField) and not field.choices
    return told and not (field.name == "name" and hasattr(model, "name_en"))


def values_of(model: type[Model], field: Field) -> Iterator[str]:
    """What a column holds; of sealed ones the free words alone, numbers have no Chinese in them."""
    if not isinstance(field, SealedField):
        yield from model._default_manager.values_list(field.attname, flat=True).distinct()
    elif field.name == "words":
        for row in model._default_manager.exclude(words=""):
            yield crypto.open_field(row, "words")


@cache
def written() -> tuple[str, ...]:
    """What stands in the database in Chinese, line by line, the longest first."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if model.__module__.startswith("linge.") and is_data(model, field):
                values = filter(None, values_of(model, field))
                found |= {line for value in values for line in value.splitlines()}
    return tuple(sorted((line for line in found if HAN.search(line)), key=len, reverse=True))


@cache
def left_over(words: str) -> str:
    """The Chinese in words that is not data."""
    rest = words
    for line in written():
        if len(line) > 1 and line in rest:
            rest = rest.replace(line, " ")
    parts = HAN.findall(COMPOSED.sub(" ", rest))
    return " ".join(part for part in parts if part not in (OWN_NAME, *written()))


def leftovers(html: str) -> set[str]:
    """Where a page says something in Chinese that is not data, and what."""
    page = Said()
    page.feed(html)
    said = ((where, left_over(words)) for where, words in page.words if HAN.search(words))
    return {f"{where}: {rest}" for where, rest in said if rest}


def browser(name: str) -> Client:
    """Somebody of 幸福里社区 who reads English; "" is a passer-by."""
    client = Client(headers={"accept-language": "en"})
    if name:
        person = User.objects.filter(name=name).earliest("pk")
        client.force_login(person, backend="linge.accounts.backends.PhoneBackend")
    return client


def doors() -> list[str]:
    """The addresses of the desk menu's pages, and of their sisters, that exist."""
    entries = [entry for group in MENU for entry in group.entries if entry.address]
    names = [name for entry in entries for name, _deed in entry.doors]
    return [reverse(name) for name in dict.fromkeys([*names, *BESIDES])]


def rows_behind(html: str) -> dict[str, str]:
    """The pages a list leads to, one of each kind."""
    found: dict[str, str] = {}
    for address in re.findall(r'href="(/desk/[^"#?]*)', html):
        kind = re.sub("[0-9a-f-]{36}", "*", address)
        if kind != address:
            found.setdefault(kind, address)
    return found


def seen_by(name: str, addresses: list[str], *, rows: bool) -> Iterator[tuple[str, str]]:
    """The pages that open to somebody, and with ``rows`` the first row behind each."""
    client, behind = browser(name), {}
    for address in addresses:
        answer = client.get(address, follow=True)
        if answer.status_code == 200:
            yield address, answer.text
            behind |= rows_behind(answer.text) if rows else {}
    for kind, address in behind.items():
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield kind, answer.text


def test_the_office_reads_english() -> None:
    waiting, chinese, opened = doors(), {}, set()
    for name in OFFICE:
        for address, html in seen_by(name, waiting, rows=True):
            if address not in opened and (rest := leftovers(html)):
                chinese[address] = rest
            opened.add(address)
        waiting = [address for address in waiting if address not in opened]
    assert not chinese
    assert not waiting, "a page nobody of the cast may open"
    assert len(opened) > 60


@pytest.mark.parametrize(("name", "pages"), [("", PUBLIC), ("张桂兰", OWN)])
def test_residents_read_english(name: str, pages: tuple[str, ...]) -> None:
    addresses = [reverse(page) for page in pages]
    found = dict(seen_by(name, addresses, rows=False))
    assert set(found) == set(addresses)
    chinese = {address: rest for address, html in found.items() if (rest := leftovers(html))}
    assert not chinese


def test_a_forgotten_sentence_is_noticed() -> None:
    page = '<p lang="en">王芳 says <b title="关闭窗口">“例如”</b> 尚未翻译</p>'
    assert leftovers(page) == {"b title: 关闭窗口", "p: 尚未翻译"}
