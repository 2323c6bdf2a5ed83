"""The JSON door of cases: right, wrong, out of scope, and the same deed twice."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from linge.accounts.models import User
from linge.cases.models import Case
from linge.cases.rules import State
from linge.territory.tests.factories import GridFactory

from .factories import TEN, CaseFactory, make_building

API = "/api/v1"
MOMENT = "2026-06-15T09:00:00+08:00"


@pytest.fixture
def phone(town, as_actor):
    """王芳's phone."""
    return as_actor(town.grid_a)


def post(client, path, body):
    return client.post(API + path, body, content_type="application/json")


def deed(**told):
    return {"request_id": str(uuid4()), **told}


def photo_on(client):
    """A photo sent from the phone: its name in the house."""
    picture = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "lamp.jpg"
    return client.post(f"{API}/files", {"photo": picture}).json()["uuid"]


def entry(action, case=None, **payload):
    """A deed as it waits in the phone's outbox."""
    return deed(action=action, subject=case.number if case else None, at=MOMENT, payload=payload)


def settled(client, *entries):
    answer = post(client, "/outbox", {"entries": list(entries)})
    assert answer.status_code == 200, answer.json()
    return answer.json()["answers"]


def test_nobody_reads_without_signing_in(client, db):
    answer = client.get(f"{API}/cases")
    assert answer.status_code == 401
    assert answer.json()["code"] == "access.signed_out"


def test_a_worker_reads_what_waits_for_verification(town, phone):
    case = CaseFactory(town=town, state=State.HANDLED)
    [row] = phone.get(f"{API}/cases?queue=verify").json()["rows"]
    assert (row["number"], row["state"]) == (case.number, State.HANDLED)
    assert row["thumb"].startswith(f"{API}/cases/{case.number}/photos/")


def test_a_queue_goes_on_where_a_page_ended(town, phone):
    numbers = {CaseFactory(town=town, state=State.HANDLED).number for _ in range(3)}
    first = phone.get(f"{API}/cases?queue=verify&limit=2").json()
    rest = phone.get(f"{API}/cases?queue=verify&limit=2&cursor={first['cursor']}").json()
    assert {row["number"] for row in first["rows"] + rest["rows"]} == numbers
    assert rest["cursor"] is None


def test_an_undeclared_parameter_is_refused(phone):
    answer = phone.get(f"{API}/cases?order=due")
    assert answer.status_code == 422
    assert answer.json()["field"] == "order"


def test_a_case_tells_which_moves_are_possible(town, phone):
    case = CaseFactory(town=town, state=State.HANDLED)
    whole = phone.get(f"{API}/cases/{case.number}").json()
    assert {"verify", "send_back"} <= {move["action"] for move in whole["moves"]}
    assert [photo["phase"] for photo in whole["photos"]] == ["after"]


def test_nobody_learns_the_reporters_name_or_phone(town, phone):
    facts = {"reporter_name": "张桂兰", "reporter_phone": "12000000020"}
    case = CaseFactory(town=town, state=State.HANDLED, **facts)
    told = phone.get(f"{API}/cases/{case.number}").content.decode()
    assert "张桂兰" not in told
    assert "12000000020" not in told


@pytest.mark.parametrize("path", ["", "/photos/00000000-0000-7000-8000-000000000000"])
def test_a_case_of_another_grid_is_not_there(town, as_actor, path):
    case = CaseFactory(town=town, state=State.HANDLED)
    other = as_actor(town.actor("grid_a", grid=town.other_grid))
    assert other.get(f"{API}/cases/{case.number}{path}").status_code == 404


def test_a_move_on_a_case_of_another_grid_is_not_there(town, as_actor):
    case = CaseFactory(town=town, state=State.HANDLED)
    other = as_actor(town.actor("grid_a", grid=town.other_grid))
    answer = post(other, f"/cases/{case.number}/verify", deed(reason=TEN))
    assert answer.status_code == 404
    assert Case.objects.get(pk=case.pk).state == State.HANDLED


def test_a_report_from_the_phone_becomes_a_case_once(town, phone):
    building = make_building(town)
    told = deed(client_id=str(uuid4()), words="路灯不亮", building=str(building.uuid))
    first, second = (post(phone, "/cases", told).json() for _ in range(2))
    assert first["number"] == second["number"]
    assert (first["replayed"], second["replayed"]) == (False, True)
    assert Case.objects.count() == 1


def test_the_same_request_with_other_words_is_refused(town, phone):
    building = str(make_building(town).uuid)
    told = deed(client_id=str(uuid4()), words="路灯不亮", building=building)
    post(phone, "/cases", told)
    answer = post(phone, "/cases", told | {"words": "井盖不见了"})
    assert answer.status_code == 409


def test_an_unknown_field_is_refused_by_name(phone):
    answer = post(phone, "/cases", deed(client_id=str(uuid4()), words="路灯不亮", reporter="王"))
    assert answer.status_code == 422
    assert answer.json()["field"] == "reporter"


def test_a_verification_with_a_photo_from_the_spot_passes_and_is_replayed(town, phone):
    case = CaseFactory(town=town, state=State.HANDLED)
    told = deed(outcome="pass", photos=[photo_on(phone)], metres=12)
    first, second = (post(phone, f"/cases/{case.number}/verify", told).json() for _ in range(2))
    assert first["state"] != State.HANDLED
    assert (first["replayed"], second["replayed"]) == (False, True)


def test_a_verification_without_photo_and_reason_is_told_where(town, phone):
    case = CaseFactory(town=town, state=State.HANDLED)
    answer = post(phone, f"/cases/{case.number}/verify", deed(outcome="pass"))
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == ("cases.photo_needed", "photos")


def test_a_photo_of_somebody_else_cannot_be_named(town, phone, as_actor):
    case = CaseFactory(town=town, state=State.HANDLED)
    borrowed = photo_on(as_actor(town.grid_b))
    mine = as_actor(town.grid_a)
    answer = post(mine, f"/cases/{case.number}/verify", deed(photos=[borrowed]))
    assert answer.json()["code"] == "files.unknown"


class TestOutbox:
    def test_settles_entries_in_order_each_by_itself(self, town, phone):
        case = CaseFactory(town=town, state=State.HANDLED)
        back = entry("send_back", case, reason="三号楼东侧的路灯还是不亮")
        wrong = entry("verify", case, outcome="maybe")
        building = str(make_building(town).uuid)
        report = entry("report", client_id=str(uuid4()), words="井盖松动", building=building)
        outcomes = [answer["outcome"] for answer in settled(phone, wrong, back, report)]
        assert outcomes == ["refused", "done", "done"]

    def test_answers_a_repeated_entry_as_replayed(self, town, phone):
        case = CaseFactory(town=town, state=State.HANDLED)
        back = entry("send_back", case, reason="三号楼东侧的路灯还是不亮")
        [first], [second] = settled(phone, back), settled(phone, back)
        assert (first["outcome"], second["outcome"]) == ("done", "replayed")
        assert first["case"]["step"] == second["case"]["step"]

    def test_keeps_what_comes_too_late_as_a_note(self, town, phone):
        case = CaseFactory(town=town, state=State.CLOSED)
        [answer] = settled(phone, entry("verify", case, outcome="pass", reason="灯已经亮了"))
        assert answer["outcome"] == "late"
        assert "灯已经亮了" in case.notes.get().words

    def test_holds_back_what_builds_on_a_refused_entry(self, town, phone):
        case = CaseFactory(town=town, state=State.HANDLED)
        first = entry("verify", case, outcome="pass")
        second = entry("note", case, words="已核查") | {"needs": [first["request_id"]]}
        outcomes = [answer["outcome"] for answer in settled(phone, first, second)]
        assert outcomes == ["refused", "waiting"]

    def test_an_entry_out_of_scope_is_refused_and_stops_nobody(self, town, as_actor):
        case = CaseFactory(town=town, state=State.HANDLED)
        phone = as_actor(town.actor("grid_a", grid=town.other_grid))
        building = str(make_building(town, town.other_grid).uuid)
        report = entry("report", client_id=str(uuid4()), words="井盖松动", building=building)
        answers = settled(phone, entry("verify", case, reason=TEN), report)
        assert [(each["outcome"], each["code"]) for each in answers] == [
            ("refused", "access.outside"),
            ("done", ""),
        ]


def test_a_case_is_placed_and_taken_up_by_partners_too(town, as_actor):
    case = CaseFactory(town=town, lon=None, lat=None, place_text="菜场后门")
    desk = as_actor(town.intake_clerk)
    accept = {"category": "0201", "standard": 1}
    refused = post(desk, f"/cases/{case.number}/accept", deed(**accept))
    assert (refused.status_code, refused.json()["code"]) == (422, "cases.grid_needed")
    spot = {"grid": str(town.other_grid.uuid)}
    assert post(desk, f"/cases/{case.number}/place", deed(spot=spot)).status_code == 200
    assert post(desk, f"/cases/{case.number}/accept", deed(**accept)).json()["state"] == "accepted"


def test_a_grid_of_another_community_is_not_found_by_its_number(town, as_actor):
    case = CaseFactory(town=town, lon=None, lat=None, place_text="菜场后门")
    spot = {"grid": str(GridFactory().uuid)}
    desk = as_actor(town.intake_clerk)
    assert post(desk, f"/cases/{case.number}/place", deed(spot=spot)).status_code == 404


HAN = re.compile(r"[\u4e00-\u9fff]")


def words_of(case):
    """What the house itself says of a case, beside what people wrote and how they are called."""
    due = case["due"]["text"] if case["due"] else ""
    moves = [move["label"] for move in case.get("moves", ())]
    titles = [moment["title"] for moment in case.get("story", ())]
    return " ".join([case["state_label"], case["category"], due, *moves, *titles])


@pytest.mark.proves("X4")
@pytest.mark.parametrize("state", [State.REPORTED, State.DISPATCHED, State.HANDLED, State.VERIFIED])
def test_the_house_speaks_the_language_it_is_asked_in(town, phone, state):
    CaseFactory(town=town, state=state)
    for language, chinese in (("zh-CN", True), ("en", False)):
        asked = {"Accept-Language": language}
        [row] = phone.get(f"{API}/cases?queue=grid", headers=asked).json()["rows"]
        whole = phone.get(f"{API}/cases/{row['number']}", headers=asked).json()
        assert bool(HAN.search(words_of(row) + words_of(whole))) is chinese, words_of(whole)


@pytest.mark.proves("X4")
def test_every_category_of_the_start_set_has_an_english_name(town, phone):
    rows = phone.get(f"{API}/categories", headers={"Accept-Language": "en"}).json()
    assert "Street lamp out" in {row["name"] for row in rows}
    assert not [row for row in rows if HAN.search(row["name"] + row["large"])]


def test_a_phone_is_answered_in_its_language_whatever_the_browser_was_told(town, phone):
    CaseFactory(town=town)
    phone.cookies["django_language"] = "zh-hans"
    [row] = phone.get(f"{API}/cases", headers={"Accept-Language": "en-GB,zh;q=0.5"}).json()["rows"]
    assert row["state_label"] == "To accept"


def test_an_unknown_language_is_answered_as_the_account_likes(town, phone):
    CaseFactory(town=town)
    User.objects.filter(pk=town.grid_a.user_id).update(language="en")
    [row] = phone.get(f"{API}/cases", headers={"Accept-Language": "xx"}).json()["rows"]
    assert not HAN.search(row["state_label"])
