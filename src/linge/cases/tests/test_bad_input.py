"""Bad input of cases (cases-and-patrol.md §14): told in Chinese, and nothing lost.

Rows of the two tables, and where each is proven (this file unless another is named):

1 neither words nor photo · 2 no place · 3 over 1,000 signs · 4 100 KB · 5 only emoji · 6 SQL ·
7 script · 8 control signs · 9 a point outside every grid · 10 (0, 0) · 11 latitude and longitude
swapped (phone here, desk in ``pages/test_desk.py``) · 12 a phone's clock in 1970, in 1999, or next
week · 13 a photo of 0 bytes, of another type, broken · 14 the button pressed five times · 15 a
limit of 0, below 0, of 0.3, in words (phone here, desk in ``pages/test_desk.py``) · 16 a category
that ended yesterday · 17 one phone for a family · 18 a mistyped progress code · 19 two people at
once and 20 an agency closed meanwhile (``pages/test_desk.py``).

Of the register (registry.md §16): 21 files that are none (``files/tests/test_sheets.py``) · 22 a
name too long, with emoji or script · 23 marks nobody sees · 24 NUL · 25 a single Han · 26 birth
in 1850, 130 years old · 27 31 February, 13th month · 28 death before birth · 29 a head aged five ·
30 a residency that ends before it starts · 31 two mains · 32 a lease to oneself · 33 signs of a
query (``registry/tests/test_bad_input.py``) · 34 outlines open, bow-tied, swapped, far outside
(``territory/tests/test_bad_input.py``) · 35 a body over 5 MB (``tests/test_api_contract.py``).
"""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linge.cases.models import Case, Category
from linge.cases.rules import State
from linge.kernel import clock

from .factories import CaseFactory

pytestmark = pytest.mark.django_db
SOUND = {"words": "3号楼门口路灯不亮", "place_text": "3号楼东侧", "reporter_name": "张桂兰"}


def on_the_portal(town, browser=None, **told):
    address = f"{reverse('cases_portal:report')}?in={town.community.code}"
    return (browser or Client()).post(address, SOUND | {"request_id": uuid4()} | told)


@pytest.fixture
def phone(town, as_actor):
    """``phone(path, …)`` sends from 王芳's phone."""
    client = as_actor(town.grid_a)

    def send(path="/cases", **told):
        asked = {"request_id": str(uuid4())} | told
        return client.post(f"/api/v1{path}", asked, content_type="application/json")

    return send


def sound(**told):
    return {"client_id": str(uuid4()), "words": "路灯不亮", "place_text": "3号楼东侧"} | told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"words": ""}, "我们才知道发生了什么"),
        ({"words": "\x07\x00 "}, "我们才知道发生了什么"),
        ({"place_text": ""}, "说不清就勾选“位置不明”"),
        ({"words": "灯" * 1001}, "文字最多1000字，现在有1001字"),
        ({"words": "灯" * 34_000}, "文字最多1000字，现在有34000字"),
    ],
)
def test_a_resident_reads_what_is_missing_and_keeps_what_was_typed(town, told, sentence):
    answer = on_the_portal(town, **told)
    assert answer.status_code == 422
    shown = unescape(answer.text)
    assert sentence in shown
    assert 'value="张桂兰"' in shown
    kept = (SOUND | told)["words"].strip("\x07\x00 ")
    assert kept in shown
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("😀😀😀", "😀😀😀"),
        ("'; DROP TABLE cases_case; --", "'; DROP TABLE cases_case; --"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("路灯\x07不\x1b亮", "路灯不亮"),
    ],
)
def test_odd_words_are_kept_as_words_and_shown_escaped(town, as_actor, typed, kept):
    assert on_the_portal(town, words=typed).status_code == 302
    case = Case.objects.get()
    assert case.words == kept
    page = as_actor(town.intake_clerk).get(reverse("cases:case", args=[case.uuid]))
    assert kept in unescape(page.text)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("point", "kept"),
    [({"lon": "10.0", "lat": "10.0"}, (10.0, 10.0)), ({"lon": "0", "lat": "0"}, (None, None))],
)
def test_a_point_of_no_grid_never_stops_a_report(town, point, kept):
    assert on_the_portal(town, **point).status_code == 302
    case = Case.objects.get()
    assert case.grid is None
    assert (case.lon, case.lat) == kept
    assert case.place_text == "3号楼东侧"


def test_a_phone_that_swapped_the_degrees_is_told_where(phone):
    answer = phone(**sound(lon=31.2, lat=121.4))
    assert (answer.status_code, answer.json()["field"]) == (422, "lat")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("device_at", "off"),
    [
        ("1970-01-01T00:00:00+08:00", True),
        ("1999-12-31T23:59:59+08:00", True),
        ("2026-06-22T09:00:00+08:00", True),
        ("2026-06-15T08:00:00+08:00", False),
    ],
)
def test_a_wrong_clock_is_marked_and_the_time_of_receipt_counts(town, phone, device_at, off):
    assert phone(**sound(device_at=device_at)).status_code == 200
    case = Case.objects.get()
    assert case.device_clock_off is off
    if off:
        assert case.reported_at == clock.now()


@pytest.mark.parametrize(
    ("name", "body"),
    [("空.jpg", b""), ("单.jpg", b"%PDF-1.7"), ("坏.jpg", b"\xff\xd8\xff\xe0" + b"0" * 200)],
)
def test_a_bad_photo_is_named_and_the_rest_of_the_report_is_kept(town, client, name, body):
    bad = SimpleUploadedFile(name, body, "image/jpeg")
    answer = on_the_portal(town, client, photos=[bad])
    assert Case.objects.get().words == SOUND["words"]
    assert name in unescape(client.get(answer["Location"]).text)


def test_five_taps_on_the_phone_make_one_case(town, phone):
    told = sound(request_id=str(uuid4()))
    numbers = {phone(**told).json()["number"] for _ in range(5)}
    assert numbers == {Case.objects.get().number}


@pytest.mark.parametrize("amount", [0, -1, 0.3, "5天左右"])
def test_a_limit_nobody_can_keep_is_refused_at_its_field(town, as_actor, amount):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    asked = {
        "request_id": str(uuid4()),
        "agency": str(town.agency.uuid),
        "limit": {"amount": amount, "unit": "workday"},
    }
    answer = as_actor(town.dispatcher).post(
        f"/api/v1/cases/{case.number}/dispatch", asked, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "limit.amount")
    assert Case.objects.get().state == State.ACCEPTED


def test_a_category_that_ended_while_the_phone_was_offline_loses_no_report(town, phone):
    Category.objects.filter(code="0201").update(until=clock.today() - timedelta(days=1))
    answer = phone(**sound(category="0201"))
    assert answer.status_code == 200, answer.json()
    assert Case.objects.get().words == "路灯不亮"


def test_a_family_on_one_phone_has_a_code_for_each_report(town):
    answers = [
        on_the_portal(town, words=words, reporter_phone="12000000020")
        for words in ("3号楼门口路灯不亮", "5号楼井盖松动")
    ]
    first, second = (answer["Location"].removesuffix("/receipt") for answer in answers)
    assert first != second
    shown = Client().get(first).text
    assert "路灯不亮" in shown
    assert "井盖松动" not in shown


def test_a_mistyped_code_is_caught_by_its_check_sign(town):
    code = on_the_portal(town)["Location"].split("/")[2]
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    answer = Client().get(reverse("cases_public:progress", args=[wrong]))
    assert "请核对查询码" in unescape(answer.text)
