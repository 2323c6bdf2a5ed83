"""The menu is the table of experience.md §1, and shows only what is there and allowed."""

import pytest

from linge.desk import menu
from linge.desk.menu import MENU
from linge.kernel.access import Actor, Grant, tables

OFFICER = Actor(user_id=1, kind="staff", grants=(Grant("desk_officer", "", ""),))


@pytest.fixture
def may(monkeypatch):
    def allow(*capabilities):
        monkeypatch.setattr(tables, "capabilities", {"desk_officer": frozenset(capabilities)})

    return allow


def titles(groups):
    return [str(entry.title) for group in groups for entry in group.entries]


def test_the_table_of_names_is_whole():
    assert [str(group.title) for group in MENU] == [
        "今日", "事件", "人房", "网格", "任务通知", "服务", "自治", "看板", "设置"
    ]  # fmt: skip
    assert [len(group.entries) for group in MENU] == [3, 10, 11, 7, 9, 9, 8, 7, 8]


def test_an_entry_needs_its_capability(may):
    may()
    assert "居民" not in titles(menu.menu_for(OFFICER))
    may("registry.view")
    assert "居民" in titles(menu.menu_for(OFFICER))


def test_pages_still_to_come_are_not_offered(may):
    may(*(entry.capability for group in MENU for entry in group.entries))
    assert "网格规划" not in titles(menu.menu_for(OFFICER))
    assert all(entry.address for group in menu.menu_for(OFFICER) for entry in group.entries)


def test_no_heading_stands_without_entries(may):
    may()
    assert all(group.entries for group in menu.menu_for(OFFICER))


def test_the_current_entry_is_the_nearest_above_the_page(may):
    may("registry.view", "cases.view")
    groups = menu.menu_for(OFFICER)
    assert str(menu.current(groups, "/desk/registry/residents/1/").title) == "居民"
    assert str(menu.current(groups, "/desk/").title) == "今日待办"
    assert menu.current(groups, "/desk/me/") is None


def test_an_entry_opens_at_the_first_of_its_pages_that_is_open(may):
    may("cases.verify")
    (entry,) = (e for g in menu.menu_for(OFFICER) for e in g.entries if e.title == "核查结案")
    assert entry.address == "/desk/cases/verify/"


def test_an_entry_stays_marked_on_the_tabs_of_its_subject(may):
    may("territory.view")
    groups = menu.menu_for(OFFICER)
    assert str(menu.current(groups, "/desk/territory/estates/").title) == "房屋楼栋"
    assert str(menu.current(groups, "/desk/territory/shops/").title) == "单位商户"
