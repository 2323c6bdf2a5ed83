"""王芳's phone in a stairwell: no network, a visit, a family of three, a reload; sent once later.

What the house makes of it is told in `tests/stories/test_register_a_family_at_the_door.py`.
"""

import re

import pytest
from cast import (
    audit_may_be_emptied,  # noqa: F401  a fixture of this module
    expect,
    faces,
    hired_town,
)
from django.urls import reverse

from linge.registry.models import ChangeEvent, Household, Resident, Visit
from linge.registry.tests.factories import citizen_number, homes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "zh-hans": {
        "met": "见到本人",
        "keep_visit": "保存走访",
        "register": "登记这一户",
        "next": "下一位",
        "done": "填完了",
        "name": "姓名*",
        "number": "身份证号（没带可不填）",
        "relations": ("户主", "配偶", "女儿"),
        "phone": "手机号（可不填）",
        "here": "本街道",
        "save": "保存这一户（3人）",
        "waiting": "待上传 2",
        "synced": "已同步",
        "head": "户主",
    },
    "en": {
        "met": "Met in person",
        "keep_visit": "Save visit",
        "register": "Register the household",
        "next": "Next person",
        "done": "Done",
        "name": "Name*",
        "number": "ID number (if at hand)",
        "relations": ("Head", "Spouse", "Daughter"),
        "phone": "Mobile (optional)",
        "here": "This street",
        "save": "Save household (3)",
        "waiting": "2 to send",
        "synced": "In sync",
        "head": "Head",
    },
}
NAMES = ("张建国", "李桂花", "张晓雨")


def open_offline(page):
    """The app with its doors on the phone and its pages kept by the worker; then no network."""
    page.goto("/field/#/doors")
    page.locator(".tally", has_text="/ 4").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.locator(".tally", has_text="/ 4").wait_for()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)


def told_of(page, words, name, relation, **more):
    """What is typed of one person: name and relation, and what else was told."""
    form = page.locator(".person-form")
    form.get_by_label(words["name"]).fill(name)
    form.get_by_role("button", name=relation, exact=True).click()
    form.get_by_role("button", name=words["here"]).click()
    for label, value in more.items():
        form.get_by_label(words[label]).fill(value)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.proves("A5", "X3")
def test_a_family_registered_without_network_arrives_once(chromium, live_server, language):
    words, town = WORDS[language], hired_town()
    home = homes(town.grid)[0]
    wang, clerk = town.people["grid_a"], town.people["intake_clerk"]
    for user in (wang, clerk):
        user.language = language
        user.save()
    with faces(chromium, live_server.url) as opened:
        page = opened.of(wang, "phone")
        open_offline(page)
        page.locator(".door-search").fill("101")
        page.locator(".door-row").first.click()
        page.get_by_role("button", name=words["met"]).click()
        page.get_by_role("button", name=words["keep_visit"]).click()
        page.get_by_role("link", name=words["register"]).click()
        head, spouse, daughter = words["relations"]
        number = citizen_number(sex="1")
        told_of(page, words, NAMES[0], head, number=number, phone="12088880001")
        page.get_by_role("button", name=words["next"]).click()
        told_of(page, words, NAMES[1], spouse)
        page.reload()
        page.locator(".family-person", has_text=NAMES[1]).click()
        page.get_by_role("button", name=words["next"]).click()
        told_of(page, words, NAMES[2], daughter)
        page.get_by_role("button", name=words["done"]).click()
        page.get_by_role("button", name=words["save"]).dblclick()
        expect(page.locator(".family-person")).to_have_count(0)  # back at the door
        expect(page.get_by_role("status").first).to_contain_text(words["waiting"])
        page.reload()
        expect(page.get_by_role("status").first).to_contain_text(words["waiting"])
        assert not Household.objects.exists()
        page.context.set_offline(False)
        expect(page.get_by_role("status").first).to_contain_text(words["synced"], timeout=20_000)
        expect(page.locator(".person")).to_have_count(3, timeout=20_000)
        assert "120****0001" in page.locator(".person").first.inner_text()
        assert number not in page.content()
        check_register(home, wang)
        desk_sees(opened.of(clerk), words)


def check_register(home, wang):
    """One visit, three people, one household; everything by her."""
    assert [visit.outcome for visit in Visit.objects.all()] == ["met"]
    household = Household.objects.get(dwelling=home)
    assert Resident.objects.count() == household.members.count() == len(NAMES)
    births = ChangeEvent.objects.filter(entity="resident", field="")
    assert [event.actor_id for event in births] == [wang.pk] * len(NAMES)


def desk_sees(desk, words):
    """The household with its members, and in its history who registered it."""
    page = reverse("registry:household", args=[Household.objects.get().uuid])
    desk.goto(page)
    for name in NAMES:
        desk.get_by_role("link", name=name).wait_for()
    desk.get_by_text(words["head"], exact=True).first.wait_for()
    desk.goto(f"{page}?tab=history")
    assert len(re.findall("王芳", desk.locator("main").inner_text())) >= len(NAMES)
