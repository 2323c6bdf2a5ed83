"""A division drafted on its map, and by keyboard without one: moved, split, saved, never lost (A2)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe import violations
from cast import audit_may_be_emptied, faces  # noqa: F401  the first is a fixture of this module
from playwright.sync_api import Browser, Page, expect

from conftest import CHROMIUM
from linge.accounts.models import Grant
from linge.staff.tests.factories import WorkerFactory
from linge.territory import actions
from linge.territory.models import Division, Grid, GridMember
from linge.territory.tests.actors import leader
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
from linge.ui.appearance import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DRAWING = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
WIDTH, HEIGHT = 263.6, 308.3  # pixels of a thousandth of a degree at the closest view, at 31.23° N
HOMES = {"1": 40, "2": 30, "3": 20}


class Drafting:
    """第3网格 with buildings 1 and 2, 第4网格 with building 3, and a draft that is like today."""

    def __init__(self) -> None:
        self.community = RegionFactory(name="幸福里社区")
        self.grids = [
            GridFactory(community=self.community, code=f"0{n}", name=f"第{n}网格") for n in (3, 4)
        ]
        self.today = DivisionFactory(community=self.community, in_force=True)
        self.draft = DivisionFactory(community=self.community)
        estate = EstateFactory(community=self.community, name="锦绣花园")
        self.buildings = {
            number: BuildingFactory(
                estate=estate, grid=self.grids[column], number=number, point=point,
                expected_dwellings=HOMES[number],
            )
            for number, column, point in (
                ("1", 0, self.spot(0.2)), ("2", 0, self.spot(0.8)), ("3", 1, centre(1)),
            )
        }  # fmt: skip
        for division in (self.today, self.draft):
            for column, grid in enumerate(self.grids):
                GridShapeFactory(division=division, grid=grid, polygon=square(column))
            for building in self.buildings.values():
                GridMember.objects.create(division=division, grid=building.grid, building=building)
        self.user = WorkerFactory(name="周敏")
        Grant.objects.create(
            user=self.user, post="community_officer", role="community_officer",
            node=self.community.path, since="2025-01-01",
        )  # fmt: skip
        self.address = f"/desk/map/divisions/{self.draft.uuid}/"

    @staticmethod
    def spot(column: float) -> list[float]:
        west, south = centre(0)
        return [west + (column - 0.5) / 1000, south]

    def home_of(self, number: str) -> str:
        return GridMember.objects.get(
            division=self.draft, building=self.buildings[number]
        ).grid.name


@pytest.fixture
def drafting() -> Drafting:
    return Drafting()


@pytest.fixture
def drawing(chromium: Browser) -> Iterator[Browser]:
    """A browser that draws WebGL by software; the one all share may have none."""
    assert CHROMIUM is not None
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=DRAWING)
    yield browser
    browser.close()


class Hand:
    """The mouse over the map: places are columns and rows of the squares that are in view."""

    def __init__(self, page: Page, middle: float = 1.0) -> None:
        box = page.locator("[data-canvas]").bounding_box()
        assert box is not None
        self.mouse = page.mouse
        self.left = box["x"] + box["width"] / 2 - middle * WIDTH
        self.low = box["y"] + box["height"] / 2 + 0.5 * HEIGHT

    def at(self, column: float, row: float) -> tuple[float, float]:
        return self.left + column * WIDTH, self.low - row * HEIGHT

    def round(self, *places: tuple[float, float]) -> None:
        self.mouse.move(*self.at(*places[0]))
        self.mouse.down()
        for place in places[1:]:
            self.mouse.move(*self.at(*place), steps=5)
        self.mouse.up()


def homes(page: Page, name: str) -> Any:
    return page.locator("[data-grids] tr", has_text=name).locator("[data-homes]")


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("division-editor[data-drawn]", timeout=60_000)


@pytest.mark.proves("A2")
def test_two_buildings_are_caught_moved_undone_and_a_grid_is_split(
    drawing: Browser, live_server: Any, drafting: Drafting
) -> None:
    with faces(drawing, live_server.url) as people:
        page = people.of(drafting.user)
        page.goto(f"/desk/territory/divisions/{drafting.draft.uuid}/")
        page.get_by_role("link", name="在地图上编辑").click()
        page.wait_for_selector("division-editor[data-drawn]", timeout=60_000)
        page.get_by_role("button", name="圈选").click()
        Hand(page).round((0.1, 0.2), (0.95, 0.2), (0.95, 0.8), (0.1, 0.8))
        expect(page.locator("[data-picked]")).to_have_text("已选2项，70户")
        page.get_by_label("移到网格").select_option("第4网格")
        page.get_by_role("button", name="移动").click()
        expect(homes(page, "第4网格")).to_have_text("90")
        expect(page.locator("[data-grids] tr", has_text="第4网格")).to_contain_text("+70")
        page.keyboard.press("Control+z")
        expect(homes(page, "第4网格")).to_have_text("20")
        page.keyboard.press("Control+y")
        expect(homes(page, "第4网格")).to_have_text("90")
        page.keyboard.press("Control+z")

        page.get_by_label("移到网格").select_option("＋ 新建网格")
        page.get_by_label("新网格名称").fill("第5网格")
        page.get_by_role("button", name="拆分").click()
        hand = Hand(page, middle=0.5)
        for place in ((0.5, -0.2), (0.5, 1.2)):
            page.mouse.click(*hand.at(*place))
        page.get_by_role("button", name="画好了").click()
        expect(homes(page, "第5网格")).to_have_text("30")
        expect(page.locator("[data-status]")).to_contain_text("周敏", timeout=15_000)
        opened(page, drafting.address)
        expect(homes(page, "第5网格")).to_have_text("30")
        expect(homes(page, "第3网格")).to_have_text("40")
    assert [drafting.home_of(n) for n in HOMES] == ["第3网格", "第5网格", "第4网格"]
    assert drafting.draft.shapes.count() == 3
    assert Grid.objects.get(name="第5网格").code == "05"


@pytest.mark.proves("A2")
def test_a_shared_corner_is_dragged_and_both_outlines_follow(
    drawing: Browser, live_server: Any, drafting: Drafting
) -> None:
    with faces(drawing, live_server.url) as people:
        page = people.of(drafting.user)
        opened(page, drafting.address)
        page.get_by_role("button", name="改边线").click()
        page.wait_for_timeout(800)
        Hand(page, middle=0.5).round((1, 1), (1.05, 1.08), (1.1, 1.1))
        page.get_by_role("button", name="保存并核对").click()
        expect(page.locator("[data-status]")).to_contain_text("已保存")
    moved = [
        shape.polygon["coordinates"][0] for shape in drafting.draft.shapes.order_by("grid__code")
    ]
    old = square(0)["coordinates"][0][2]
    for ring in moved:
        assert old not in ring
    assert {tuple(spot) for spot in moved[0]} & {tuple(spot) for spot in moved[1]} > {
        tuple(square(0)["coordinates"][0][1])
    }


@pytest.mark.proves("A2")
def test_who_saved_meanwhile_is_told_and_nothing_is_lost(
    chromium: Browser, live_server: Any, drafting: Drafting
) -> None:
    with faces(chromium, live_server.url) as people:
        page = people.of(drafting.user)
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        listed(page, drafting.address)
        move_by_keyboard(page, "锦绣花园1号楼", "第4网格")
        other = WorkerFactory(name="李强")
        actions.assign(
            Division.objects.get(pk=drafting.draft.pk),
            by=leader(drafting.community, user=other),
            grid=drafting.grids[1],
            buildings=[drafting.buildings["2"].pk],
        )
        page.get_by_role("button", name="保存并核对").click()
        expect(page.get_by_role("alert")).to_contain_text("李强")
        page.get_by_role("button", name="只载入新版本").click()
        expect(homes(page, "第4网格")).to_have_text("50")
        listed(page, drafting.address)
        page.get_by_role("button", name="恢复这些改动").click()
        expect(homes(page, "第4网格")).to_have_text("90")
        page.get_by_role("button", name="保存并核对").click()
        expect(page.locator("[data-status]")).to_contain_text("周敏")
    assert {drafting.home_of(n) for n in HOMES} == {"第4网格"}


def listed(page: Page, address: str) -> None:
    """Open the editor where nothing can be drawn."""
    page.goto(address)
    page.wait_for_selector("division-editor[data-ready]")


def move_by_keyboard(page: Page, member: str, grid: str) -> None:
    page.get_by_role("tab", name="成员").press("Enter")
    page.get_by_role("checkbox", name=re.compile(member)).press("Space")
    page.get_by_label("移到网格").select_option(grid)
    page.get_by_role("button", name="移动").press("Enter")
    page.get_by_role("tab", name="网格").press("Enter")


@pytest.mark.proves("A2")
def test_without_a_map_the_keyboard_moves_and_splits(
    chromium: Browser, live_server: Any, drafting: Drafting
) -> None:
    with faces(chromium, live_server.url) as people:
        page = people.of(drafting.user)
        page.context.add_cookies([{"name": COOKIE, "value": ":dark:elder", "url": live_server.url}])
        page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        listed(page, drafting.address)
        move_by_keyboard(page, "锦绣花园3号楼", "第3网格")
        expect(homes(page, "第3网格")).to_have_text("90")
        page.get_by_role("tab", name="成员").press("Enter")
        page.get_by_role("checkbox", name=re.compile("锦绣花园1号楼")).press("Space")
        page.get_by_label("移到网格").select_option("＋ 新建网格")
        page.keyboard.type("第5网格")
        page.get_by_role("button", name="拆出").press("Enter")
        expect(page.locator("[data-status]")).to_have_text("已拆出第5网格")
        page.get_by_role("button", name="保存并核对").press("Enter")
        expect(page.locator("[data-status]")).to_contain_text("已保存")
        for tab in ("网格", "成员", "核对"):
            page.get_by_role("tab", name=tab).press("Enter")
            page.evaluate("scrollTo(0, 0)")
            assert violations(page) == []
        page.locator("[data-remarks] button").first.press("Enter")
        expect(page.locator("division-editor input:focus")).to_have_count(1)
    assert [drafting.home_of(n) for n in HOMES] == ["第5网格", "第3网格", "第3网格"]
    assert drafting.draft.shapes.count() == 3
