"""The map in a real browser: drawn by software rendering, and still useful where nothing is drawn."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from cast import faces
from playwright.sync_api import Browser, Page, expect

from conftest import CHROMIUM
from linge.accounts.models import Grant
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.factories import (
    BuildingFactory,
    DivisionFactory,
    EstateFactory,
    GridFactory,
    GridShapeFactory,
    RegionFactory,
    centre,
    square,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAWING = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture
def officer(settings: Any, tmp_path: Path) -> Any:
    """周敏, whose community has two grids, a building in each, and a base map."""
    settings.DATA_DIR = tmp_path
    community = RegionFactory(name="幸福里社区")
    division = DivisionFactory(community=community, in_force=True)
    estate = EstateFactory(community=community, name="锦绣花园")
    for column in range(2):
        grid = GridFactory(community=community, code=f"0{column + 3}", name=f"第{column + 3}网格")
        GridShapeFactory(division=division, grid=grid, polygon=square(column))
        BuildingFactory(estate=estate, grid=grid, number=str(column + 1), point=centre(column))
    (tmp_path / "maps").mkdir()
    empty = json.dumps({"type": "FeatureCollection", "features": []})
    file = tmp_path / "maps" / f"{community.code}.geojson.gz"
    file.write_bytes(gzip.compress(empty.encode()))
    user = WorkerFactory(name="周敏")
    Grant.objects.create(
        user=user, post="community_officer", role="community_officer", node=community.path,
        since="2025-01-01",
    )  # fmt: skip
    return user


@pytest.fixture
def drawing(chromium: Browser) -> Iterator[Browser]:
    """A browser that draws WebGL by software; the one all share may have none."""
    assert CHROMIUM is not None
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=DRAWING)
    yield browser
    browser.close()


def listen(page: Page, home: str) -> list[str]:
    """What the page says wrongly, and whom else it asks."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    inside = (home, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(inside) else faults.append(r.url))
    return faults


def test_the_map_draws_from_our_server_alone_and_opens_what_is_clicked(
    drawing: Browser, live_server: Any, officer: Any
) -> None:
    with faces(drawing, live_server.url) as people:
        page = people.of(officer)
        faults = listen(page, live_server.url)
        page.goto("/desk/map/")
        page.wait_for_selector("grid-map[data-drawn]", timeout=60_000)
        box = page.locator("[data-canvas]").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] * 0.6)
        expect(page.locator("dialog.drawer[open]")).to_contain_text(re.compile("第3网格"))
        assert not faults, faults


def test_the_list_follows_the_view_and_the_layer_box(
    drawing: Browser, live_server: Any, officer: Any
) -> None:
    with faces(drawing, live_server.url) as people:
        page = people.of(officer)
        page.goto("/desk/map/")
        page.wait_for_selector("grid-map[data-drawn]", timeout=60_000)
        grids = page.locator("[data-group=grids] li:not([hidden])")
        expect(grids).to_have_count(2)
        box = page.locator("[data-canvas]").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
        for _ in range(8):
            page.mouse.wheel(0, -400)
            page.wait_for_timeout(150)
        expect(grids).not_to_have_count(2)
        page.get_by_label("只列视野内").uncheck()
        expect(grids).to_have_count(2)
        page.get_by_text("图层", exact=True).click()
        page.get_by_label("网格", exact=True).uncheck()
        assert violations(page) == []


def test_without_drawing_the_list_does_the_same_by_keyboard(
    chromium: Browser, live_server: Any, officer: Any
) -> None:
    with faces(chromium, live_server.url) as people:
        page = people.of(officer)
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        page.goto("/desk/map/")
        expect(page.get_by_text("这里画不了地图")).to_be_visible()
        page.get_by_role("link", name=re.compile("第4网格")).first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog.drawer[open]")).to_contain_text("第4网格")


def test_the_content_policy_allows_the_map_its_worker_and_nothing_more(
    officer: Any, client: Any
) -> None:
    client.force_login(officer, backend="linge.accounts.backends.PhoneBackend")
    policy = client.get("/desk/map/", follow=True)["Content-Security-Policy"]
    assert "worker-src 'self' blob:" in policy
    assert "unsafe" not in policy
