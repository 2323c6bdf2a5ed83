"""A real browser against a live server: the system's Chromium, skipped plainly where there is none."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from linge.ui.appearance import COOKIE
from linge.ui.templatetags.assets import MANIFEST

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"desk": (1366, 768), "phone": (390, 844), "narrow": (320, 800), "wall": (1920, 1080)}
UNPLUGGED = "net::ERR_INTERNET_DISCONNECTED"  # said only where a test took the network away itself
Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser, started once."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    if not MANIFEST.exists():
        pytest.skip("client code is not built: make assets")
    # Playwright runs a loop of its own in this thread; Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Opener]:
    """``open_page("/ui/", at="phone", theme="dark", size="elder")`` as a fresh visitor.

    What a page says wrongly in its console, and every request to another host, fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, *, at: str = "desk", theme: str = "light", size: str = "normal") -> Page:
        width, height = SIZES[at]
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
        )
        contexts.append(context)
        look = f":{theme}:{size}"
        context.add_cookies([{"name": COOKIE, "value": look, "url": live_server.url}])
        page = context.new_page()
        _listen(page, live_server.url, faults)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


def _listen(page: Page, home: str, faults: list[str]) -> None:
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
    inside = (home, "data:", "blob:")
    page.on(
        "request",
        lambda request: None if request.url.startswith(inside) else faults.append(request.url),
    )


def _is_fault(line: ConsoleMessage) -> bool:
    return line.type == "error" and UNPLUGGED not in line.text
