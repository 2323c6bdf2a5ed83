"""Two dispatchers at once: one wins, the other reads who was first and where the case is now."""

import pytest
from cast import (
    audit_may_be_emptied,  # noqa: F401  a fixture of this module
    dialog,
    expect,
    faces,
    hired_town,
    row_of,
)

from linge.accounts.models import Grant
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory
from linge.staff.tests.factories import WorkerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def second_dispatcher(town):
    """钱进, who works beside 孙悦."""
    known = Grant.objects.get(user=town.people["dispatcher"])
    user = WorkerFactory(name="钱进")
    Grant.objects.create(
        user=user, post=known.post, role=known.role, node=known.node, since=known.since
    )
    return user


def open_form(page, case):
    page.goto("/desk/cases/dispatch/")
    row_of(page, case.words).get_by_role("link", name="派遣", exact=True).click()
    expect(dialog(page).get_by_label("处置时限")).to_be_visible()


@pytest.mark.proves("C2")
def test_one_of_two_dispatchers_wins_and_the_other_reads_why(chromium, live_server, at):
    at("2026-06-15 09:00")
    town = hired_town()
    case = CaseFactory(town=town, state=State.ACCEPTED)
    with faces(chromium, live_server.url) as people:
        first = people.of(town.people["dispatcher"])
        second = people.of(second_dispatcher(town))
        for page in (first, second):
            open_form(page, case)
        dialog(first).get_by_role("button", name="派遣", exact=True).click()
        expect(first.get_by_text("都已派出。")).to_be_visible()

        dialog(second).get_by_label("给责任单位的说明").fill("请尽快")
        dialog(second).get_by_role("button", name="派遣", exact=True).click()
        told = dialog(second)
        expect(told.get_by_text("该案件刚刚被其他人处理，请刷新页面。")).to_be_visible()
        expect(told.get_by_text("孙悦 于 6月15日（周一）09:00 办理了“派遣”。")).to_be_visible()
        expect(told.get_by_text("待签收")).to_be_visible()
        expect(told.get_by_label("给责任单位的说明")).to_have_value("请尽快")
        expect(second.get_by_text("都已派出。")).to_be_attached()
        told.get_by_role("link", name="查看最新情况").click()
        expect(second.get_by_role("heading", name="路灯不亮")).to_be_visible()
    case.refresh_from_db()
    assert case.steps.filter(action="dispatch").get().by.name == "孙悦"
