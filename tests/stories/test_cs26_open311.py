"""CS26: Open311 GeoReport v2, check by check (O01–O38 of cases §10), over plain HTTP.

随手拍, another city's app, reports to 幸福里 with a key; everybody may read how it stands.
"""

import json
from datetime import datetime
from io import BytesIO
from unittest import mock
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from linge.cases import actions as cases
from linge.cases.models import Case, CaseNote, Category
from linge.cases.tests.factories import CaseFactory, bearer, kind_of
from linge.files import actions as files
from linge.integrations import actions, jobs
from linge.integrations.models import PartnerKey, ReceivedRequest, ServiceQuestion
from linge.integrations.tests.factories import (
    OPERATOR,
    encode,
    fields,
    get,
    open_town,
    post,
)
from linge.kernel import outgoing
from linge.kernel.zone import SHANGHAI
from linge.territory.tests.factories import RegionFactory

pytestmark = [pytest.mark.proves("C1"), pytest.mark.django_db]
NINE = datetime(2026, 6, 15, 9, tzinfo=SHANGHAI)
READS = ("discovery", "services", "services/0201", "requests")


@pytest.fixture(scope="module")
def opened_once(django_db_setup, django_db_blocker):
    """The town is built once for the file; what a test changes is undone after it."""
    with (
        django_db_blocker.unblock(),
        mock.patch.object(timezone, "now", lambda: NINE),
        transaction.atomic(),
    ):
        yield open_town()
        transaction.set_rollback(True)


@pytest.fixture
def here(opened_once, db, at):
    """幸福里, open to 随手拍, on Monday 15 June 2026 at nine."""
    at("2026-06-15 09:00")
    return opened_once


def numbered(response) -> str:
    """The number in the answer to a report."""
    (row,) = response.json()
    return row["service_request_id"]


def told(response) -> str:
    """Every description of a fault, joined."""
    return "\n".join(row["description"] for row in response.json())


def listing(**asked) -> list[str]:
    """The numbers a list of requests holds, in order."""
    return [row["service_request_id"] for row in get("requests.json", **asked).json()]


def as_xml(value):
    """A JSON value as its XML must read: names, texts and order."""
    if isinstance(value, dict):
        return [(name, as_xml(each)) for name, each in value.items()]
    if isinstance(value, list):
        return [as_xml(each) for each in value] or ""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def as_read(element):
    """An XML element in the same shape; an entry of a list stands without its name."""
    parts = list(element)
    if not parts:
        return element.text or ""
    if len({part.tag for part in parts}) == 1 and parts[0].tag in ITEMS:
        return [as_read(part) for part in parts]
    return [(part.tag, as_read(part)) for part in parts]


ITEMS = {"service", "attribute", "value", "request", "error", "endpoint", "format", "note"}


def test_o01_every_address_answers_xml(here):
    for path in (*READS, "requests/unknown", "tokens/unknown", "nowhere"):
        answer = get(f"{path}.xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
        ElementTree.fromstring(answer.content)
    assert post(here, "xml")["Content-Type"] == "text/xml; charset=utf-8"


def test_o02_every_address_answers_json(here):
    for path in (*READS, "requests/unknown", "tokens/unknown", "nowhere"):
        answer = get(f"{path}.json")
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        answer.json()
    assert post(here)["Content-Type"] == "application/json; charset=utf-8"


def test_o03_json_lists_are_bare_arrays(here):
    post(here)
    assert [type(get(f"{path}.json").json()) for path in READS] == [dict, list, dict, list]
    discovery = get("discovery.json").json()
    assert isinstance(discovery["endpoints"], list)
    assert discovery["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert isinstance(get("services/0201.json").json()["attributes"], list)


def test_o04_xml_and_json_carry_equal_data(here):
    post(here, address_string="幸福路 3 号 <东>")
    for path in (*READS, "requests/unknown"):
        for more in ({}, {"extensions": "true"}):
            root = ElementTree.fromstring(get(f"{path}.xml", **more).content)
            assert as_read(root) == as_xml(get(f"{path}.json", **more).json())


def test_o05_codes_are_strings_points_are_numbers_and_the_absent_is_null(here):
    post(here)
    (row,) = get("requests.json").json()
    assert row["service_code"] == "0103"
    assert isinstance(row["service_request_id"], str)
    assert isinstance(row["lat"], float) and isinstance(row["long"], float)
    assert row["zipcode"] is row["address"] is row["media_url"] is None
    read = ElementTree.fromstring(get("requests.xml").content)
    assert read.find("request/zipcode").text is None


def test_o06_roots_and_entries_have_the_names_of_the_standard(here):
    post(here)
    names = {path: ElementTree.fromstring(get(f"{path}.xml").content) for path in READS}
    assert names["services"].tag == "services"
    assert names["services"][0].tag == "service"
    definition = names["services/0201"]
    assert definition.tag == "service_definition"
    assert definition.find("attributes/attribute/values/value/key") is not None
    assert names["requests"].tag == "service_requests"
    assert names["requests"][0].tag == "request"
    fault = ElementTree.fromstring(get("requests/unknown.xml").content)
    assert (fault.tag, fault[0].tag) == ("errors", "error")


def test_o07_discovery_says_where_whom_and_since_when(here, at):
    first = get("discovery.json").json()
    assert set(first) == {"changeset", "contact", "key_service", "endpoints"}
    assert "027-00000000" in first["contact"]
    (endpoint,) = first["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["type"] == "production"
    at("2026-06-16 09:00")
    assert get("discovery.json").json()["changeset"] == first["changeset"]
    ServiceQuestion.objects.filter(code="pole").update(description="灯杆上的号码")
    asked = get("discovery.json").json()["changeset"]
    assert asked == "2026-06-16T01:00:00Z" > first["changeset"]
    at("2026-06-17 09:00")
    Category.objects.filter(code="0601").update(public=False)
    assert get("discovery.json").json()["changeset"] == "2026-06-17T01:00:00Z"


def test_o08_services_have_all_seven_fields(here):
    rows = get("services.json").json()
    names = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert [list(row) for row in rows] == [names] * len(rows)
    assert {row["type"] for row in rows} <= {"realtime", "batch", "blackbox"}
    asked = [row["service_code"] for row in rows if row["metadata"] is True]
    assert asked == ["0201", "0204"]
    assert {row["metadata"] for row in rows} == {True, False}
    hidden = set(Category.objects.filter(public=False).values_list("code", flat=True))
    assert hidden and not hidden & {row["service_code"] for row in rows}


def test_o09_a_definition_lists_its_questions_in_order(here):
    rows = get("services/0201.json").json()["attributes"]
    orders = [row["order"] for row in rows]
    assert orders == sorted(set(orders)) and min(orders) > 0
    for row in rows:
        assert ("values" in row) == row["datatype"].endswith("list")
    assert get("services/9999.json").status_code == 404
    assert get("services/0501.json").status_code == 404  # not public
    assert get("services/0103.json").json() == {"service_code": "0103", "attributes": []}


def test_o10_reading_needs_no_key(here):
    number = numbered(post(here))
    for path in (*READS, f"requests/{number}"):
        assert get(f"{path}.json").status_code == 200


def test_o11_reporting_needs_a_key_that_works(here):
    before = Case.objects.count()
    for key in (None, "", "lg_wrong", here.secret + "x"):
        assert post(here, api_key=key).status_code == 403
    actions.revoke_key(here.key, by=OPERATOR)
    assert post(here).status_code == 403
    assert Case.objects.count() == before
    assert not ReceivedRequest.objects.exists()


def test_o12_an_empty_parameter_is_an_absent_one(here):
    number = numbered(post(here, media_url="", address_id="", jurisdiction_id=""))
    empty = {"service_code": "", "status": "", "start_date": "", "service_request_id": ""}
    assert listing(**empty, page="", extensions="") == [number]
    assert "service_code" in told(post(here, service_code=""))


def test_o13_a_jurisdiction_is_named_where_several_are_served(here):
    code = here.jurisdiction.code
    assert get("services.json").status_code == 200
    assert get("services.json", jurisdiction_id=code).status_code == 200
    assert get("requests.json", jurisdiction_id="nowhere").status_code == 404
    assert post(here, jurisdiction_id="nowhere").status_code == 404
    other = actions.open_jurisdiction(
        RegionFactory(name="桂子山社区"), by=OPERATOR, contact="值班台"
    )
    assert get("services.json").status_code == 400
    assert post(here).status_code == 400
    assert post(here, jurisdiction_id=code).status_code == 200
    assert get("requests.json", jurisdiction_id=other.code).json() == []
    assert post(here, jurisdiction_id=other.code).status_code == 403


def test_o14_a_service_is_named_and_known(here):
    assert post(here, service_code=None).status_code == 400
    assert post(here, service_code="9999").status_code == 404
    assert post(here, service_code="0501").status_code == 404  # 邻里纠纷 isn't public


def test_o15_one_way_of_saying_where_is_enough(here):
    nowhere = {"lat": None, "long": None}
    assert post(here).status_code == 200
    assert post(here, **nowhere, address_string="幸福路3号").status_code == 200
    assert post(here, **nowhere, address_id="A-17").status_code == 200
    assert "地址编号：A-17" in Case.objects.latest("pk").place_text
    assert post(here, **nowhere).status_code == 400
    assert post(here, long=None).status_code == 400
    assert post(here, lat=None, address_string="幸福路3号").status_code == 400
    for lat, lon in (("91", "10"), ("10", "181"), ("nan", "10"), ("inf", "1"), ("x", "1")):
        assert post(here, lat=lat, long=lon).status_code == 400
    assert post(here, lat="0", long="0").status_code == 400


def test_o16_a_point_outside_is_taken_and_told_to_the_desk(here):
    number = numbered(post(here, lat="39.9", long="116.4"))
    case = Case.objects.get(number=number)
    assert case.grid is None
    assert ReceivedRequest.objects.get(case=case).outside
    assert "不在辖区" in CaseNote.objects.get(case=case).words


def test_o17_answers_are_checked_against_the_questions(here):
    lamp = {"service_code": "0201"}
    missing = post(here, **lamp)
    assert missing.status_code == 400 and "attribute[how_many]" in told(missing)
    good = {"attribute[how_many]": "one"}
    assert post(here, **lamp, **good).status_code == 200
    assert post(here, **lamp, **{"attribute[how_many][]": "one"}).status_code == 200
    both = good | {"attribute[when][]": ["evening", "night"]}
    number = numbered(post(here, **lamp, **both))
    note = CaseNote.objects.get(case__number=number)
    assert "有几盏灯不亮：一盏" in note.words and "傍晚、后半夜" in note.words
    assert post(here, **lamp, **{"attribute[how_many]": "many"}).status_code == 400
    assert post(here, **lamp, **good, **{"attribute[when][]": "noon"}).status_code == 400
    ServiceQuestion.objects.filter(code="danger").update(required=True)  # only to be read
    assert post(here, **lamp, **good).status_code == 200
    rows = {row["code"]: row for row in get("services/0201.json").json()["attributes"]}
    assert rows["danger"]["variable"] is False and rows["danger"]["required"] is False
    lift = {"service_code": "0204", "attribute[people]": "no"}
    assert post(here, **lift, **{"attribute[floor]": "三"}).status_code == 400
    assert post(here, **lift, **{"attribute[since]": "昨天"}).status_code == 400


def test_o18_a_description_is_text_of_at_most_4000_signs(here):
    assert post(here, description="水" * 4001).status_code == 400
    number = numbered(post(here, description="水" * 4000))
    assert len(Case.objects.get(number=number).words) == 4000
    words = "第一行\r\n第二行 <b>粗</b> <script>alert(1)</script>"
    number = numbered(post(here, description=words))
    (row,) = get(f"requests/{number}.json").json()
    assert row["description"] == words.replace("\r\n", "\n")
    assert b"<script>" not in get(f"requests/{number}.xml").content


def test_o19_the_answer_holds_a_number_or_a_token_or_neither(here):
    (row,) = post(here).json()
    assert row["service_request_id"] and "token" not in row
    actions.set_service_kind("0103", "batch", by=OPERATOR)
    (row,) = post(here).json()
    assert row["token"] and "service_request_id" not in row
    actions.set_service_kind("0103", "blackbox", by=OPERATOR)
    (row,) = post(here).json()
    assert not {"token", "service_request_id"} & set(row)
    assert Case.objects.filter(source="open311").count() == 2  # the batch has not been yet
    assert len(listing()) == 1  # what was taken in without an answer isn't told of


def test_o20_a_token_leads_to_the_number_once_there_is_a_case(here):
    actions.set_service_kind("0103", "batch", by=OPERATOR)
    (row,) = post(here, phone="12000000020", last_name="张").json()
    path = f"tokens/{row['token']}.json"
    assert get(path).json() == [{"service_request_id": None, "token": row["token"]}]
    assert jobs.take_up_batch() == 1
    assert jobs.take_up_batch() == 0
    case = Case.objects.get(source="open311")
    assert get(path).json() == [{"service_request_id": case.number, "token": row["token"]}]
    assert get("tokens/unknown.json").status_code == 404
    assert get("tokens/018f3c2e-0000-7000-8000-000000000000.xml").status_code == 404


def test_o21_numbers_override_every_other_filter(here, at):
    first = numbered(post(here))
    at("2026-06-16 09:00")
    second = numbered(post(here, service_code="0101"))
    asked = f"{first},unknown,{second}"
    assert listing(service_request_id=asked, service_code="0104", status="closed") == [
        second,
        first,
    ]
    at("2027-01-15 09:00")
    assert listing(service_request_id=first) == [first]
    assert get("requests.json", service_request_id="x,y").status_code == 404


def test_o22_services_and_statuses_are_comma_lists(here):
    first = numbered(post(here))
    second = numbered(post(here, service_code="0101"))
    assert listing(service_code="0103,0101") == [second, first]
    assert listing(service_code="0103,9999") == [first]
    assert get("requests.json", service_code="9998,9999").status_code == 404
    assert listing(status="open,closed") == [second, first]
    assert listing(status="closed") == []
    assert get("requests.json", status="pending").status_code == 400


def test_o23_dates_need_a_zone(here):
    number = numbered(post(here))
    assert listing(start_date="2026-06-15T00:00:00+08:00") == [number]
    assert listing(start_date="2026-06-15T00:00:00Z") == [number]
    answer = Client().get("/open311/v2/requests.json?start_date=2026-06-15T00:00:00+08:00")
    assert len(answer.json()) == 1  # the plus was not escaped
    for wrong in ("2026-06-15T00:00:00", "2026-06-15", "yesterday", "0001-01-01T00:00:00Z"):
        assert get("requests.json", start_date=wrong).status_code == 400
    turned = {"start_date": "2026-06-16T00:00:00Z", "end_date": "2026-06-15T00:00:00Z"}
    assert get("requests.json", **turned).status_code == 400


def test_o24_a_window_is_ninety_days(here, at):
    first = numbered(post(here))
    at("2026-09-12 09:00")
    assert listing() == [first]
    at("2026-09-14 09:00")
    second = numbered(post(here))
    assert listing() == [second]
    assert listing(start_date="2026-06-15T00:00:00Z") == [first]
    assert listing(end_date="2026-06-15T02:00:00Z") == [first]
    assert listing(start_date="2026-06-16T02:00:00Z") == [second]
    wide = {"start_date": "2026-06-01T00:00:00Z", "end_date": "2026-09-01T00:00:00Z"}
    assert get("requests.json", **wide).status_code == 400


def test_o25_newest_first_in_a_stable_order_and_at_most_a_thousand(here, at):
    numbers = [numbered(post(here)) for _ in range(3)]  # all of one moment
    at("2026-06-15 09:05")
    numbers.append(numbered(post(here)))
    assert listing() == numbers[::-1] == listing()
    with mock.patch("linge.integrations.rules.georeport.MOST_REQUESTS", 2):
        assert listing() == numbers[:1:-1]


def test_o26_a_status_is_open_or_closed_and_says_why(here):
    town = here.town
    number = numbered(post(here))
    case = Case.objects.get(number=number)
    cases.reject_case(
        case, by=town.intake_clerk, reason_code="not_ours", words="此路段由市政管理，已告知热线"
    )
    (row,) = get(f"requests/{number}.json").json()
    assert row["status"] == "closed"
    assert "此路段由市政管理" in row["status_notes"]
    sent = CaseFactory(town=town, state="forwarded", category=kind_of("0201")[0])
    (row,) = get(f"requests/{sent.number}.json").json()
    assert (row["status"], row["status_notes"]) == ("closed", "已转区城管局办理")
    going = CaseFactory(town=town, state="dispatched")
    (row,) = get(f"requests/{going.number}.json").json()
    assert (row["status"], row["agency_responsible"]) == ("open", "城市照明所")
    assert row["expected_datetime"].endswith("Z")


def test_o27_a_closed_request_was_updated_by_its_final_step(here, at):
    case = CaseFactory(town=here.town, state="verified")
    cases.record_contact(case, by=here.town.intake_clerk, reached=True)
    at("2026-06-16 10:30")
    cases.close_case(case, by=here.town.intake_clerk, condition_met=True, words="已修好")
    at("2026-06-18 10:30")
    cases.evaluate_case(
        case, by=bearer(case), contacted=True, solved=True, satisfaction="satisfied"
    )
    (row,) = get(f"requests/{case.number}.json").json()
    assert row["updated_datetime"] == "2026-06-16T02:30:00Z"


def test_o28_times_are_told_in_utc(here):
    number = numbered(post(here))
    (row,) = get(f"requests/{number}.json").json()
    assert row["requested_datetime"] == "2026-06-15T01:00:00Z"
    assert row["updated_datetime"] == "2026-06-15T01:00:00Z"


def test_o29_points_go_out_as_they_came_in(here):
    number = numbered(post(here, lat="31.2345678", long="121.4765432"))
    (row,) = get(f"requests/{number}.json").json()
    assert (row["lat"], row["long"]) == (31.2345678, 121.4765432)


def test_o30_what_is_not_public_never_appears(here):
    town = here.town
    dispute = CaseFactory(town=town, state="accepted", code="0501")
    withdrawn = CaseFactory(town=town, state="withdrawn", category=kind_of("0103")[0])
    void = CaseFactory(town=town, state="void", category=kind_of("0103")[0])
    unsorted_ = CaseFactory(town=town)
    withheld = CaseFactory(town=town, state="accepted", code="0103")
    actions.publish_case(withheld, by=town.intake_clerk, withheld=True, reason="涉及住户隐私")
    shown = CaseFactory(town=town, state="accepted", code="0103", reporter_name="张桂兰")
    for case in (dispute, withdrawn, void, unsorted_, withheld):
        assert get(f"requests/{case.number}.json").status_code == 404
    assert listing() == [shown.number]
    asked = f"{withheld.number},{void.number}"
    assert get("requests.json", service_request_id=asked).status_code == 404
    (row,) = get(f"requests/{shown.number}.json").json()
    assert row["description"] is row["address"] is None  # told to the desk, not to the world


def test_o31_who_reported_is_kept_sealed_and_never_given_back(here):
    people = {
        "first_name": "桂兰",
        "last_name": "张",
        "email": "zhang@example.org",
        "phone": "12000000020",
        "device_id": "device-77",
        "account_id": "account-88",
    }
    number = numbered(post(here, **people))
    case = Case.objects.get(number=number)
    assert case.reporter_phone and "12000000020" not in case.reporter_phone
    kept = ReceivedRequest.objects.get(case=case)
    for name in ("reporter_name", "phone", "email", "device_id", "account_id"):
        assert getattr(kept, name).startswith("v1.")
    for fmt in ("xml", "json"):
        for path in (f"requests/{number}", "requests"):
            answer = get(f"{path}.{fmt}", extensions="true").content.decode()
            assert not [word for word in people.values() if word in answer]


PHOTO_URL = "https://photos.example.org/pool.jpg"


def sent_with_photo(here, url=PHOTO_URL, **reply) -> ReceivedRequest:
    """A report naming a photo, after the job ran; the other side answers as told."""
    number = numbered(post(here, media_url=url))
    row = ReceivedRequest.objects.get(case__number=number)
    with mock.patch.object(outgoing, "_exchange", **reply):
        jobs.fetch_media(row.pk)
    row.refresh_from_db()
    return row


def jpeg() -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG")
    return out.getvalue()


def test_o32_a_photo_is_fetched_later_from_public_addresses_only(here, monkeypatch):
    monkeypatch.setattr(outgoing, "addresses_of", lambda host, port: ["93.184.215.14"])
    kept = sent_with_photo(here, return_value=outgoing.Answer(200, "image/jpeg", jpeg()))
    assert kept.media_state == "kept"
    (photo,) = kept.case.photos.all()
    assert photo.file.width == 64
    for reply in (
        {"return_value": outgoing.Answer(200, "image/jpeg", b"<html>no photo</html>")},
        {"return_value": outgoing.Answer(302, "text/html", b"")},
        {"side_effect": outgoing.Unreachable("more than 10485760 bytes")},
    ):
        row = sent_with_photo(here, **reply)
        assert row.media_state == "failed" and row.media_fault
        assert row.case.state == "reported"  # the report is kept
    assert sent_with_photo(here, "http://photos.example.org/a.jpg").media_state == "failed"
    for inside in ("10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.7"):
        monkeypatch.setattr(
            outgoing, "addresses_of", lambda host, port, inside=inside: ["93.184.215.14", inside]
        )
        row = sent_with_photo(here, return_value=outgoing.Answer(200, "image/jpeg", jpeg()))
        assert row.media_state == "failed"
    assert post(here, media_url="no address").status_code == 400


def test_o32_a_photo_goes_out_when_somebody_looked_at_it(here):
    case = CaseFactory(town=here.town, state="accepted", code="0103")
    by = here.town.intake_clerk
    photo = files.store_photo(
        SimpleUploadedFile("a.jpg", jpeg()), by=by, community=here.town.community
    )
    cases.add_report_photo(case, by=by, photo=photo)
    path = f"requests/{case.number}.json"
    assert get(path).json()[0]["media_url"] is None
    actions.publish_case(case, by=by, withheld=False, photo=photo)
    url = get(path).json()[0]["media_url"]
    assert url == f"http://testserver/open311/v2/photos/{photo.uuid}.jpg"
    answer = Client().get(url)
    assert answer["Content-Type"] == "image/jpeg"
    assert not Image.open(BytesIO(answer.content)).getexif()
    actions.publish_case(case, by=by, withheld=True, reason="照片里有门牌")
    assert Client().get(url).status_code == 404


def test_o33_faults_are_listed_with_their_status(here):
    answer = post(here, lat=None, description="水" * 4001, service_code=None)
    assert answer.status_code == 400
    rows = answer.json()
    assert [row["code"] for row in rows] == [400, 400, 400]
    assert all(row["description"] for row in rows)
    assert get("nowhere.json").json()[0]["code"] == 404
    refused = Client().put("/open311/v2/requests.json")
    assert refused.status_code == 405 and refused["Allow"] == "GET, POST"
    assert refused.json()[0]["code"] == 405
    assert Client().delete("/open311/v2/services.xml").status_code == 405


def test_o34_all_signs_come_back_as_they_were_sent(here):
    words = "积水 < 5cm & 有异味 “臭” 😀𬭸 'x' \"y\" ]]>"
    number = numbered(post(here, description=words, address_string="A&B <3>号"))
    (row,) = get(f"requests/{number}.json").json()
    assert (row["description"], row["address"]) == (words, "A&B <3>号")
    read = ElementTree.fromstring(get(f"requests/{number}.xml").content)
    assert read.find("request/description").text == words
    assert post(here, description="水\0管").status_code == 400
    body = encode(fields(here)).encode() + b"&address_string=%FF%FE"
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert Client().post("/open311/v2/requests.json", body, **form).status_code == 400
    raw = encode(fields(here)).encode() + b"&address_string=\xff"
    assert Client().post("/open311/v2/requests.json", raw, **form).status_code == 400
    assert Client().get("/open311/v2/requests.json?status=%FF").status_code == 400
    assert Client().get("/open311/v2/requests.json?service_code=%00").status_code == 400


def test_o35_another_content_type_is_refused_in_words(here):
    sent = json.dumps(fields(here))
    answer = Client().post("/open311/v2/requests.json", sent, content_type="application/json")
    assert answer.status_code == 400
    assert "application/json" in told(answer)
    assert "application/x-www-form-urlencoded" in told(answer)
    assert Client().post("/open311/v2/requests.json", fields(here)).status_code == 400


def test_o36_a_report_sent_twice_is_one(here):
    sent = {"headers": {"X-Request-Id": "app-4711"}}
    first = numbered(post(here, **sent))
    assert numbered(post(here, **sent)) == first
    assert Case.objects.filter(source="open311").count() == 1
    other = post(here, **sent, description="别的内容")
    assert other.status_code == 409
    assert Case.objects.filter(source="open311").count() == 1
    another = actions.create_key("微城管", by=OPERATOR, jurisdictions=[here.jurisdiction])
    assert numbered(post(here, **sent, api_key=another.secret)) != first


def test_o37_extensions_only_when_asked_for(here):
    numbers = [numbered(post(here)) for _ in range(3)][::-1]
    case = Case.objects.get(number=numbers[0])
    cases.add_note(case, by=here.town.intake_clerk, words="已联系环卫", public=True)
    cases.add_note(case, by=here.town.intake_clerk, words="内部备注")
    (plain, *_rest) = get("requests.json", page="2", page_size="2").json()
    assert plain["service_request_id"] == numbers[0] and "notes" not in plain
    asked = {"extensions": "true", "page_size": "2"}
    rows = get("requests.json", **asked).json()
    assert [row["service_request_id"] for row in rows] == numbers[:2]
    assert rows[0]["notes"] == [{"datetime": "2026-06-15T01:00:00Z", "description": "已联系环卫"}]
    assert rows[0]["extended_attributes"]["detailed_status"] == "reported"
    assert listing(**asked, page="2") == numbers[2:]
    assert get("requests.json", **asked, page="9").json() == []
    assert get("requests.json", **asked, page="0").status_code == 400


def test_o38_sixty_posts_a_minute_for_each_key(here, at):
    another = actions.create_key("微城管", by=OPERATOR, jurisdictions=[here.jurisdiction])
    PartnerKey.objects.filter(pk=here.key.pk).update(minute=NINE, posts=59)
    assert post(here).status_code == 200
    before = Case.objects.count()
    answer = post(here)
    assert answer.status_code == 400 and "60" in told(answer)
    assert Case.objects.count() == before
    assert post(here, api_key=another.secret).status_code == 200
    at("2026-06-15 09:01")
    assert post(here).status_code == 200
