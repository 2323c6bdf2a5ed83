"""What a visit asks, keeps and leads to: evidence, what was told and heard, when to call again."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from linge.kernel import clock, crypto
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, queries
from linge.registry.models import CollectionRule, Heard, Observation, Visit
from linge.registry.rules import collection
from linge.registry.rules.kinds import Became, DayPart, HeardKind, Outcome
from linge.registry.rules.telling import NewHeard, read_use, use_found
from linge.registry.tests.factories import clerk, collection_round, homes, visit
from linge.staff.tests.factories import WorkerFactory
from linge.territory.rules.kinds import DwellingUseKind
from linge.territory.tests.actors import leader, officer, staff, worker
from linge.territory.tests.factories import GridFactory

TODAY = date(2026, 6, 15)
MORNING = datetime(2026, 6, 15, 9, 30)
PHOTO = {"kind": "photo", "file": "019ab2f0-0000-7000-8000-000000000001"}


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")],
)
def test_parts_of_the_day(hour, part):
    assert collection.day_part(hour) == part


def test_nobody_in_the_morning_means_another_part_of_another_day():
    follows = collection.next_call(Outcome.NOBODY, MORNING, [TODAY])
    assert follows.on == TODAY + timedelta(days=1)
    assert follows.not_in == DayPart.MORNING
    assert not follows.card


def test_a_third_vain_try_in_two_weeks_leaves_a_card():
    tries = [TODAY, TODAY - timedelta(days=4), TODAY - timedelta(days=13)]
    assert collection.next_call(Outcome.NO_ACCESS, MORNING, tries).card
    tries[2] = TODAY - timedelta(days=14)
    assert not collection.next_call(Outcome.NO_ACCESS, MORNING, tries).card


def test_a_refusal_waits_a_month_for_another_worker():
    follows = collection.next_call(Outcome.REFUSED, MORNING)
    assert (follows.on, follows.other_worker) == (TODAY + timedelta(days=30), True)


def test_after_meeting_somebody_only_age_brings_us_back():
    assert collection.next_call(Outcome.MET, MORNING) is None


@pytest.mark.parametrize(
    ("now", "opens", "closes", "quiet"),
    [
        (time(13), time(12), time(14), True),
        (time(14), time(12), time(14), False),
        (time(23), time(21), time(8), True),
        (time(7), time(21), time(8), True),
        (time(9), time(21), time(8), False),
        (time(9), None, None, True),
    ],
)
def test_hours_not_to_knock_in(now, opens, closes, quiet):
    assert collection.is_quiet(now, opens, closes) is quiet


def test_uses_in_peoples_words():
    assert read_use(" 租 ") == DwellingUseKind.LET
    assert read_use("let") == DwellingUseKind.LET
    assert read_use("不清楚") == ""


@pytest.mark.parametrize(
    ("outcome", "told", "found"),
    [
        (Outcome.MET, "出租", "let"),
        (Outcome.MET, "空房", ""),
        (Outcome.MET, "", ""),
        (Outcome.NONRESIDENTIAL, "", "business"),
        (Outcome.NONRESIDENTIAL, "民宿", "home_to_business"),
        (Outcome.VACANT, "空置", ""),
        (Outcome.NOBODY, "出租", ""),
    ],
)
def test_what_a_visit_lets_us_say_of_the_use(outcome, told, found):
    assert use_found(outcome, told) == found


@pytest.fixture
def home(db):
    return homes(floors=1, rooms=1)[0]


@pytest.fixture
def by(home):
    return clerk(home.community)


def test_what_was_told_is_kept_and_the_home_takes_it(home, by):
    paid = actions.record_visit(home, by=by, outcome=Outcome.MET, use="租房")
    seen = Observation.objects.get()
    assert (seen.visit, seen.field) == (paid, "use")
    assert crypto.is_sealed(seen.told)
    assert crypto.open_field(seen, "told") == "租房"
    assert crypto.open_field(seen, "normalised") == "let"
    home.refresh_from_db()
    assert home.use == DwellingUseKind.LET


def test_what_cannot_be_read_is_kept_and_changes_nothing(home, by):
    before = home.use
    actions.record_visit(home, by=by, outcome=Outcome.MET, use="说不清")
    home.refresh_from_db()
    assert home.use == before
    assert crypto.open_field(Observation.objects.get(), "told") == "说不清"


@pytest.mark.proves("A5")
def test_an_accepted_vacancy_makes_the_home_vacant(home, by):
    paid = actions.record_visit(home, by=by, outcome=Outcome.VACANT, evidence=[PHOTO])
    home.refresh_from_db()
    assert home.use != DwellingUseKind.VACANT
    actions.approve_vacancy(paid, by=staff("grid_lead", home.community.path, grid=home.grid_id,
                                           user=WorkerFactory()))  # fmt: skip
    home.refresh_from_db()
    assert home.use == DwellingUseKind.VACANT


def test_a_uuid_sent_for_another_home_is_refused(home, by):
    born = uuid4()
    actions.record_visit(home, by=by, outcome=Outcome.MET, uuid=born)
    other = homes(home.grid, floors=1, rooms=1)[0]
    with pytest.raises(Refused, match="registry.visit_elsewhere"):
        actions.record_visit(other, by=by, outcome=Outcome.MET, uuid=born)
    assert Visit.objects.count() == 1


def test_the_phone_counts_only_where_the_community_says_so(home, by):
    collection_round(home.community)
    visit(home, Outcome.PHONE)
    assert not queries.counted(by).get().collected
    CollectionRule.objects.create(community=home.community, phone_counts=True)
    assert queries.counted(by).get().collected


def test_three_vain_tries_ask_for_a_card(home, by):
    for back in (9, 4):
        visit(home, Outcome.NOBODY, day=clock.today() - timedelta(days=back))
    assert not queries.guidance(home).next.card
    visit(home, Outcome.NOBODY)
    assert queries.guidance(home).next.card


def test_what_was_heard_is_sealed_and_seen_in_its_grid_only(home, by):
    said = [NewHeard(HeardKind.SUGGESTION, "楼下想要一排晾衣杆"), NewHeard(HeardKind.WISH, "  ")]
    actions.record_visit(home, by=by, outcome=Outcome.MET, heard=said)
    heard = Heard.objects.get()
    assert crypto.is_sealed(heard.words)
    assert list(queries.heard(worker(home.grid))) == [heard]
    assert queries.words_of(heard) == "楼下想要一排晾衣杆"
    assert not queries.heard(worker(GridFactory(community=home.community))).exists()


def test_what_was_heard_becomes_one_thing_once(home, by):
    said = [NewHeard(HeardKind.NEED, "想找人修水管")]
    actions.record_visit(home, by=by, outcome=Outcome.MET, heard=said)
    matter = uuid4()
    actions.link_heard(Heard.objects.get(), by=by, became=Became.CASE, uuid=matter)
    assert Heard.objects.get().became_uuid == matter
    with pytest.raises(Refused, match="registry.heard_taken"):
        actions.link_heard(Heard.objects.get(), by=by, became=Became.CASE, uuid=uuid4())


def test_a_voided_visit_is_heard_no_more(home, by):
    said = [NewHeard(HeardKind.NEED, "想找人修水管")]
    paid = actions.record_visit(home, by=by, outcome=Outcome.MET, heard=said)
    actions.void_visit(paid, by=by, reason="走错门")
    assert not queries.heard(by).exists()


def test_rules_are_the_leaders_to_set(home):
    told = {"phone_counts": True, "burst_doors": 12, "burst_minutes": 8, "days": {"F1": 90}}
    with pytest.raises((Outside, Refused)):
        actions.set_rule(home.community, by=worker(home.grid), **told)
    actions.set_rule(home.community, by=leader(home.community), **told)
    assert CollectionRule.objects.get().burst_doors == 12


@pytest.mark.proves("X3")
def test_the_phone_records_a_visit_and_hears_what_follows(home, as_actor):
    client = as_actor(worker(home.grid))
    sent = {"uuid": str(uuid4()), "dwelling": str(home.uuid), "outcome": "nobody"}
    for _ in range(2):
        answer = client.post("/api/v1/visits", sent, "application/json")
        assert answer.status_code == 200, answer.content
    assert Visit.objects.count() == 1
    assert answer.json()["not_in"] in DayPart.values
    assert "再去" in answer.json()["words"]


def test_the_phone_does_not_show_files_of_others_as_evidence(home, as_actor):
    sent = {"uuid": str(uuid4()), "dwelling": str(home.uuid), "outcome": "vacant"}
    answer = as_actor(worker(home.grid)).post(
        "/api/v1/visits", sent | {"photos": [str(uuid4())]}, "application/json"
    )
    assert answer.status_code == 422
    assert not Visit.objects.exists()


def test_the_desk_writes_down_what_was_heard(home, as_actor):
    client = as_actor(officer(home.community))
    page = f"/desk/registry/dwellings/{home.uuid}/visit/"
    wrong = client.post(page, {"outcome": "met", "heard_words": "楼道灯不亮"})
    assert wrong.status_code == 422
    told = {"outcome": "met", "heard_kind": "opinion", "heard_words": "楼道灯不亮"}
    assert client.post(page, told).status_code == 302
    assert "楼道灯不亮" in client.get("/desk/registry/heard/").content.decode()
