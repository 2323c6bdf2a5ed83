"""The cast at work in real browsers: people of a small town, hired for their posts and signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.test import Client
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from linge.accounts.models import Grant
from linge.audit.tests.emptying import audit_may_be_emptied
from linge.cases.models import Case
from linge.cases.tests.factories import OF_AGENCY, OF_GRID, ROLES, Town, make_town
from linge.territory.tests.factories import centre

BACKEND = "linge.accounts.backends.PhoneBackend"
LAMP_POST = dict(zip(("longitude", "latitude"), centre(0), strict=True))
SIZES = {"desk": (1366, 768), "phone": (390, 844)}


def hired_town() -> Town:
    """The town of the case tests, its desk with grants of their own, as real sign-ins need them."""
    town = make_town()
    for post, user in town.people.items():
        if post not in OF_GRID and post not in OF_AGENCY:
            node = town.community.path
            Grant.objects.create(
                user=user, post=post, role=ROLES[post], node=node, since=date(2025, 1, 1)
            )
    return town


class Faces:
    """Browsers of several people at once, each a context of its own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []

    def visitor(self, at: str = "phone") -> Page:
        """Somebody without an account."""
        width, height = SIZES[at]
        context = self.browser.new_context(
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            geolocation=LAMP_POST,
            permissions=["geolocation"],
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return context.new_page()

    def of(self, user: Any, at: str = "desk") -> Page:
        """Somebody signed in."""
        page = self.visitor(at)
        client = Client()
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        ticket = {"name": name, "value": client.cookies[name].value, "url": self.address}
        page.context.add_cookies([ticket])
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def faces(browser: Browser, address: str) -> Iterator[Faces]:
    """Open browsers, and close them all at the end."""
    opened = Faces(browser, address)
    try:
        yield opened
    finally:
        opened.close()


def picture(lit: bool) -> dict[str, Any]:
    """A photograph of a street lamp at night, lit or dark, as a phone would send it."""
    body = BytesIO()
    night = Image.new("RGB", (800, 600), (24, 32, 48))
    pen = ImageDraw.Draw(night)
    pen.rectangle((390, 120, 410, 560), fill=(90, 96, 104))
    pen.ellipse((350, 70, 450, 140), fill=(255, 236, 150) if lit else (44, 48, 54))
    night.save(body, "JPEG", quality=80)
    name = "修好.jpg" if lit else "路灯.jpg"
    return {"name": name, "mimeType": "image/jpeg", "buffer": body.getvalue()}


def row_of(page: Page, words: str) -> Any:
    """The card of a case in a queue."""
    return page.locator("[data-row]", has_text=words)


def dialog(page: Page) -> Any:
    """The dialog that stands open."""
    return page.locator("dialog[open]")


def wait_for(page: Page, case: Case, state: str) -> None:
    """Until the case stands there: what the phone sends goes by its own way."""
    for _ in range(100):
        case.refresh_from_db()
        if case.state == state:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{case.state} instead of {state}")


__all__ = [
    "audit_may_be_emptied",
    "dialog",
    "expect",
    "faces",
    "hired_town",
    "picture",
    "row_of",
    "wait_for",
]
