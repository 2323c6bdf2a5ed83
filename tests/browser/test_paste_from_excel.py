"""周敏 copies twenty rows out of Excel, pastes them at the desk and imports them without a mouse."""

from datetime import date

import pytest
from cast import audit_may_be_emptied, expect, faces  # noqa: F401  a fixture of this module

from linge.accounts.models import Grant
from linge.registry.models import ImportBatch, Residency, Resident
from linge.registry.tests.factories import citizen_number, mobile
from linge.registry.tests.imports.town import PLACES, make_community
from linge.staff.tests.factories import WorkerFactory
from linge.territory.queries import address_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADERS = ("姓名", "身份证号", "联系电话", "小区", "楼栋", "单元", "房号", "与户主关系")
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
MOST_STOPS = 60


def officer(community):
    user = WorkerFactory(name="周敏")
    role = "community_officer"
    Grant.objects.create(
        user=user, post=role, role=role, node=community.path, since=date(2025, 1, 1)
    )
    return user


def copied():
    """Twenty people as Excel puts a selection on the clipboard: tabs between, lines below."""
    lines = [HEADERS]
    for number, (name, place) in enumerate(zip(NAMES, PLACES, strict=False)):
        home = (place.estate, place.building, place.unit, place.room)
        born = date(1950 + number, 3, 14)
        lines.append((f"{name}桂兰", citizen_number(born), mobile(), *home, "户主"))
    return "\r\n".join("\t".join(line) for line in lines)


def go_to(page, what):
    """Press Tab until something has the focus."""
    for _ in range(MOST_STOPS):
        if what.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {what} by keyboard")


def press(page, button):
    go_to(page, page.get_by_role("button", name=button))
    page.keyboard.press("Enter")


@pytest.mark.proves("U11", "X4")
def test_twenty_pasted_rows_are_imported_by_keyboard_alone(chromium, live_server):
    community = make_community()
    with faces(chromium, live_server.url) as people:
        page = people.of(officer(community))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/desk/registry/imports/new/")
        page.evaluate("text => navigator.clipboard.writeText(text)", copied())

        go_to(page, page.locator("input[name=subject]").first)
        page.keyboard.press("Space")
        go_to(page, page.locator("textarea[name=pasted]"))
        page.keyboard.press("ControlOrMeta+V")
        press(page, "上传并检查表头")
        expect(page.get_by_text("每一列对应系统里的哪一项")).to_be_visible()
        press(page, "检查每一行")
        expect(page.get_by_text("全部行都可以导入，其中 20 行会新增或更新。")).to_be_visible()
        press(page, "导入 20 行")
        expect(page.get_by_text("写入完成：新增 20 行，更新 0 行。")).to_be_visible()
    assert ImportBatch.objects.get().counts["new"] == 20
    assert Resident.objects.count() == 20
    home = Residency.objects.get(person__name="赵桂兰").dwelling
    assert address_text(home) == "锦绣花园3号楼1单元101室"
