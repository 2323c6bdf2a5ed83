"""What changed, who is told, who is refused?"""

import threading
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from linge.cases import actions, queries
from linge.cases.events import CaseDispatched, CaseReported
from linge.cases.models import Case, CaseStep, ClockSegment, Due, Evaluation
from linge.cases.rules import AssignmentOutcome, PhotoPhase, Satisfaction, State, VerifyOutcome
from linge.kernel import crypto, events
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.factories import centre

from .factories import (
    TEN,
    WAYS,
    CaseFactory,
    bearer,
    employ,
    kind_of,
    lamp,
    make_building,
    make_photo,
    make_town,
    report,
)


def everything(case):
    """All that a move may change, to prove that a refused one changed nothing."""
    case = Case.objects.get(pk=case.pk)
    row = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    return (
        row,
        list(CaseStep.objects.filter(case=case).values()),
        list(ClockSegment.objects.filter(case=case).values()),
        list(Due.objects.filter(case=case).values()),
        list(case.assignments.values()),
    )


def close_again(town, case):
    """Bring a reopened case to its close by the usual moves."""
    for step in WAYS[State.CLOSED][1:]:
        step(town, case, "0201")


# report


def test_a_resident_reports_without_an_account_and_gets_a_number_and_a_code(town):
    reported = actions.report_case(
        report(town, reporter_name="张桂兰", reporter_phone="12000000020"), by=Actor.public()
    )
    case = Case.objects.get(pk=reported.case.pk)
    assert case.number == f"{town.community.code.ljust(12, '0')}-20260615-0001"
    assert (case.state, case.grid, case.seq) == (State.REPORTED, town.grid, 1)
    assert case.current_due_at == moment("2026-06-15 11:00")
    assert "12000000020" not in case.reporter_phone
    assert crypto.open_field(case, "reporter_phone") == "12000000020"
    assert reported.code.replace("-", "") not in case.code_index
    found, by = queries.case_of_code(reported.code.lower())
    assert (found, by) == (case, bearer(case))


def test_numbers_count_up_within_a_day_and_begin_anew_on_the_next(town, at):
    numbers = [CaseFactory(town=town).number[-13:] for _ in range(2)]
    at("2026-06-16 09:00")
    assert [*numbers, CaseFactory(town=town).number[-13:]] == [
        "20260615-0001",
        "20260615-0002",
        "20260616-0001",
    ]


def test_a_report_in_a_building_lies_in_the_buildings_grid_and_on_its_path(town):
    building = make_building(town, town.other_grid)
    case = CaseFactory(town=town, building=building)
    assert (case.grid, case.path) == (town.other_grid, building.path)


def test_a_point_outside_every_grid_is_kept_for_the_desk(town):
    lon, lat = centre(9)
    case = CaseFactory(town=town, lon=lon, lat=lat)
    assert case.grid is None
    assert list(queries.gridless(town.intake_clerk)) == [case]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"lon": None, "place_text": " "}, "no_place"),
        ({"lon": 0, "lat": 0, "place_text": ""}, "no_place"),
        ({"lon": 31.2, "lat": 121.4, "place_text": ""}, "no_place"),
        ({"words": "\x00 \n"}, "empty_report"),
        ({"words": "长" * 1001}, "words_too_long"),
    ],
)
def test_a_report_that_cannot_be_understood_is_refused_and_nothing_is_saved(town, facts, code):
    with pytest.raises(Refused, match=f"cases.{code}:"):
        actions.report_case(report(town, **facts), by=Actor.public())
    assert not Case.objects.exists()


def test_the_same_report_with_the_missing_part_is_taken(town):
    CaseFactory(town=town, lon=None, place_text="", place_unknown=True)
    CaseFactory(town=town, words="", photos=[make_photo(town)])
    CaseFactory(town=town, words="🔦💡")
    CaseFactory(town=town, words="'; DROP TABLE cases_case; -- <script>alert(1)</script>")
    assert Case.objects.count() == 4


def test_coordinates_of_nowhere_are_dropped_and_the_address_is_kept(town):
    case = CaseFactory(town=town, lon=0, lat=0)
    assert (case.lon, case.lat, case.place_text) == (None, None, "3号楼东侧")


def test_a_phone_with_the_wrong_time_is_flagged_and_its_report_kept(town):
    case = CaseFactory(town=town, device_at=moment("1970-01-01 08:00"))
    assert case.device_clock_off
    assert case.reported_at == moment("2026-06-15 09:00")


def test_a_button_pressed_five_times_makes_one_case_with_one_code(town):
    request_id = uuid4()
    answers = [
        actions.report_case(report(town), by=Actor.public(), request_id=request_id)
        for _ in range(5)
    ]
    assert {answer.case.number for answer in answers} == {Case.objects.get().number}
    assert len({answer.code for answer in answers}) == 1


def test_a_row_born_on_a_phone_arrives_once_however_often_it_is_sent(town):
    born = report(town, client_id=uuid4())
    first, again = (actions.report_case(born, by=town.grid_a, request_id=uuid4()) for _ in range(2))
    assert (first.case, first.code) == (again.case, again.code)
    with pytest.raises(Refused, match=r"cases\.request_reused"):
        actions.report_case(born, by=town.grid_b)


def test_one_request_id_with_other_words_is_refused(town):
    request_id = uuid4()
    actions.report_case(report(town), by=town.grid_a, request_id=request_id)
    with pytest.raises(Refused, match="request_reused"):
        actions.report_case(report(town, words="别的事"), by=town.grid_a, request_id=request_id)


def test_a_hotline_sheet_imported_twice_is_one_case(town):
    CaseFactory(town=town, source="hotline", outer_no="12345-001", by=town.intake_clerk)
    with pytest.raises(Refused, match=r"cases\.already_here"):
        CaseFactory(town=town, source="hotline", outer_no="12345-001", by=town.intake_clerk)


# moves


def test_the_criterion_must_belong_to_the_category(town):
    case = CaseFactory(town=town)
    category, _own = lamp()
    _other, foreign = kind_of("0101")
    with pytest.raises(Refused, match=r"cases\.criterion_needed"):
        actions.accept_case(case, by=town.intake_clerk, category=category, standard=foreign)


def test_a_clerk_looks_again_when_a_similar_report_came_in_meanwhile(town):
    category, standard = lamp()
    first = CaseFactory(town=town)
    second = CaseFactory(town=town)
    accept = {"by": town.intake_clerk, "category": category, "standard": standard}
    with pytest.raises(Refused, match=r"cases\.look_again"):
        actions.accept_case(first, seen_candidates=[], **accept)
    actions.accept_case(first, seen_candidates=[second.pk], **accept)
    assert first.state == State.ACCEPTED


def test_a_rejected_reporter_reads_why(town):
    case = CaseFactory(town=town)
    with pytest.raises(Refused, match=r"cases\.reason_needed"):
        actions.reject_case(case, by=town.intake_clerk, reason_code="not_ours", words="太短")
    actions.reject_case(case, by=town.intake_clerk, reason_code="not_ours", words=TEN)
    assert queries.progress(case).answer == TEN


def test_a_closed_agency_gets_nothing_and_a_limit_is_no_longer_than_the_standards(town):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    town.rival.active = False
    town.rival.save()
    with pytest.raises(Refused, match=r"cases\.agency_closed: 市政养护所"):
        actions.dispatch_case(case, by=town.dispatcher, agency=town.rival)
    too_long = Limit(Decimal(3), Unit.WORK_DAY)
    with pytest.raises(Refused, match=r"cases\.limit_too_long: 时限不能长于标准的2 个工作日"):
        actions.dispatch_case(case, by=town.dispatcher, agency=town.agency, limit=too_long)
    short = Limit(Decimal(4), Unit.WORK_HOUR)
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency, limit=short)
    assert case.handle_due_at == moment("2026-06-15 15:00")


def test_after_three_declines_the_leader_decides(town, at):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    for turn in range(3):
        actions.decline_case(case, by=town.agency_handler, reason_code="cannot", words=TEN)
        if turn < 2:
            actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    with pytest.raises(Refused, match=r"cases\.leader_decides"):
        actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    actions.dispatch_case(case, by=town.community_leader, agency=town.agency)
    assert (case.declines, case.state) == (3, State.DISPATCHED)


def test_an_agency_that_gave_a_case_back_no_longer_sees_it(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    actions.decline_case(case, by=town.agency_handler, reason_code="not_ours", words=TEN)
    assert not queries.visible_to(town.agency_handler).exists()
    assert case.assignments.get().outcome == AssignmentOutcome.DECLINED


def test_a_case_is_passed_on_within_its_agency_only(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    colleague, stranger = WorkerFactory(), WorkerFactory()
    employ(colleague, town.agency)
    employ(stranger, town.rival)
    with pytest.raises(Refused, match=r"cases\.other_agency"):
        actions.reassign_case(case, by=town.agency_head, handler=stranger, reason=TEN)
    actions.reassign_case(case, by=town.agency_head, handler=colleague, reason=TEN)
    assert case.handler == case.assignments.get().handler == colleague


def test_nobody_verifies_their_own_work(town):
    case = CaseFactory(town=town, state=State.HANDLED)
    handler = town.people["agency_handler"]
    from_both = Actor(
        user_id=handler.pk,
        name=handler.name,
        kind="staff",
        how="desk",
        grants=(*town.grid_b.grants, *town.agency_handler.grants),
    )
    with pytest.raises(Refused, match=r"cases\.own_work"):
        actions.verify_case(case, by=from_both, photos=[make_photo(town)])


def test_what_cannot_be_verified_stays_and_after_two_tries_the_desk_may(town):
    case = CaseFactory(town=town, state=State.HANDLED)
    with pytest.raises(Refused, match=r"cases\.not_yours"):
        actions.verify_case(case, by=town.intake_clerk)
    for worker in (town.grid_a, town.grid_b):
        actions.verify_case(case, by=worker, outcome=VerifyOutcome.CANNOT, reason="大门锁着")
        assert case.state == State.HANDLED
    actions.verify_case(case, by=town.intake_clerk)
    assert case.state == State.VERIFIED


def test_a_photo_far_from_the_place_needs_a_reason(town):
    case = CaseFactory(town=town, state=State.HANDLED)
    far = {"photos": [make_photo(town)], "metres": 80.0}
    with pytest.raises(Refused, match=r"cases\.photo_needed"):
        actions.verify_case(case, by=town.grid_a, **far)
    actions.verify_case(case, by=town.grid_a, reason="隔着围墙拍的", **far)
    assert case.photos.filter(phase=PhotoPhase.VERIFY).count() == 1


def test_a_reachable_reporter_hears_of_it_before_the_close(town, at):
    case = CaseFactory(town=town, state=State.VERIFIED, reporter_phone="12000000020")
    close = {"by": town.intake_clerk, "condition_met": True}
    for day in (15, 15, 16):
        at(f"2026-06-{day} 15:00")
        with pytest.raises(Refused, match=r"cases\.contact_first"):
            actions.close_case(case, **close)
        actions.record_contact(case, by=town.intake_clerk, reached=False)
    actions.close_case(case, **close)
    assert case.state == State.CLOSED


def test_a_worker_settles_a_small_thing_on_the_spot(town, at):
    before = make_photo(town)
    litter, standard = kind_of("0101")
    case = CaseFactory(town=town, by=town.grid_a, source="patrol", photos=[before])
    at("2026-06-15 10:59")
    actions.self_handle_case(
        case,
        by=town.grid_a,
        category=litter,
        standard=standard,
        result="已清走",
        photos_after=[make_photo(town)],
    )
    assert (case.state, case.handler_id) == (State.CLOSED, town.grid_a.user_id)


def test_somebody_elses_report_is_not_settled_on_the_spot(town):
    litter, standard = kind_of("0101")
    case = CaseFactory(town=town, by=town.grid_b, source="patrol", photos=[make_photo(town)])
    with pytest.raises(Refused, match=r"cases\.not_yours"):
        actions.self_handle_case(
            case,
            by=town.grid_a,
            category=litter,
            standard=standard,
            result="已清走",
            photos_after=[make_photo(town)],
        )


def test_a_reporter_reopens_twice_and_within_seven_days(town, at):
    case = CaseFactory(town=town, state=State.CLOSED)
    at("2026-06-23 00:00")
    with pytest.raises(Refused, match=r"cases\.reopen_late"):
        actions.reopen_case(case, by=bearer(case), reason=TEN)
    at("2026-06-22 23:59")
    actions.reopen_case(case, by=bearer(case), reason=TEN)
    assert case.closed_at is None
    close_again(town, case)
    actions.reopen_case(case, by=bearer(case), reason=TEN)
    close_again(town, case)
    with pytest.raises(Refused, match=r"cases\.reopen_spent"):
        actions.reopen_case(case, by=bearer(case), reason=TEN)
    actions.reopen_case(case, by=town.intake_clerk, reason=TEN)


@pytest.mark.parametrize(
    ("state", "post", "before"),
    [
        (State.ACCEPTED, "intake_clerk", State.REPORTED),
        (State.REJECTED, "intake_clerk", State.REPORTED),
        (State.DISPATCHED, "dispatcher", State.ACCEPTED),
        (State.HANDLED, "agency_handler", State.DISPATCHED),
        (State.VERIFIED, "grid_a", State.HANDLED),
    ],
)
def test_ones_own_last_step_can_be_taken_back_for_two_minutes(town, at, state, post, before):
    case = CaseFactory(town=town, state=state, source="patrol")
    by = getattr(town, post)
    at("2026-06-15 09:02:01")
    with pytest.raises(Refused, match=r"cases\.undo_late"):
        actions.undo_step(case, by=by)
    at("2026-06-15 09:01:59")
    actions.undo_step(case, by=by)
    assert case.state == before
    running = case.segments.filter(ended_at__isnull=True, clock="stage").exclude(stage="sign")
    assert running.count() == 1
    again = actions.handle_case if before == State.DISPATCHED else None
    if again:
        again(case, by=by, result="再来", photos=[make_photo(town)], condition_met=True)


def test_a_signed_case_is_recalled_not_undone(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    actions.sign_case(case, by=town.agency_handler)
    with pytest.raises(Refused, match=r"cases\.undo_late"):
        actions.undo_step(case, by=town.dispatcher)
    actions.recall_case(case, by=town.dispatcher, reason=TEN)
    assert (case.state, case.agency) == (State.ACCEPTED, None)


def test_a_case_is_signed_once(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    actions.sign_case(case, by=town.agency_handler)
    assert case.current_due_at == case.handle_due_at
    with pytest.raises(Refused, match=r"cases\.moved_on"):
        actions.sign_case(case, by=town.agency_head)


def test_a_forwarded_case_may_be_taken_back(town):
    case = CaseFactory(town=town, state=State.FORWARDED)
    assert case.forwarded_to == "区城管局"
    category, standard = lamp()
    actions.take_back_case(
        case, by=town.intake_clerk, category=category, standard=standard, reason=TEN
    )
    assert (case.state, case.closed_at, case.follow_up_on) == (State.ACCEPTED, None, None)


def test_the_reporter_evaluates_once_for_every_closing(town):
    case = CaseFactory(town=town, state=State.CLOSED)
    words = {"contacted": True, "solved": True, "satisfaction": Satisfaction.SATISFIED}
    actions.evaluate_case(case, by=bearer(case), **words)
    with pytest.raises(Refused, match=r"cases\.evaluated"):
        actions.evaluate_case(case, by=bearer(case), **words)
    assert Evaluation.objects.get().episode == 1


def test_an_open_case_is_not_evaluated(town):
    case = CaseFactory(town=town)
    with pytest.raises(Refused, match=r"cases\.wrong_state"):
        actions.evaluate_case(
            case, by=bearer(case), contacted=True, solved=True, satisfaction="satisfied"
        )


def test_a_public_note_reaches_the_reporter_and_an_inner_one_does_not(town):
    case = CaseFactory(town=town)
    actions.add_note(case, by=town.intake_clerk, words="配件周三到货", public=True)
    actions.add_note(case, by=town.intake_clerk, words="提醒照明所")
    assert [words for _at, words in queries.progress(case).notes] == ["配件周三到货"]


# the order of things


def test_a_refused_move_changes_nothing(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    before = everything(case)
    for refused in (
        lambda: actions.handle_case(case, by=town.agency_handler, result=""),
        lambda: actions.handle_case(
            case, by=town.agency_handler, result="好了", condition_met=True
        ),
        lambda: actions.dispatch_case(case, by=town.dispatcher, agency=town.agency),
        lambda: actions.close_case(case, by=town.dispatcher, condition_met=True),
        lambda: actions.decline_case(
            case, by=town.agency_handler, reason_code="cannot", words="短"
        ),
    ):
        with pytest.raises(Refused):
            refused()
    assert everything(case) == before


def test_replaying_the_steps_gives_the_row(town):
    case = CaseFactory(town=town, state=State.CLOSED)
    steps = list(case.steps.all())
    assert [step.number for step in steps] == list(range(1, case.seq + 1))
    assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
    assert steps[-1].to_state == case.state


def test_sent_again_under_its_request_id_a_move_answers_the_same(town):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    request_id = uuid4()
    for _ in range(2):
        answer = actions.dispatch_case(
            case, by=town.dispatcher, agency=town.agency, request_id=request_id
        )
        assert (answer.state, answer.seq) == (State.DISPATCHED, 3)
    assert case.assignments.count() == 1
    with pytest.raises(Refused, match="request_reused"):
        actions.dispatch_case(case, by=town.dispatcher, agency=town.rival, request_id=request_id)


def test_only_the_first_of_two_dispatchers_wins(town):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    stale = queries.visible_to(town.dispatcher).get()
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    before = everything(case)
    with pytest.raises(Refused, match=r"cases\.moved_on: 该案件刚刚被其他人处理，请刷新页面。"):
        actions.dispatch_case(stale, by=town.community_leader, agency=town.rival)
    assert everything(case) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
def test_of_two_dispatchers_at_the_same_moment_one_wins(at):
    at("2026-06-15 09:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.ACCEPTED)
    gate, answers = threading.Barrier(2), []

    def dispatch(agency):
        mine = Case.objects.get(pk=case.pk)
        gate.wait()
        try:
            actions.dispatch_case(mine, by=town.dispatcher, agency=agency)
            answers.append("done")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=dispatch, args=(a,)) for a in (town.agency, town.rival)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["cases.moved_on", "done"]
    assert case.assignments.count() == case.steps.filter(action="dispatch").count() == 1


def test_the_house_hears_of_a_move_after_it_is_committed(
    town, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr(events, "_written", {})
    monkeypatch.setattr(
        events, "_reactions", {CaseReported: (heard.append,), CaseDispatched: (heard.append,)}
    )
    with django_capture_on_commit_callbacks(execute=True):
        case = CaseFactory(town=town, state=State.DISPATCHED)
    assert [type(fact) for fact in heard] == [CaseReported, CaseDispatched]
    assert (heard[1].agency_id, heard[1].due_at) == (town.agency.pk, case.handle_due_at)
    assert heard[1].due_at - moment("2026-06-15 09:00") == timedelta(days=2)
