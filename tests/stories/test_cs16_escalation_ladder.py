"""CS16: a case climbs by its clock, each level once and at its true moment, whoever looks and when.

The example of the regulation: five working days from Monday 15 June 2026 at ten.
"""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from linge.accounts.models import Grant
from linge.cases import actions, jobs
from linge.cases.models import Case, Escalation
from linge.cases.rules import State
from linge.cases.tests.factories import ROLES, TEN, CaseFactory, make_photo, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.zone import SHANGHAI

LADDER = {
    "0": moment("2026-06-22 10:00"),
    "1": moment("2026-06-23 10:00"),
    "2": moment("2026-06-25 16:00"),
    "3": moment("2026-06-30 10:00"),
}


def appoint(town, *posts):
    """Let people hold their posts in the books too, so that they can be told."""
    for post in posts:
        user = town.people[post]
        node = town.community.path
        Grant.objects.create(user=user, post=post, role=ROLES[post], node=node, since="2025-01-01")


@pytest.fixture
def road(db, at):
    at("2026-06-15 10:00")
    town = make_town()
    appoint(town, "community_leader", "street_officer", "dispatcher")
    case = CaseFactory(town=town, state=State.DISPATCHED, code="0203")
    actions.sign_case(case, by=town.agency_handler)
    OutboxMessage.objects.all().delete()
    return town, case


def said(when):
    return f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def levels(case):
    return dict(case.escalations.values_list("level", "at"))


def told():
    names = OutboxMessage.objects.filter(key__startswith="cases.escalation")
    return list(names.values_list("recipient_id", flat=True).order_by("pk"))


@pytest.mark.proves("C3")
def test_the_june_example_level_by_level_and_the_holder_stays(road, at):
    town, case = road
    people = {post: user.pk for post, user in town.people.items()}
    for level, when in LADDER.items():
        at(said(when - timedelta(minutes=1)))
        assert jobs.escalate() == {}
        at(said(when))
        assert jobs.escalate() == {level: 1}
        assert jobs.escalate() == {}  # run twice
        case.refresh_from_db()
        assert case.level == level
    assert levels(case) == LADDER
    assert (case.agency, case.handler) == (town.agency, town.people["agency_handler"])
    assert sorted(told()) == sorted(
        [people["agency_handler"]] * 2  # 0 and, as they have to reply, 2
        + [people["agency_head"]] * 3  # 0, 1 and 2
        + [people["community_leader"], people["street_officer"]]
    )
    (urge,) = case.urges.all()
    assert urge.reply_due_at == moment("2026-06-26 16:00")
    (unit,) = case.whistles.get().units.all()
    assert (unit.agency, unit.sign_due_at, unit.arrive_due_at) == (
        town.agency,
        moment("2026-06-30 11:00"),
        moment("2026-07-03 10:00"),
    )


@pytest.mark.proves("C3")
def test_after_three_days_of_darkness_every_level_has_its_true_moment_and_one_message(road, at):
    _town, case = road
    at("2026-06-28 12:00")
    out = StringIO()
    call_command("cases", "escalate", "--at", "2026-06-28T12:00", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"levels": {"0": 1, "1": 1, "2": 1}, "recorded": 3}
    assert levels(case) == {level: LADDER[level] for level in "012"}
    highest = case.escalations.get(level="2")
    keys = OutboxMessage.objects.filter(key__startswith="cases.escalation")
    assert {message.key.split(":")[1] for message in keys} == {str(highest.pk)}


@pytest.mark.proves("C3")
def test_two_workers_with_the_same_news_record_it_once(road, at):
    _town, case = road
    at("2026-06-23 10:00")
    one, other = (Case.objects.get(pk=case.pk) for _worker in range(2))
    now = moment("2026-06-23 10:00")
    assert len(actions.climb(one, now)) == 2
    assert actions.climb(other, now) == []
    assert Escalation.objects.count() == 2


@pytest.mark.proves("C3")
def test_what_stands_still_never_climbs_and_what_is_sent_back_twice_climbs_at_once(road, at):
    town, case = road
    at("2026-06-17 15:00")
    waits = {"wait_for": "season", "until": moment("2026-07-10 00:00").date()}
    actions.suspend_case(case, by=town.dispatcher, public_note="等雨季过去再施工", **waits)
    at("2026-07-09 09:00")
    assert jobs.escalate() == {}
    actions.resume_case(case, by=town.dispatcher)
    assert jobs.escalate() == {}
    for _turn in range(2):
        photos = [make_photo(town)]
        actions.handle_case(
            case, by=town.agency_handler, result="已修", photos=photos, condition_met=True
        )
        actions.send_back_case(case, by=town.grid_a, reason=TEN)
    assert jobs.escalate() == {"2": 1}
    row = case.escalations.get()
    assert (row.cause, row.at) == ("send_backs", moment("2026-07-09 09:00"))


@pytest.mark.proves("C3")
def test_a_post_nobody_holds_is_passed_over_and_stands_on_the_list(road, at):
    _town, case = road
    Grant.objects.filter(post="agency_head").delete()
    at("2026-06-23 10:00")
    jobs.escalate()
    row = case.escalations.get(level="1")
    assert (row.passed_over, row.told_to) == ("agency_head", "dispatcher")


@pytest.mark.proves("C3")
def test_a_whistle_has_three_dues_and_one_unkept_goes_to_the_district(road, at):
    town, case = road
    at("2026-06-16 09:00")
    actions.whistle_case(
        case, by=town.community_leader, agencies=[town.agency, town.rival], words="路面塌陷，请到场"
    )
    assert case.escalations.get().cause == "whistle"
    units = {unit.agency: unit for unit in case.whistles.get().units.all()}
    assert units[town.rival].sign_due_at == moment("2026-06-16 10:00")
    assert units[town.rival].contact_due_at == moment("2026-06-17 09:00")
    assert units[town.rival].arrive_due_at == moment("2026-06-22 09:00")
    at("2026-06-16 09:30")
    rival = town.actor("agency_handler", agency=town.rival)
    for by, agency in ((town.agency_handler, town.agency), (rival, town.rival)):
        actions.report_in(case, by=by, agency=agency, what="sign")
    assert jobs.escalate() == {}
    at("2026-06-17 09:10")
    assert jobs.escalate() == {"4": 1}
    row = case.escalations.get(level="4")
    assert (row.at, row.cause) == (moment("2026-06-17 09:00"), "unkept")
    assert row.follow_up_on == moment("2026-06-24 00:00").date()
    actions.report_in(case, by=town.agency_handler, agency=town.agency, what="arrive")
    actions.rate_unit(case, by=town.community_leader, agency=town.agency, rating=4)
    assert case.whistles.get().units.get(agency=town.agency).rating == 4


@pytest.mark.proves("C3")
def test_people_bring_it_higher_and_urge_and_are_answered(road, at):
    town, case = road
    actions.escalate_case(case, by=town.grid_a, words="居民反映强烈")
    actions.escalate_case(case, by=town.grid_a, words="有人受伤，已送医", called="120")
    by_person = {row.level: row.told_to for row in case.escalations.all()}
    assert by_person["1"] == "agency_head"
    assert by_person["E"] == "grid_lead,community_leader,police_liaison,street_officer"
    actions.urge_case(case, by=town.grid_lead, words="请说明何时修好")
    actions.reply_urge(case, by=town.agency_handler, words="明天上午修好")
    assert case.urges.get().reply == "明天上午修好"
    told_lead = OutboxMessage.objects.filter(key__contains=":reply:").get()
    assert told_lead.body.endswith("已答复：明天上午修好")
