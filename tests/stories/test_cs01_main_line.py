"""CS01: report → accept → dispatch → sign → handle → verify → close → evaluate, to the minute.

张桂兰 reports a broken street lamp by phone, without an account. 陈静 takes it up, 孙悦 sends it to
the lighting agency, 刘洋 signs and repairs, 王芳 looks, 陈静 calls back and closes. 张桂兰 is
satisfied.
"""

from decimal import Decimal

import pytest

from linge.cases import actions, queries
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import kind_of, make_photo, make_town, report
from linge.kernel.access import Actor
from linge.kernel.tests.test_worktime import at as moment


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_a_street_lamp_from_report_to_evaluation(at):
    at("2026-06-18 16:00")  # Thursday; Friday is 端午节
    town = make_town()
    reported = actions.report_case(
        report(
            town,
            photos=[make_photo(town)],
            reporter_name="张桂兰",
            reporter_phone="12000000020",
        ),
        by=Actor.public(),
    )
    case, code = reported.case, reported.code
    assert case.current_due_at == moment("2026-06-18 18:00")

    at("2026-06-18 16:40")
    lamp, standard = kind_of("0201")
    (waiting,) = queries.intake_queue(town.intake_clerk)
    actions.accept_case(
        waiting, by=town.intake_clerk, category=lamp, standard=standard, seen_candidates=[]
    )
    assert waiting.promise_at == moment("2026-06-24 15:40")

    at("2026-06-18 17:10")
    (waiting,) = queries.dispatch_queue(town.dispatcher)
    proposal = queries.proposed_agency(waiting)
    actions.dispatch_case(waiting, by=town.dispatcher, agency=proposal.agency)
    assert waiting.handle_due_at == moment("2026-06-23 17:10")

    at("2026-06-18 17:30")
    (waiting,) = queries.agency_queue(town.agency_handler)
    assert queries.due_words(waiting).text == "正常 剩 40 分"
    actions.sign_case(waiting, by=town.agency_handler)
    assert queries.due_words(waiting).text == "正常 剩 1 个工作日 7 小时"

    at("2026-06-22 10:00")
    actions.handle_case(
        waiting,
        by=town.agency_handler,
        result="灯头老化，已更换",
        photos=[make_photo(town)],
        condition_met=True,
    )

    at("2026-06-22 11:00")
    (waiting,) = queries.verify_queue(town.grid_a)
    actions.verify_case(waiting, by=town.grid_a, photos=[make_photo(town)], metres=8)

    at("2026-06-22 14:30")
    (waiting,) = queries.closing_queue(town.intake_clerk)
    actions.record_contact(waiting, by=town.intake_clerk, reached=True)
    actions.close_case(
        waiting, by=town.intake_clerk, condition_met=True, words="3号楼东侧路灯已修好，谢谢您。"
    )

    story = queries.timeline(waiting)
    minutes = {line.stage: line.minutes for line in story.ledger if line.clock == ClockName.STAGE}
    assert minutes == {
        Stage.ACCEPT: 40,
        Stage.DISPATCH: 30,
        Stage.SIGN: 20,
        Stage.HANDLE: 170,  # 50 on Thursday, 120 on Monday
        Stage.VERIFY: 60,
        Stage.CLOSE: 90,  # 11:00–12:00 and 14:00–14:30
    }
    assert story.total(ClockName.STAGE) == story.total(ClockName.RESIDENT) == Decimal(390)
    assert story.total(ClockName.AGENCY) == 170
    assert [(m.label, m.who) for m in reversed(story.moments)] == [
        ("上报", "上报人"),
        ("受理", "陈静"),
        ("派遣", "孙悦"),
        ("签收", "刘洋"),
        ("处置", "刘洋"),
        ("核查", "王芳"),
        ("结案", "陈静"),
    ]

    found, bearer = queries.case_of_code(code)
    page = queries.progress(found)
    assert [str(step.label) for step in page.steps if step.reached] == [
        "已上报",
        "已受理",
        "已派遣",
        "已处置",
        "已核查",
        "已办结",
    ]
    assert page.answer == "3号楼东侧路灯已修好，谢谢您。"
    assert (len(page.photos_before), len(page.photos_after)) == (1, 1)

    at("2026-06-22 20:00")
    actions.evaluate_case(found, by=bearer, contacted=True, solved=True, satisfaction="satisfied")
    assert queries.progress(found).satisfaction == "满意"
    assert found.state == State.CLOSED
