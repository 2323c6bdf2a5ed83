"""How long the desk's daily tasks take by keyboard alone: keys and pages are counted, a rise fails.

A practised typist presses a key in 0.28 s and needs 1.2 s to find the place on a new page
(keystroke-level model); so counts say seconds, and do not tire on a busy machine. Bars: U11.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from cast import (
    audit_may_be_emptied,  # noqa: F401  a fixture of this module
    expect,
    faces,
    hired_town,
)
from playwright.sync_api import Locator, Page

from linge.registry.models import Household
from linge.registry.tests.factories import citizen_number, homes, resident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_KEY, A_PAGE = 0.28, 1.2
MOST_TABS = 60
FAMILY = (
    ("张建国", "02", "1", date(1980, 3, 14)),
    ("李桂花", "10", "2", date(1982, 7, 12)),
    ("张晓雨", "30", "2", date(2012, 9, 1)),
)


@dataclass
class Hands:
    """Two hands on a keyboard: each key and each new page counts."""

    page: Page
    keys: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        return self.keys * A_KEY + self.pages * A_PAGE

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def turn(self, key: str = "Enter") -> None:
        """A key that leads to another page."""
        before = self.page.evaluate("performance.timeOrigin")
        self.press(key)
        self.page.wait_for_function("before => performance.timeOrigin !== before", arg=before)
        self.page.wait_for_load_state()
        self.pages += 1

    def into(self) -> None:
        """Past the menu: the first stop of every page leads to its content."""
        self.press("Tab")
        self.press("Enter")

    def to(self, target: Locator) -> None:
        """Tab from stop to stop until the target has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{target} is not reached by the keyboard")

    def choose(self, target: Locator, code: str) -> None:
        """Down the list of a select until the wanted line."""
        self.to(target)
        while target.input_value() != code:
            self.press("ArrowDown")

    def fill(self, target: Locator, words: str) -> None:
        self.to(target)
        self.type(words)


@pytest.fixture
def town(db):
    return hired_town()


@pytest.mark.proves("X4")
def test_a_person_is_found_within_five_seconds(chromium, live_server, town):
    resident("张桂兰", home=homes(town.grid)[0])
    with faces(chromium, live_server.url) as opened:
        page = opened.of(town.people["intake_clerk"])
        page.goto("/desk/")
        hands = Hands(page)
        hands.press("/")
        hands.type("zgl")
        hands.to(page.get_by_role("link", name="张桂兰").first)
        hands.turn()
        expect(page.get_by_role("heading", name="张桂兰").first).to_be_visible()
    assert hands.keys <= 8
    assert hands.pages <= 1
    assert hands.seconds <= 5


@pytest.mark.proves("D2")
def test_a_household_of_three_is_registered_within_three_minutes(chromium, live_server, town):
    home = homes(town.grid)[0]
    with faces(chromium, live_server.url) as opened:
        page = opened.of(town.people["intake_clerk"])
        page.goto(f"/desk/registry/dwellings/{home.uuid}/")
        hands = Hands(page)
        for name, _relation, sex, born in FAMILY:
            hands.into()
            hands.to(page.get_by_role("link", name="建档").first)
            hands.turn()
            hands.into()
            hands.fill(page.locator("#id_name"), name)
            hands.fill(page.locator("#id_number"), citizen_number(born, sex=sex))
            hands.turn("Control+s")
        hands.into()
        hands.to(page.get_by_role("link", name="组成一户").first)
        hands.turn()
        hands.into()
        for select in page.locator("select[name^=relation_]").all():
            label = page.locator(f"label[for={select.get_attribute('id')}]").inner_text()
            hands.choose(select, next(code for name, code, *_ in FAMILY if name in label))
        hands.turn("Control+s")
    print("KEYS", hands.keys, hands.pages, hands.seconds)
    members = Household.objects.get(dwelling=home).members.order_by("relation")
    assert [row.relation for row in members] == ["02", "10", "30"]
    assert hands.keys <= 330
    assert hands.pages <= 11
    assert hands.seconds <= 180
