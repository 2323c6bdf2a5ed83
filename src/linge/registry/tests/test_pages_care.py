"""The pages of care: what they show to whom, and the deeds along the way."""

import pytest
from django.urls import reverse

from linge.accounts.actors import actor_of
from linge.audit.models import AuditEntry
from linge.kernel import crypto
from linge.registry import actions, numbers
from linge.registry.models import CareKind, CareNeed, CareVisit
from linge.registry.rules.care import NeedState
from linge.registry.tests import carers
from linge.registry.tests.carers import CLOCK, carer
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import leader, officer, worker
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(at):
    at("2026-06-15 09:00")
    return homes()[0]


@pytest.fixture
def person(home):
    return resident(home=home)


@pytest.fixture
def desk(home, as_actor):
    return as_actor(carer(home.community))


def test_a_need_goes_from_proposal_to_visit_on_the_pages(home, person, desk):
    kind = carers.kind()
    page = desk.post(
        reverse("registry:care_propose", args=[person.uuid]),
        {"kind": kind.pk, "way": "visit", "words": "儿子在外地"},
        follow=True,
    )
    assert "已提出，等待专干审核" in page.text
    need = CareNeed.objects.get()
    at = reverse("registry:care_grant", args=[need.uuid])
    assert "还没有本人单独同意" in desk.post(at, follow=True).text
    carers.agree(person, "DJ", home=home)
    assert "第一次走访已安排" in desk.post(at, follow=True).text
    visit = CareVisit.objects.get()
    record = reverse("registry:care_visit_record", args=[visit.uuid])
    page = desk.post(record, {"result": "well", "what": "精神很好"}, follow=True)
    assert "精神很好" in page.text
    assert "儿子在外地" in page.text


def test_reading_a_need_is_on_the_trail(home, person, desk):
    need = carers.need(person, "DJ", home=home)
    desk.get(reverse("registry:care_need", args=[need.uuid]))
    assert AuditEntry.objects.filter(act="registry.read_need").count() == 1


def test_the_lists_open_and_tell_what_is_overdue(home, person, as_actor, at):
    carers.need(person, "DJ", home=home)
    at("2026-06-25 09:00")
    desk = as_actor(carer(home.community))
    for name in ("care_needs", "care_visits"):
        page = desk.get(reverse(f"registry:{name}"))
        assert "已超期3天" in page.text
    assert person.name not in desk.get(reverse("registry:care_visits"), {"due": "today"}).text


def test_for_everybody_else_there_is_no_sign_of_a_need(home, person, as_actor):
    need = carers.need(person, "DJ", home=home)
    for actor in (officer(home.community), worker(GridFactory(community=home.community))):
        browser = as_actor(actor)
        assert browser.get(reverse("registry:care_need", args=[need.uuid])).status_code in (
            403,
            404,
        )
    page = as_actor(worker(home.grid)).get(reverse("registry:person_care", args=[person.uuid]))
    assert "独居" not in page.text


def test_the_questions_are_asked_kind_by_kind(home, person, desk):
    carers.kind()
    address = reverse("registry:care_ask", args=[person.uuid])
    assert "不愿回答" in desk.get(address).text
    some = {"kind_DJ": "yes"}
    assert desk.post(address, some).status_code == 422
    every = {f"kind_{kind.code}": "declined" for kind in CareKind.objects.all()}
    assert "每一类都问过了" in desk.post(address, every, follow=True).text


def test_a_consent_is_withdrawn_at_the_desk(home, person, desk):
    need = carers.need(person, "DJ", home=home)
    consent = person.consents.get()
    page = desk.post(reverse("registry:consent_withdraw", args=[consent.uuid]), follow=True)
    assert "相关关爱即刻停止" in page.text
    need.refresh_from_db()
    assert need.state == NeedState.ENDED


def test_a_kind_is_published_only_whole(home, as_actor):
    actions.ship_care_kinds(by=CLOCK)
    browser = as_actor(leader(home.community))
    page = browser.post(
        reverse("registry:care_kind_new"), {"code": "QT", "name": "其他"}, follow=True
    )
    assert "草稿" in page.text
    kind = CareKind.objects.get(code="QT")
    publish = reverse("registry:care_kind_publish", args=[kind.uuid])
    assert "还不能发布，请先写明" in browser.post(publish, follow=True).text
    assert "已发布" in browser.get(reverse("registry:care_kinds")).text
    refused = browser.post(reverse("registry:care_kind_new"), {"code": "X", "name": "上访人员"})
    assert "不是一项服务" in refused.text


def test_figures_hide_the_few(home, person, as_actor):
    carers.need(person, "DJ", home=home)
    page = as_actor(leader(home.community)).get(reverse("registry:care_figures"))
    assert "&lt;5" in page.text


def test_plan_miss_and_end_through_their_forms(home, person, desk):
    carers.team(home.grid)
    need = carers.need(person, "DJ", home=home)
    visit = CareVisit.objects.get()
    plan = reverse("registry:care_plan", args=[need.uuid])
    page = desk.post(
        plan, {"planned_on": "2026-06-18", "worker": visit.worker_id, "way": "call"}, follow=True
    )
    assert "电话问候" in page.text
    miss = reverse("registry:care_visit_miss", args=[visit.uuid])
    assert "住院" in desk.post(miss, {"reason": "住院"}, follow=True).text
    desk.post(reverse("registry:care_end", args=[need.uuid]), {"ending": "changed"})
    need.refresh_from_db()
    assert need.state == NeedState.ENDED


def test_the_portal_is_opened_on_the_phone_on_record_once(home, person, as_actor):
    clerk = as_actor(officer(home.community))
    address = reverse("registry:open_portal", args=[person.uuid])
    assert "已开通：本人用登记的手机号" in clerk.post(address, follow=True).text
    assert "已经关联过了" in clerk.post(address, follow=True).text
    account = person.accounts.get()
    phone = numbers.clear(person.phones.get())
    assert account.user.phone_index == crypto.blind("accounts.user.phone", phone)
    assert not account.user.has_usable_password()
    assert actor_of(account.user).kind == "resident"
