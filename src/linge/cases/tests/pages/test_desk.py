"""The desk's queues, the case and its moves, in words people understand."""

from uuid import uuid4

import pytest
from django.urls import reverse

from linge.cases import actions
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import MAIN, CaseFactory, lamp, report
from linge.kernel.access import Actor

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}


def move(case, action):
    return reverse("cases:move", args=[case.uuid, action])


def asked_on(page):
    """The hidden facts of a form, as its browser sends them."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("request_id", "seen")}


def test_each_queue_lists_what_waits_there(town, as_actor):
    CaseFactory(town=town, words="受理台上的路灯")
    CaseFactory(town=town, state=State.ACCEPTED, words="派遣台上的路灯")
    CaseFactory(town=town, state=State.DISPATCHED, words="照明所的路灯")
    CaseFactory(town=town, state=State.HANDLED, words="待核查的路灯")
    CaseFactory(town=town, state=State.VERIFIED, words="待结案的路灯")
    for actor, page, words in (
        (town.intake_clerk, "intake", "受理台上的路灯"),
        (town.dispatcher, "dispatching", "派遣台上的路灯"),
        (town.agency_handler, "agency", "照明所的路灯"),
        (town.grid_a, "verifying", "待核查的路灯"),
        (town.intake_clerk, "closing", "待结案的路灯"),
    ):
        shown = as_actor(actor).get(reverse(f"cases:{page}"))
        assert words in shown.text, page
        assert shown.text.count("data-row") == 1, page


def test_a_queue_tells_place_source_and_due(town, as_actor):
    CaseFactory(town=town)
    shown = as_actor(town.intake_clerk).get(reverse("cases:intake")).text
    for words in ("3号楼东侧", "居民上报", "剩 2 小时", "无照片", "第"):
        assert words in shown


def test_an_empty_queue_says_so(town, as_actor):
    assert "没有待受理的事件。" in as_actor(town.intake_clerk).get(reverse("cases:intake")).text
    assert "都已派出。" in as_actor(town.dispatcher).get(reverse("cases:dispatching")).text


def test_the_due_is_shown_before_the_case_is_accepted(town, as_actor, at):
    case = CaseFactory(town=town)
    category, standard = lamp()
    at("2026-06-18 16:40")  # Thursday; Friday is 端午节
    headers = {"HX-Request": "true", "HX-Target": "choice"}
    asked = {"category": category.pk, "standard": standard.pk}
    shown = as_actor(town.intake_clerk).get(move(case, "accept"), asked, headers=headers).text
    assert "时限 2 个工作日，6月23日（周二）16:40 到期" in shown
    assert "6月24日（周三）15:40 前办结" in shown


@pytest.mark.proves("C2")
def test_accepting_needs_a_criterion_and_keeps_what_was_chosen(town, as_actor):
    case = CaseFactory(town=town)
    clerk = as_actor(town.intake_clerk)
    page = clerk.get(move(case, "accept"))
    refused = clerk.post(move(case, "accept"), asked_on(page) | {"category": lamp()[0].pk})
    assert refused.status_code == 422
    assert "请选择立案条件，时限按它计算。" in refused.text
    chosen = {"category": lamp()[0].pk, "standard": lamp()[1].pk}
    done = clerk.post(move(case, "accept"), asked_on(page) | chosen)
    assert done["Location"] == reverse("cases:case", args=[case.uuid])
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_similar_reports_stand_beside_and_a_newer_one_must_be_seen_first(town, as_actor):
    near = CaseFactory(town=town, words="旁边那盏也不亮")
    case = CaseFactory(town=town)
    clerk = as_actor(town.intake_clerk)
    page = clerk.get(move(case, "accept"))
    assert near.words in page.text
    seen = {"seen_candidates": page.context["seen_candidates"]}
    CaseFactory(town=town, words="又有人报")
    chosen = {"category": lamp()[0].pk, "standard": lamp()[1].pk}
    answer = clerk.post(move(case, "accept"), asked_on(page) | chosen | seen)
    assert "刚刚又有相近的上报，请先看一眼再受理。" in answer.text
    assert "又有人报" in answer.text


def test_a_rejection_needs_words_for_the_reporter(town, as_actor):
    case = CaseFactory(town=town)
    clerk = as_actor(town.intake_clerk)
    page = clerk.get(move(case, "reject"))
    answer = clerk.post(
        move(case, "reject"), asked_on(page) | {"reason_code": "unclear", "words": "不清楚"}
    )
    assert "至少10个字，让对方知道为什么" in answer.text
    assert "不清楚</textarea>" in answer.text


def test_the_dispatcher_reads_a_proposal_and_the_due_before_the_click(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    shown = as_actor(town.dispatcher).get(move(case, "dispatch"), headers=DIALOG).text
    assert "建议 城市照明所：立案条件的默认责任条线" in shown
    assert "时限 2 个工作日，6月17日（周三）09:00 到期" in shown


@pytest.mark.parametrize("amount", ["0", "-1", "0.3", "5天左右"])
def test_an_impossible_limit_is_refused_at_its_field(town, as_actor, amount):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    dispatcher = as_actor(town.dispatcher)
    page = dispatcher.get(move(case, "dispatch"))
    asked = {"agency": town.agency.pk, "limit": amount, "limit_unit": "work_day"}
    answer = dispatcher.post(move(case, "dispatch"), asked_on(page) | asked)
    assert "时限写0.25的倍数，例如 0.5、1、2。" in answer.text
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_a_limit_beyond_the_standard_is_refused_beside_it(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    dispatcher = as_actor(town.dispatcher)
    page = dispatcher.get(move(case, "dispatch"))
    asked = {"agency": town.agency.pk, "limit": "3", "limit_unit": "work_day"}
    answer = dispatcher.post(move(case, "dispatch"), asked_on(page) | asked)
    assert "时限不能长于标准的2 个工作日。" in answer.context["form"].errors["limit"][0]


@pytest.mark.proves("C2")
def test_the_second_dispatcher_reads_who_was_first_and_where_the_case_is(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    dispatcher = as_actor(town.dispatcher)
    stale = dispatcher.get(move(case, "dispatch"), headers=DIALOG)
    actions.dispatch_case(case, by=town.community_leader, agency=town.rival)
    asked = asked_on(stale) | {"agency": town.agency.pk, "words": "请尽快"}
    answer = dispatcher.post(move(case, "dispatch"), asked, headers=DIALOG)
    assert answer.status_code == 422
    for words in (
        "该案件刚刚被其他人处理，请刷新页面。",
        "何建国",
        "待签收",
        "市政养护所",
        "请尽快",
    ):
        assert words in answer.text
    assert answer["HX-Trigger"] == "case-moved"


def test_five_clicks_dispatch_once(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    dispatcher = as_actor(town.dispatcher)
    asked = asked_on(dispatcher.get(move(case, "dispatch"))) | {"agency": town.agency.pk}
    answers = [dispatcher.post(move(case, "dispatch"), asked) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {302}
    assert case.steps.filter(action="dispatch").count() == 1


def test_an_agency_that_closed_meanwhile_is_told_and_the_words_are_kept(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    dispatcher = as_actor(town.dispatcher)
    page = dispatcher.get(move(case, "dispatch"))
    type(town.agency).objects.filter(pk=town.agency.pk).update(active=False)
    asked = {"agency": town.agency.pk, "words": "请尽快"}
    answer = dispatcher.post(move(case, "dispatch"), asked_on(page) | asked)
    assert answer.status_code == 422
    assert "请尽快</textarea>" in answer.text
    assert "已停用" in answer.text


def test_the_agency_signs_in_one_click_and_handles_with_a_photo(town, as_actor, photo):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    handler = as_actor(town.agency_handler)
    seen = {"seen": f"{case.state}:{case.seq}", "request_id": uuid4()}
    signed = handler.post(move(case, "sign"), seen, headers={"HX-Request": "true"})
    assert signed.status_code == 204
    assert "case-moved" in signed["HX-Trigger"]
    page = handler.get(move(case, "handle"))
    asked = {"result": "灯头老化，已更换", "condition_met": "on"}
    without = handler.post(move(case, "handle"), asked_on(page) | asked)
    assert "请补拍照片（处置后）后再提交。" in without.text
    assert "灯头老化，已更换" in without.text
    handler.post(move(case, "handle"), asked_on(page) | asked | {"photos": [photo()]})
    case.refresh_from_db()
    assert case.state == State.HANDLED
    assert case.photos.get().phase == "after"


def test_nobody_closes_before_the_reporter_was_called(town, as_actor):
    made = actions.report_case(
        report(town, reporter_name="张桂兰", reporter_phone="12000000020"), by=Actor.public()
    )
    case = made.case
    for step in MAIN[:4]:
        step(town, case, "0201")
    clerk = as_actor(town.intake_clerk)
    page = clerk.get(move(case, "close"))
    asked = {"condition_met": "on", "words": "路灯已修好"}
    assert "请先联系上报人" in clerk.post(move(case, "close"), asked_on(page) | asked).text
    clerk.post(move(case, "contact"), {"channel": "phone", "reached": "1"})
    clerk.post(move(case, "close"), asked_on(page) | asked)
    case.refresh_from_db()
    assert case.state == State.CLOSED


@pytest.mark.proves("C2")
def test_the_case_tells_who_did_what_when_and_how_long_it_took(town, as_actor):
    case = CaseFactory(town=town, state=State.CLOSED)
    shown = as_actor(town.intake_clerk).get(reverse("cases:case", args=[case.uuid])).text
    for name in ("陈静", "孙悦", "刘洋", "王芳"):
        assert name in shown
    assert "6月15日（周一）09:00" in shown
    assert shown.index("结案") < shown.rindex("受理")
    clocks = as_actor(town.intake_clerk).get(
        reverse("cases:case", args=[case.uuid]), {"tab": "clocks"}
    )
    for words in ("用时明细", "午休", "夜间", "放假", "居民等待", "各环节合计"):
        assert words in clocks.text


def test_the_reporter_is_masked_and_only_shown_to_those_who_may_call(town, as_actor):
    case = CaseFactory(
        town=town, state=State.DISPATCHED, reporter_name="张桂兰", reporter_phone="12000000020"
    )
    address = reverse("cases:case", args=[case.uuid])
    clerk = as_actor(town.intake_clerk).get(address).text
    assert "张**" in clerk
    assert "120****0020" in clerk
    agency = as_actor(town.agency_handler).get(address).text
    for shown in (clerk, agency):
        assert "12000000020" not in shown
        assert "张桂兰" not in shown
    assert "120****0020" not in agency


def test_only_the_moves_possible_now_are_offered(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    address = reverse("cases:case", args=[case.uuid])
    links = [link.label for link in as_actor(town.dispatcher).get(address).context["moves"]]
    assert links == ["派遣", "定位", "申请挂账", "挂账", "备注"]
    offered = as_actor(town.intake_clerk).get(address).context["moves"]
    told = {link.label for link in offered}
    assert told == {
        "定位",
        "并案",
        "设为子事件",
        "申请作废",
        "撤销上一步",
        "登记隐患",
        "备注",
    }


def test_a_move_that_is_not_possible_says_why_instead_of_a_form(town, as_actor):
    case = CaseFactory(town=town)
    answer = as_actor(town.dispatcher).get(move(case, "dispatch"))
    assert "事件当前为“待受理”，不能派遣" in answer.text
    assert "<textarea" not in answer.text


def test_a_move_can_be_taken_back_for_two_minutes(town, as_actor, at):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    clerk = as_actor(town.intake_clerk)
    clerk.post(move(case, "undo"))
    case.refresh_from_db()
    assert case.state == State.REPORTED


def test_the_clerk_writes_down_a_call_and_takes_it_up_next(town, as_actor, photo):
    clerk = as_actor(town.intake_clerk)
    asked = {
        "request_id": uuid4(),
        "source": "hotline",
        "outer_no": "12345-0001",
        "community": town.community.pk,
        "words": "井盖松动",
        "place_text": "6号楼南侧",
        "reporter_phone": "12000000020",
    }
    made = clerk.post(reverse("cases:register"), asked | {"photos": [photo()]})
    case = Case.objects.get()
    assert (case.source, case.outer_no, case.photos.count()) == ("hotline", "12345-0001", 1)
    assert made["Location"] == move(case, "accept")
    again = clerk.post(reverse("cases:register"), asked | {"request_id": uuid4()})
    assert "这张工单已经登记过，请查看原事件。" in again.text


def test_swapped_degrees_are_answered_with_the_point_that_was_meant(town, as_actor):
    asked = {"source": "desk", "community": town.community.pk, "words": "井盖松动"}
    answer = as_actor(town.intake_clerk).post(
        reverse("cases:register"), asked | {"point": "31.2335，121.4853"}
    )
    assert "经度和纬度像是写反了，请改为 121.4853,31.2335。" in answer.text


def test_the_ledger_finds_by_number_words_and_state_and_leaves_as_a_file(town, as_actor):
    case = CaseFactory(town=town, words="三号楼的灯")
    CaseFactory(town=town, state=State.CLOSED, words="六号楼的井盖")
    leader = as_actor(town.community_leader)
    ledger = reverse("cases:ledger")
    assert "六号楼" not in leader.get(ledger, {"q": case.number}).text
    assert "三号楼" not in leader.get(ledger, {"q": "井盖"}).text
    assert "三号楼" not in leader.get(ledger, {"state": "closed"}).text
    nothing = leader.get(ledger, {"q": "没有这件事"})
    assert "没有符合所选“编号、地点或描述”的记录" in nothing.text
    file = leader.get(ledger, {"as": "xlsx"})
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")


def test_another_grid_s_case_does_not_exist_for_a_grid_worker(town, as_actor):
    case = CaseFactory(town=town)
    stranger = as_actor(town.actor("grid_a", grid=town.other_grid))
    for address in (reverse("cases:case", args=[case.uuid]), move(case, "note")):
        assert stranger.get(address).status_code == 404


def test_who_is_signed_out_is_led_to_sign_in_and_who_has_no_part_is_told(town, as_actor, phone):
    intake = reverse("cases:intake")
    assert "sign-in" in phone.get(intake)["Location"]
    assert as_actor(town.agency_handler).get(intake).status_code == 403
