"""进度 under a code: what its bearer sees and says, and that nobody finds a code by trying."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from linge.cases import actions, queries, wrong_codes
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import TEN, WAYS, report
from linge.kernel.access import Actor

pytestmark = pytest.mark.django_db
WRONG = "请核对查询码：没有找到对应的上报。"


@pytest.fixture(autouse=True)
def _no_wrong_codes_yet():
    cache.clear()


@pytest.fixture
def followed(town):
    """``followed(State.CLOSED)``: a case brought so far, and the code it is followed by."""

    def brought(state=State.REPORTED, **facts):
        made = actions.report_case(report(town, **facts), by=Actor.public())
        for step in WAYS[state]:
            if made.case.state == State.VERIFIED:
                actions.record_contact(made.case, by=town.intake_clerk, reached=True)
            step(town, made.case, "0201")
        return made.case, made.code

    return brought


def page(phone, code):
    return phone.get(reverse("cases_public:progress", args=[code]))


def say(phone, code, kind, **asked):
    return phone.post(reverse("cases_public:answer", args=[code, kind]), asked)


@pytest.mark.proves("C4")
def test_the_steps_are_told_with_time_and_unit_and_without_names(phone, town, followed):
    _case, code = followed(State.CLOSED, reporter_name="张桂兰", reporter_phone="12000000020")
    shown = page(phone, code)
    for words in ("已上报", "已派遣", "城市照明所", "6月15日（周一）09:00", "路灯已修好"):
        assert words in shown.text
    for name in ("陈静", "孙悦", "刘洋", "王芳", "张桂兰", "12000000020"):
        assert name not in shown.text


def test_the_page_is_neither_kept_nor_indexed_nor_told_to_the_next_site(phone, followed):
    shown = page(phone, followed()[1])
    assert shown["Cache-Control"] == "no-store"
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Referrer-Policy"] == "no-referrer"


def test_a_code_is_read_in_lower_case_and_without_hyphens(phone, followed):
    case, code = followed()
    assert case.number in page(phone, code.lower().replace("-", "")).text


def test_a_mistyped_and_an_unknown_code_read_the_same_sentence(phone, followed):
    _case, code = followed()
    mistyped = ("3" if code[0] != "3" else "4") + code[1:]
    unknown = "2222-2222-222"
    for wrong in (mistyped, unknown, "x"):
        answer = page(phone, wrong)
        assert answer.status_code == 404
        assert WRONG in answer.text


def test_thirty_wrong_codes_are_followed_by_a_pause_for_right_ones_too(phone, followed):
    _case, code = followed()
    for _ in range(wrong_codes.MOST):
        page(phone, "2222-2222-222")
    paused = page(phone, code)
    assert paused.status_code == 429
    assert "15分钟后再试" in paused.text
    elsewhere = phone.get(reverse("cases_public:progress", args=[code]), REMOTE_ADDR="127.0.0.77")
    assert elsewhere.status_code == 200


def test_looking_up_leads_to_the_page_of_the_code(phone, followed):
    case, code = followed()
    answer = phone.get(reverse("cases_portal:progress"), {"code": code}, follow=True)
    assert case.number in answer.text


@pytest.mark.proves("C4")
def test_a_rating_is_given_once_after_closing(phone, followed):
    case, code = followed(State.CLOSED)
    assert "办得怎么样" in page(phone, code).text
    asked = {"contacted": "1", "solved": "1", "face": "4", "words": "很快，谢谢"}
    assert say(phone, code, "rating", **asked, request_id=uuid4()).status_code == 302
    rating = case.evaluations.get()
    assert (rating.satisfaction, rating.contacted, rating.solved) == ("satisfied", True, True)
    assert "您的评价：满意" in page(phone, code).text
    again = say(phone, code, "rating", **asked, request_id=uuid4())
    assert "您已经评价过，谢谢。" in again.text


def test_a_rating_without_a_face_keeps_the_words(phone, followed):
    _case, code = followed(State.CLOSED)
    answer = say(phone, code, "rating", contacted="1", words="灯还是暗")
    assert answer.status_code == 422
    assert "灯还是暗" in answer.text
    assert "请选一张最像您心情的脸。" in answer.text


def test_what_is_not_solved_can_be_reopened_at_once(phone, followed):
    case, code = followed(State.CLOSED)
    silent = say(phone, code, "not_solved")
    assert "请填写哪里还没有解决。" in silent.text
    say(phone, code, "not_solved", reason=TEN)
    case.refresh_from_db()
    assert (case.state, case.episode) == (State.ACCEPTED, 2)


def test_a_report_can_be_withdrawn_until_it_is_taken_up(phone, followed):
    case, code = followed()
    assert "可以撤回" in page(phone, code).text
    say(phone, code, "never_mind")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    _later, code = followed(State.ACCEPTED)
    assert "可以撤回" not in page(phone, code).text


def test_a_rejection_is_answered_in_words(phone, followed):
    _case, code = followed(State.REJECTED)
    assert TEN in page(phone, code).text


def test_photos_open_under_their_own_code_only(phone, town, followed, photo):
    asked = {"request_id": uuid4(), "words": "灯不亮", "place_text": "东侧", "photos": [photo()]}
    made = phone.post(f"{reverse('cases_portal:report')}?in={town.community.code}", asked)
    code = made["Location"].split("/")[2]
    file = Case.objects.get().photos.get().file
    mine = phone.get(reverse("cases_public:photo", args=[code, file.uuid]))
    assert (mine["Content-Type"], mine["Cache-Control"]) == ("image/jpeg", "no-store")
    _other, foreign = followed()
    assert phone.get(reverse("cases_public:photo", args=[foreign, file.uuid])).status_code == 404


def test_the_bearer_of_a_code_opens_no_other_case(phone, followed):
    first, code = followed()
    second, _code = followed()
    shown = page(phone, code).text
    assert first.number in shown
    assert second.number not in shown
    assert queries.case_of_code(code)[0] == first
