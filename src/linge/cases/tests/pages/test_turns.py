"""The pages of the turns: a request decided in its dialog, 督办升级, the calendar, a question asked."""

from decimal import Decimal

from django.urls import reverse

from linge.cases import actions, jobs
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, report
from linge.kernel.access import Actor
from linge.kernel.worktime import Limit, Unit


def test_what_is_late_is_listed_by_level_with_its_reply_due(town, as_actor, at):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    actions.sign_case(case, by=town.agency_handler)
    at("2026-06-18 09:00")
    jobs.escalate()
    page = as_actor(town.community_leader).get(reverse("cases:urged"))
    assert case.number in page.text and "社区督办" in page.text and "待答复" in page.text
    waiting = as_actor(town.community_leader).get(reverse("cases:urged"), {"view": "waiting"})
    assert case.number in waiting.text
    told = as_actor(town.community_leader).get(reverse("cases:case", args=[case.uuid]))
    assert "升级：社区督办" in told.text
    address = reverse("cases:move", args=[case.uuid, "reply_urge"])
    handler = as_actor(town.agency_handler)
    assert handler.post(address, {"words": "今天下午修好"}).status_code == 302
    assert case.urges.get().reply == "今天下午修好"


def test_who_grants_reads_who_asked_and_why(town, as_actor):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    one_day = Limit(Decimal(1), Unit.WORK_DAY)
    actions.ask_postpone(case, by=town.agency_head, limit=one_day, reason="等灯具到货")
    address = reverse("cases:move", args=[case.uuid, "postpone"])
    page = as_actor(town.dispatcher).get(address)
    assert "马超" in page.text and "等灯具到货" in page.text and "延长 1 个工作日" in page.text
    as_actor(town.dispatcher).post(address, {})
    case.refresh_from_db()
    assert case.postponed == 1
    ledger = as_actor(town.dispatcher).get(
        reverse("cases:case", args=[case.uuid]), {"tab": "clocks"}
    )
    assert "批准延期" in ledger.text


def test_the_year_stands_on_the_calendar_with_its_notice(town, as_actor):
    page = as_actor(town.community_leader).get(reverse("territory:calendar"), {"year": "2026"})
    assert page.context["year"].workdays == 248
    assert "content_7047091" in page.text


def test_the_reporter_answers_on_the_progress_page(town, client):
    reported = actions.report_case(report(town, reporter_phone="12000000025"), by=Actor.public())
    case, code = reported.case, reported.code
    actions.ask_reporter(case, by=town.intake_clerk, question="是哪一盏路灯？")
    address = reverse("cases_public:progress", args=[code])
    assert "是哪一盏路灯？" in client.get(address).text
    client.post(reverse("cases_public:answer", args=[code, "answer"]), {"answer": "东边那盏"})
    assert case.questions.get().answer == "东边那盏"
    assert "您的补充：东边那盏" in client.get(address).text
