"""On the phone: a worker verifies at the place, and what was done in a cellar is sent later."""

from io import BytesIO

import pytest
from cast import audit_may_be_emptied  # noqa: F401  a fixture of this module
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linge.accounts.models import User
from linge.cases.models import Case
from linge.cases.rules import Source, State
from linge.cases.tests import factories
from linge.cases.tests.factories import CaseFactory, make_building, make_town
from linge.files.actions import store_photo
from linge.kernel import crypto

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "xingfuli-2026"


@pytest.fixture
def town(db, monkeypatch):
    """幸福里 in small, with photos that can be looked at; its grid worker may sign in."""
    monkeypatch.setattr(factories, "make_photo", photo_of_agency)
    town = make_town()
    worker = User.objects.get(pk=town.grid_a.user_id)
    worker.set_password(PASSWORD)
    worker.save()
    return town


@pytest.fixture
def phone(town, open_page):
    """王芳's phone, signed in, on the first page of the app; the camera is a file."""

    def opened():
        page = open_page("/sign-in/?next=/field/", at="phone")
        number = crypto.open_field(User.objects.get(pk=town.grid_a.user_id), "phone")
        page.locator("input[name=phone]").fill(number)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("button[type=submit]").first.click()
        page.get_by_role("link", name="待办", exact=True).wait_for()
        return page

    return opened


def shot():
    """What the camera hands over."""
    picture = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "JPEG")
    return {"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def photo_of_agency(town):
    upload = SimpleUploadedFile("after.jpg", shot()["buffer"], "image/jpeg")
    return store_photo(upload, by=town.agency_handler, community=town.community)


def take_photo(page, within):
    page.locator(f"{within} .taker input[type=file]").set_input_files(shot())
    page.locator(f"{within} .taker-photo img").wait_for()


def test_a_case_is_verified_with_a_photo_from_the_spot(town, phone):
    case = CaseFactory(town=town, state=State.HANDLED)
    page = phone()
    page.get_by_role("link", name="待办", exact=True).click()
    page.get_by_text("去核查").click()
    page.get_by_role("button", name="通过").click()
    assert "请补拍现场照片" in page.get_by_role("alert").inner_text()
    take_photo(page, ".deed")
    assert page.get_by_role("button", name="通过").bounding_box()["height"] >= 64
    page.get_by_role("button", name="通过").click()
    page.get_by_text("这里没有待办，辛苦了。").wait_for()
    case.refresh_from_db()
    assert case.state != State.HANDLED
    assert case.photos.filter(phase="verify").count() == 1


def test_a_report_made_without_network_arrives_once_there_is_one(town, phone):
    building = make_building(town)
    page = phone()
    page.goto("/field/#/report")
    page.get_by_role("button", name="路灯不亮").wait_for()
    page.context.set_offline(True)
    take_photo(page, ".report")
    page.get_by_role("button", name="选楼栋").click()
    page.locator(".pick-list button").first.click()
    page.get_by_label("说明", exact=True).fill("路灯不亮")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("status").filter(has_text="待上传 1").wait_for()
    assert not Case.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("status").filter(has_text="已同步").wait_for()
    case = Case.objects.get()
    assert (case.source, case.building, case.words) == (Source.PATROL, building, "路灯不亮")
    assert case.photos.count() == 1
