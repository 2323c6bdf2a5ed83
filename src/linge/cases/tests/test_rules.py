"""Is the regulation right? No database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.cases import rules
from linge.cases.rules import State, codes
from linge.cases.rules.workflow import SAME
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import CAL, at
from linge.kernel.worktime import Clock, Limit, Unit

WORKFLOW = rules.read_workflow(rules.shipped())
FIVE_DAYS = Limit(Decimal(5), Unit.WORK_DAY)


def test_the_shipped_workflow_has_no_problem():
    assert rules.check_workflow(rules.shipped()) == []


def test_every_guard_of_the_workflow_is_written():
    named = {guard for move in WORKFLOW.moves.values() for guard in move.guards}
    assert named <= set(rules.GUARDS)
    assert set(rules.GUARDS) == named


def test_every_refusal_a_guard_knows_is_a_sentence_with_named_blanks_only():
    for code, sentence in rules.SENTENCES.items():
        assert str(sentence).endswith(("。", "！")), code


def test_an_open_case_can_always_come_to_its_end():
    for state in rules.OPEN:
        seen, waiting = set(), [state]
        while waiting:
            here = waiting.pop()
            seen.add(here)
            for move in rules.moves_from(here, WORKFLOW):
                if move.to not in (SAME, rules.BEFORE) and State(move.to) not in seen:
                    waiting.append(State(move.to))
        assert State.CLOSED in seen


def test_no_way_to_a_close_goes_past_verification_but_handling_on_the_spot():
    leads_to_close = {a for a, move in WORKFLOW.moves.items() if move.to == State.CLOSED}
    assert leads_to_close == {"self_handle", "close"}
    assert WORKFLOW.moves["close"].starts_in == {State.VERIFIED}
    leads_to_verified = {a for a, move in WORKFLOW.moves.items() if move.to == State.VERIFIED}
    assert leads_to_verified == {"verify"}


def edited(**changes):
    """Version 1 with some moves replaced; ``None`` switches one off."""
    moves = {**rules.shipped()["moves"], **changes}
    return {
        **rules.shipped(),
        "moves": {action: line for action, line in moves.items() if line is not None},
    }


def line(action, **changes):
    return {**rules.shipped()["moves"][action], **changes}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"accept": None}, "accept"),
        ({"dispatch": line("dispatch", guards=["agency_active"])}, "dispatch"),
        ({"close": line("close", **{"from": ["handled"]})}, "close"),
        ({"handle": line("handle", to="finished")}, "handle"),
        ({"verify": line("verify", who=[])}, "verify"),
        ({"reject": line("reject", needs=[])}, "reject"),
        ({"celebrate": line("close")}, "celebrate"),
    ],
)
def test_an_edit_that_bends_the_path_is_named(changed, where):
    problems = rules.check_workflow(edited(**changed))
    assert [problem.where for problem in problems] == [where]


def test_a_district_may_switch_off_what_is_optional_and_ask_for_more():
    asks_more = line("handle", needs=["result", "condition_met", "cost"])
    assert rules.check_workflow(edited(withdraw=None, undo=None, handle=asks_more)) == []


def test_a_number_or_a_limit_that_makes_no_sense_is_named():
    data = rules.shipped()
    data = {
        **data,
        "numbers": {**data["numbers"], "reopen_days": 0},
        "stages": {**data["stages"], "sign": {"normal": ["0.3", "work_hour"]}},
    }
    assert [problem.where for problem in rules.check_workflow(data)] == ["reopen_days", "sign"]


def test_a_move_from_the_wrong_state_says_where_the_case_stands():
    with pytest.raises(Refused) as caught:
        rules.move("dispatch", State.CLOSED, WORKFLOW)
    assert caught.value.code == "cases.wrong_state"
    assert caught.value.message == "事件当前为“已结案”，不能派遣，请刷新后查看可办理的操作。"


def test_the_promise_chains_dispatch_handling_verification_and_close():
    """Accepted Mon 15 June 2026 09:40: 1 h, 5 days, 4 h, 2 h of work."""
    due = rules.promise(at("2026-06-15 09:40"), FIVE_DAYS, WORKFLOW, CAL, urgent=False)
    assert due.at == at("2026-06-24 08:40")


def test_overdue_time_stays_overdue_while_a_clock_stood_still():
    left = rules.rest(at("2026-06-15 11:00"), at("2026-06-15 11:20"), CAL, round_the_clock=False)
    assert left == timedelta(minutes=-20)
    due = rules.resumed_due(at("2026-06-15 15:00"), left, CAL, round_the_clock=False)
    assert due.at == at("2026-06-15 14:40")


@pytest.mark.parametrize(("left_hours", "allowed_hours"), [(30, 30), (3, 20), (-5, 20)])
def test_rework_gets_the_rest_or_half_the_limit(left_hours, allowed_hours):
    floor = WORKFLOW.limit("rework", urgent=False)
    allowed = rules.rework_allowed(timedelta(hours=left_hours), FIVE_DAYS, floor, CAL)
    assert allowed == timedelta(hours=allowed_hours)


def test_rework_of_something_short_gets_at_least_two_hours():
    floor = WORKFLOW.limit("rework", urgent=False)
    short = Limit(Decimal(1), Unit.WORK_HOUR)
    assert rules.rework_allowed(timedelta(), short, floor, CAL) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("now", "text", "colour"),
    [
        ("2026-06-15 10:00", "正常 剩 5 个工作日", "ok"),
        ("2026-06-22 08:00", "正常 剩 1 个工作日 2 小时", "ok"),
        ("2026-06-22 10:00", "将到期 剩 1 个工作日", "warn"),
        ("2026-06-23 09:40", "将到期 剩 20 分", "warn"),
        ("2026-06-23 10:00", "将到期 剩 不到 1 分", "warn"),
        ("2026-06-23 15:20", "超期 3 小时 20 分", "danger"),
    ],
)
def test_a_due_is_shown_with_its_colour_word_and_span(now, text, colour):
    clock = Clock(at("2026-06-23 10:00"), timedelta(minutes=2400), False, CAL)
    words = rules.due_in_words(clock, at(now))
    assert (words.text, words.colour) == (text, colour)


def test_an_urgent_due_counts_nights_in_hours():
    clock = Clock(at("2026-06-14 02:00"), timedelta(hours=2), True, CAL)
    assert rules.due_in_words(clock, at("2026-06-14 00:30")).text == "正常 剩 1 小时 30 分"


@pytest.mark.parametrize(
    ("chosen", "unit", "urgent_limit", "urgent"),
    [
        (False, Unit.WORK_HOUR, None, False),
        (False, Unit.URGENT_HOUR, None, True),
        (True, Unit.WORK_HOUR, Limit(Decimal(2), Unit.URGENT_HOUR), True),
        (True, Unit.WORK_HOUR, None, False),
        (False, Unit.WORK_HOUR, Limit(Decimal(2), Unit.URGENT_HOUR), False),
    ],
)
def test_a_case_is_urgent_by_unit_or_by_choice(chosen, unit, urgent_limit, urgent):
    limit = Limit(Decimal(4), unit)
    assert rules.is_urgent(limit, chosen=chosen, urgent_limit=urgent_limit) is urgent


@given(st.binary(min_size=32, max_size=32))
def test_a_code_reads_back_however_it_is_typed(secret):
    code = rules.code_from(secret)
    assert len(code) == 13 and not set(code) & set("01ILOU")
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        assert rules.read_code(typed) == code


@given(st.binary(min_size=32, max_size=32), st.integers(0, 10), st.integers(1, 29))
def test_one_wrong_sign_never_passes(secret, place, shift):
    signs = list(rules.code_from(secret).replace("-", ""))
    signs[place] = codes.SIGNS[(codes.SIGNS.index(signs[place]) + shift) % 30]
    assert rules.read_code("".join(signs)) is None


@pytest.mark.parametrize("typed", ["", "ABC", "0000-0000-000", "DROP TABLE", "A" * 300])
def test_what_is_no_code_reads_as_none(typed):
    assert rules.read_code(typed) is None


def test_a_case_number_names_community_day_and_count():
    number = rules.case_number("990101001001", date(2026, 6, 15), 7)
    assert number == "990101001001-20260615-0007"


def test_words_lose_control_signs_and_keep_their_lines():
    assert rules.clean_words("  灯\x00不亮\x07\n第二行 🔦 ") == "灯不亮\n第二行 🔦"


def test_words_over_a_thousand_are_told_with_their_count():
    with pytest.raises(Refused, match=r"cases\.words_too_long.*1000.*1001"):
        rules.clean_words("长" * 1001)


@pytest.mark.parametrize(
    ("device", "began", "off"),
    [
        (None, "2026-06-15 09:00", False),
        ("2026-06-15 06:00", "2026-06-15 06:00", False),
        ("2026-06-12 09:00", "2026-06-12 09:00", False),
        ("2026-06-12 08:59", "2026-06-15 09:00", True),
        ("2026-06-22 09:00", "2026-06-15 09:00", True),
        ("1970-01-01 08:00", "2026-06-15 09:00", True),
    ],
)
def test_the_phones_clock_is_believed_within_72_hours(device, began, off):
    time = rules.report_time(at(device) if device else None, at("2026-06-15 09:00"))
    assert time == rules.ReportTime(at(began), off)


@pytest.mark.parametrize(
    ("lon", "lat", "kept"),
    [(117.2, 39.1, True), (0, 0, False), (117.2, None, False), (200, 39, False), (39, 117, False)],
)
def test_only_a_point_that_can_be_on_the_ground_is_kept(lon, lat, kept):
    assert (rules.point(lon, lat) is not None) is kept


def test_words_of_danger_show_the_numbers_to_call():
    assert rules.emergency_numbers("楼道冒烟，有人晕倒") == ["119", "120"]
    assert rules.emergency_numbers("路灯不亮") == []


def test_about_one_in_ten_is_sampled_and_always_the_same():
    ids = [uuid4() for _ in range(2000)]
    chosen = [one for one in ids if rules.sampled(one, 10)]
    assert 130 < len(chosen) < 270
    assert all(rules.sampled(one, 10) for one in chosen)


def test_the_call_back_is_open_for_seven_natural_days():
    closed = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
    assert rules.may_evaluate(State.CLOSED, closed, at("2026-06-22 23:59"))
    assert not rules.may_evaluate(State.CLOSED, closed, at("2026-06-23 00:00"))
    assert not rules.may_evaluate(State.VERIFIED, None, at("2026-06-15 12:00"))
