"""我的: own record, children of the home, slips, the copy and the erasure."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from linge.accounts.models import User
from linge.kernel.models import OutboxMessage
from linge.registry import actions
from linge.registry.models import CareVisit, ReceiptSlip
from linge.registry.rules.care import VisitResult
from linge.registry.rules.kinds import Outcome
from linge.registry.tests import carers
from linge.registry.tests.factories import SINCE, homes, household, resident
from linge.territory.tests.actors import officer, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(at):
    at("2026-06-15 09:00")
    return homes()[0]


@pytest.fixture
def guilan(home):
    return resident(home=home)


@pytest.fixture
def portal(guilan, as_actor):
    return as_actor(carers.signed_in(guilan))


def test_without_an_account_the_pages_ask_to_sign_in():
    for name in ("mine", "record", "trail", "consents", "receipts", "copy", "erase"):
        answer = Client().get(reverse(f"portal:{name}"))
        assert answer["Location"].startswith("/sign-in/")


def test_an_account_without_a_record_is_told_whom_to_ask(home, as_actor):
    page = as_actor(worker(home.grid)).get(reverse("portal:mine"))
    assert "还没有关联居民档案" in page.text


def test_the_record_is_shown_with_masked_numbers(portal, guilan):
    page = portal.get(reverse("portal:record"))
    assert "张桂兰" in page.text
    assert "99****************" in page.text
    assert "现住房屋" in page.text


def test_a_guardian_opens_the_record_of_a_small_child_and_of_nobody_else(home, as_actor):
    mother = household(home).members.get(relation="02").person
    family = mother.memberships.get().household
    small = resident("李小宝", home=home, born=date(2018, 5, 1))
    grown = resident("李大宝", home=home, born=date(2011, 5, 1))
    for child in (small, grown):
        actions.add_member(family, child, relation="20", since=SINCE, by=officer(home.community))
    portal = as_actor(carers.signed_in(mother))
    assert "李小宝" in portal.get(reverse("portal:mine")).text
    record = portal.get(reverse("portal:record"), {"who": str(small.uuid)})
    assert "您是监护人" in record.text
    other = portal.get(reverse("portal:record"), {"who": str(grown.uuid)})
    assert "您是监护人" not in other.text
    carers.kind("DJ")
    portal.post(reverse("portal:agree"), {"purpose": "care.DJ", "who": str(small.uuid)})
    assert small.consents.get().guardian == mother


def test_a_visit_leaves_a_slip_with_who_why_and_what(
    home, guilan, portal, django_capture_on_commit_callbacks
):
    by, _lead = carers.team(home.grid)
    with django_capture_on_commit_callbacks(execute=True):
        actions.record_visit(home, by=by, outcome=Outcome.MET, words="换了门锁")
    assert "见面登记" in portal.get(reverse("portal:receipts")).text
    slip = ReceiptSlip.objects.get()
    page = portal.get(reverse("portal:receipt", args=[slip.uuid]))
    for words in ("换了门锁", "A岗网格员", "核对本户居住情况"):
        assert words in page.text
    assert portal.get(reverse("portal:receipt", args=[uuid4()])).status_code == 404


def test_a_care_visit_leaves_a_slip_and_a_message(
    home, guilan, portal, django_capture_on_commit_callbacks
):
    carers.team(home.grid)
    carers.need(guilan, "DJ", home=home)
    with django_capture_on_commit_callbacks(execute=True):
        actions.record_care_visit(
            CareVisit.objects.get(), by=carers.carer(home.community), result=VisitResult.WELL
        )
    slip = ReceiptSlip.objects.get()
    told = OutboxMessage.objects.get(kind="inapp")
    assert told.link == reverse("portal:receipt", args=[slip.uuid])
    assert "独居" not in told.body
    assert "一切都好" in portal.get(told.link).text


@pytest.fixture
def slip(home, guilan):
    visit = actions.record_visit(home, by=worker(home.grid), outcome=Outcome.MET, words="换了门锁")
    return ReceiptSlip.objects.create(visit=visit, person=guilan)


def code_of():
    body = OutboxMessage.objects.filter(kind="sms").latest("pk").body
    return "".join(sign for sign in body if sign.isdigit())[:6]


def test_the_qr_code_opens_the_slip_with_a_code_sent_to_the_phone(slip):
    address = reverse("portal:slip", args=[slip.uuid])
    browser = Client()
    first = browser.get(address)
    assert "120****" in first.text
    assert "换了门锁" not in first.text
    browser.post(address)
    assert "换了门锁" in browser.post(address, {"code": code_of()}).text
    assert "验证码不对" in browser.post(address, {"code": code_of()}).text


def test_five_wrong_codes_or_thirty_days_close_the_slip(slip, at):
    address = reverse("portal:slip", args=[slip.uuid])
    browser = Client()
    browser.post(address)
    right = code_of()
    wrong = "000000" if right != "000000" else "000001"
    for _try in range(5):
        assert "验证码不对" in browser.post(address, {"code": wrong}).text
    assert "不能再扫码打开" in browser.post(address, {"code": right}).text
    ReceiptSlip.objects.update(tries=0)
    at("2026-07-15 09:00")
    assert "不能再扫码打开" in browser.post(address, {"code": right}).text


def test_a_second_code_waits_a_minute(slip):
    address = reverse("portal:slip", args=[slip.uuid])
    browser = Client()
    browser.post(address)
    assert "请等一分钟" in browser.post(address).text
    assert OutboxMessage.objects.filter(kind="sms").count() == 1


def test_the_slip_is_printed_at_the_desk_with_its_qr_code(home, slip, as_actor):
    desk = as_actor(officer(home.community))
    page = desk.get(reverse("registry:visit_slip", args=[slip.visit.uuid]))
    assert "<svg" in page.text
    assert "见面登记" in page.text


def test_a_copy_is_handed_out_only_after_signing_in_anew(portal, guilan, at):
    at("2026-06-15 09:30")
    User.objects.update(last_login=at("2026-06-15 09:00"))
    at("2026-06-15 09:30")
    assert portal.get(reverse("portal:copy")).status_code == 302
    User.objects.update(last_login=at("2026-06-15 09:25"))
    at("2026-06-15 09:30")
    held = json.loads(portal.get(reverse("portal:copy"), {"as": "json"}).content)
    assert held["record"]["姓名"] == "张桂兰"
    assert held["record"]["身份证号"].startswith("990101")
    assert "要打印" in portal.get(reverse("portal:copy")).text


def test_erasing_takes_what_was_agreed_to_and_names_the_law_for_the_rest(home, guilan, portal):
    carers.need(guilan, "DJ", home=home)
    carers.need(guilan, "DB", home=home, consent=False)
    page = portal.get(reverse("portal:erase"))
    assert "独居老人" in page.text
    assert "《社会救助暂行办法》第十三条" in page.text
    portal.post(reverse("portal:erase"))
    assert not guilan.consents.filter(until=None).exists()
    assert [need.kind.code for need in guilan.needs.filter(until=None)] == ["DB"]
