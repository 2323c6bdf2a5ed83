"""上报 without account: what counts as a report, and what becomes of a faulty one."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linge.cases import queries
from linge.cases.models import Case
from linge.cases.rules import Source
from linge.kernel import crypto
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


def address(town):
    return f"{reverse('cases_portal:report')}?in={town.community.code}"


def report(phone, town, **facts):
    asked = {"request_id": uuid4(), "words": "3号楼门口路灯不亮", "place_text": "3号楼东侧"}
    return phone.post(address(town), asked | facts)


@pytest.mark.proves("C4")
def test_a_report_needs_no_account_and_is_answered_with_a_number_and_a_code(phone, town, photo):
    answer = report(phone, town, photos=[photo()], reporter_phone="120 0000 0020")
    case = Case.objects.get()
    assert (case.source, case.words, case.photos.count()) == (Source.PORTAL, "3号楼门口路灯不亮", 1)
    assert crypto.open_field(case, "reporter_phone") == "12000000020"
    receipt = phone.get(answer["Location"])
    code = answer["Location"].split("/")[2]
    assert case.number in receipt.text
    assert code in receipt.text
    assert "svg" in receipt.text
    assert queries.case_of_code(code)[0] == case


def test_the_form_asks_for_the_community_first_where_there_are_several(phone, town):
    other = GridFactory().community
    page = phone.get(reverse("cases_portal:report"))
    assert town.community.name in page.text
    assert other.name in page.text
    phone.get(address(town))
    assert "发生了什么" in phone.get(reverse("cases_portal:report")).text


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"place_text": ""}, "说不清就勾选“位置不明”"),
        ({"words": ""}, "我们才知道发生了什么"),
        ({"words": "灯" * 1001}, "文字最多1000字，现在有1001字"),
        ({"reporter_phone": "1200000002"}, "手机号应为11位，现在是10位"),
    ],
)
def test_a_faulty_report_says_what_is_missing_and_keeps_the_rest(phone, town, facts, sentence):
    answer = report(phone, town, reporter_name="张桂兰", **facts)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="张桂兰"' in answer.text
    assert not Case.objects.exists()


def test_photos_of_a_faulty_report_come_back_with_it(phone, town, photo):
    answer = report(phone, town, place_text="", photos=[photo("一.jpg", 10), photo("二.jpg", 20)])
    kept = answer.context["form"].fields["photos"].widget.kept
    assert len(kept) == 2
    tickets = [line.split('"')[0] for line in answer.text.split('name="photos_kept" value="')[1:]]
    shown = phone.get(reverse("cases_public:kept_photo", args=[tickets[0]]))
    assert shown["Content-Type"] == "image/jpeg"
    report(phone, town, photos_kept=tickets)
    assert {photo.file for photo in Case.objects.get().photos.all()} == set(kept)


def test_a_photo_ticket_of_one_s_own_making_opens_nothing(phone, town):
    assert (
        phone.get(reverse("cases_public:kept_photo", args=["nothing-of-ours"])).status_code == 404
    )


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("空.jpg", b"", "是空的"),
        ("单.jpg", b"%PDF-1.7 not a photo", "不是照片"),
        ("坏.jpg", b"\xff\xd8\xff\xe0" + b"0" * 200, "坏.jpg"),
    ],
)
def test_a_bad_photo_is_refused_by_name_and_the_report_is_kept(phone, town, name, body, why):
    bad = SimpleUploadedFile(name, body, "image/jpeg")
    answer = report(phone, town, photos=[bad])
    assert Case.objects.get().photos.count() == 0
    receipt = phone.get(answer["Location"])
    assert name in receipt.text
    assert why in receipt.text


def test_five_clicks_make_one_case_with_one_number(phone, town, photo):
    asked = {"request_id": uuid4()}
    answers = [report(phone, town, photos=[photo()], **asked) for _ in range(5)]
    assert Case.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_markup_and_control_signs_are_stored_as_words_and_shown_escaped(phone, town):
    answer = report(phone, town, words="<script>alert(1)</script>'; DROP TABLE\x00\x07")
    case = Case.objects.get()
    assert case.words == "<script>alert(1)</script>'; DROP TABLE"
    page = phone.get(answer["Location"].removesuffix("/receipt"))
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


def test_danger_shows_the_numbers_to_call_and_blocks_nothing(phone, town):
    told = phone.post(reverse("cases_portal:emergency"), {"words": "楼道冒烟了，有人晕倒"})
    assert 'href="tel:119"' in told.text
    assert 'href="tel:120"' in told.text
    answer = report(phone, town, words="楼道冒烟了，有人晕倒")
    assert answer.status_code == 302
    assert 'href="tel:119"' in phone.get(answer["Location"]).text


def test_a_point_outside_every_grid_is_accepted_without_one(phone, town):
    report(phone, town, lon="100.5", lat="30.5")
    case = Case.objects.get()
    assert (case.grid, case.lon) == (None, 100.5)


def test_null_island_is_no_point_but_the_address_stands(phone, town):
    report(phone, town, lon="0", lat="0")
    case = Case.objects.get()
    assert (case.lon, case.place_text) == (None, "3号楼东侧")


def test_a_kind_may_be_named_or_left_to_the_desk(phone, town):
    large = queries.larges().get(code="02")
    report(phone, town, large=large.pk)
    assert Case.objects.get().category == large
