"""A broken street lamp, from 张桂兰's phone to her rating: three faces, seven people, every clock."""

import pytest
from cast import (
    audit_may_be_emptied,  # noqa: F401  a fixture of this module
    dialog,
    expect,
    faces,
    hired_town,
    picture,
    row_of,
    wait_for,
)

from linge.cases.models import Case
from linge.cases.rules import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAMP = "3号楼门口路灯不亮，晚上走路看不见"


@pytest.mark.proves("C2")
def test_a_street_lamp_is_reported_repaired_and_rated(chromium, live_server, at):
    at("2026-06-18 16:00")  # Thursday; Friday is 端午节
    town = hired_town()
    with faces(chromium, live_server.url) as people:
        resident = people.visitor()
        code = report(resident)
        case = Case.objects.get()

        at("2026-06-18 16:40")
        accept(people.of(town.people["intake_clerk"]))
        case.refresh_from_db()
        assert case.state == State.ACCEPTED

        at("2026-06-18 17:10")
        dispatch(people.of(town.people["dispatcher"]))
        at("2026-06-18 17:30")
        sign(people.of(town.people["agency_handler"]))
        at("2026-06-22 10:00")  # Monday, signed in anew
        handle(people.of(town.people["agency_handler"]))
        case.refresh_from_db()
        assert case.state == State.HANDLED

        at("2026-06-22 11:00")
        verify(people.of(town.people["grid_a"], at="phone"), case)
        at("2026-06-22 14:30")
        clerk = people.of(town.people["intake_clerk"])
        close(clerk, case)
        follow_and_rate(resident, code)
        read_the_story(clerk, case)


def report(page):
    """Photo, words, place; no account. The receipt tells the code."""
    page.goto("/portal/")
    page.get_by_role("link", name="上报问题").click()
    page.get_by_label("拍照或选照片（最多9张）").set_input_files(picture(lit=False))
    page.get_by_label("用几句话说说").fill(LAMP)
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.get_by_text("已记下您的位置")).to_be_visible()
    page.get_by_label("写明地点").fill("3号楼东侧路灯下")
    page.get_by_label("公共设施").check()
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_role("heading", name="已收到您的上报")).to_be_visible()
    return page.locator(".receipt-code").inner_text()


def accept(page):
    """The due in working time stands there before the click."""
    page.goto("/desk/cases/intake/")
    expect(row_of(page, LAMP).get_by_alt_text("现场照片")).to_be_visible()
    row_of(page, LAMP).get_by_role("link", name="受理", exact=True).click()
    drawer = dialog(page)
    drawer.get_by_label("小类").select_option(label="0201 路灯不亮")
    expect(drawer.get_by_text("时限 2 个工作日，6月23日（周二）16:40 到期")).to_be_visible()
    expect(drawer.get_by_text("6月24日（周三）15:40 前办结")).to_be_visible()
    drawer.get_by_role("button", name="受理", exact=True).click()
    expect(drawer.get_by_text("待派遣").first).to_be_visible()
    expect(page.get_by_text("没有待受理的事件。")).to_be_attached()


def dispatch(page):
    page.goto("/desk/cases/dispatch/")
    row_of(page, LAMP).get_by_role("link", name="派遣", exact=True).click()
    expect(dialog(page).get_by_text("建议 城市照明所")).to_be_visible()
    expect(dialog(page).get_by_text("6月23日（周二）17:10 到期")).to_be_visible()
    dialog(page).get_by_role("button", name="派遣", exact=True).click()
    expect(page.get_by_text("都已派出。")).to_be_visible()


def sign(page):
    page.goto("/desk/cases/agency/")
    row_of(page, LAMP).get_by_role("button", name="签收").click()
    expect(row_of(page, LAMP).get_by_text("处置中")).to_be_visible()


def handle(page):
    page.goto("/desk/cases/agency/")
    row_of(page, LAMP).get_by_role("link", name="处置", exact=True).click()
    form = dialog(page)
    form.get_by_label("处置结果").fill("灯头老化，已更换")
    form.get_by_label("处置后照片").set_input_files(picture(lit=True))
    form.get_by_label("已达到结案条件").check()
    form.get_by_role("button", name="提交处置结果").click()
    expect(page.get_by_text("没有待办。")).to_be_visible()


def verify(page, case):
    """The grid worker stands before the lamp with the phone."""
    page.goto("/field/#/tasks")
    page.get_by_text(LAMP).click()
    page.get_by_label("拍现场照片").set_input_files(picture(lit=True))
    expect(page.get_by_alt_text("第1张照片")).to_be_visible()
    page.get_by_role("button", name="通过").click()
    wait_for(page, case, State.VERIFIED)


def close(page, case):
    page.goto("/desk/cases/close/")
    row_of(page, LAMP).get_by_role("link", name="结案", exact=True).click()
    dialog(page).get_by_label("已达到结案条件").check()
    dialog(page).get_by_label("给上报人的答复").fill("3号楼东侧路灯已修好，谢谢您。")
    dialog(page).get_by_role("button", name="结案", exact=True).click()
    expect(page.get_by_text("没有待结案的事件。")).to_be_visible()
    case.refresh_from_db()
    assert case.state == State.CLOSED


def follow_and_rate(page, code):
    """Every step under her code, then five faces."""
    page.goto("/portal/progress/")
    page.get_by_label("查询码").fill(code.lower().replace("-", ""))
    page.get_by_role("button", name="查看进度").click()
    steps = page.get_by_role("list", name="办理进度")
    for step in ("已上报", "已受理", "已派遣", "已处置", "已核查", "已办结"):
        expect(steps.get_by_text(step)).to_be_visible()
    expect(steps.get_by_text("城市照明所").first).to_be_visible()
    expect(page.get_by_text("3号楼东侧路灯已修好，谢谢您。")).to_be_visible()
    expect(page.get_by_alt_text("处理后照片 1")).to_be_visible()
    page.get_by_label("非常满意").check()
    page.get_by_role("group", name="有人联系过您吗？").get_by_label("否").check()
    page.get_by_role("group", name="问题解决了吗？").get_by_label("是").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价：满意")).to_be_visible()


def read_the_story(page, case):
    """Who, when, and how long: the timeline and the ledger of every clock."""
    page.goto(f"/desk/cases/{case.uuid}/")
    story = page.get_by_role("list", name="办理过程，最新在前")
    for words in ("上报人评价", "陈静", "孙悦", "刘洋", "王芳", "6月18日（周四）16:40"):
        expect(story.get_by_text(words).first).to_be_visible()
    expect(story.get_by_text("处置 2 小时 50 分")).to_be_visible()
    expect(story.get_by_text("结案 1 小时 30 分")).to_be_visible()
    page.get_by_role("link", name="时限明细").click()
    expect(page.get_by_role("row", name="各环节合计 6 小时 30 分")).to_be_visible()
