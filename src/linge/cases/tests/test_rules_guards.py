"""Each condition of a move, one row for what it lets through and one for what it refuses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from linge.cases import rules
from linge.cases.rules import Asked, CaseFacts, RequestFacts
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import CAL, at
from linge.kernel.worktime import Limit, Unit

NOW = at("2026-06-16 10:00")
FACTS = CaseFacts(
    state="reported",
    source="portal",
    numbers=rules.shipped()["numbers"],
    calendar=CAL,
    reporter=7,
    confirmer=8,
    lead_agency=3,
    standard_limit=Limit(Decimal(2), Unit.WORK_DAY),
    dispatched_at=at("2026-06-15 10:00"),
    closed_at=at("2026-06-15 10:00"),
    last_step=("accept", 7, NOW - timedelta(seconds=119)),
)
TWO_DAYS = Limit(Decimal(2), Unit.WORK_DAY)
LATER = RequestFacts("postpone", 7)
VOIDING = RequestFacts("void", 8)
VERIFIER = frozenset({"cases.verify"})
DESK = frozenset({"cases.verify_desk"})
STAFF = frozenset({"cases.reopen"})
TEN = "这里写满十个字才行的"


def asked(by=7, agencies=(), capabilities=frozenset(), bearer=False, **values):
    return Asked(by, bearer, frozenset(agencies), capabilities, values)


ROWS = [
    ("own_report", {}, asked(by=7), None),
    ("own_report", {}, asked(by=None, bearer=True), None),
    ("own_report", {}, asked(by=9), "not_yours"),
    ("own_report", {"reporter": None}, asked(by=None), "not_yours"),
    ("no_voices", {}, asked(), None),
    ("no_voices", {"voices": 1}, asked(), "has_voices"),
    ("worker_on_duty", {}, asked(worker_on_duty=True), None),
    ("worker_on_duty", {}, asked(worker_on_duty=False, worker_name="王芳"), "not_on_duty"),
    ("named_worker", {}, asked(by=8), None),
    ("named_worker", {}, asked(by=7), "not_yours"),
    ("photo_of_confirming", {}, asked(finding="unreachable"), None),
    ("photo_of_confirming", {}, asked(finding="exists", photos=["p"]), None),
    ("photo_of_confirming", {}, asked(finding="exists"), "photo_needed"),
    ("placed", {"grid": 3}, asked(), None),
    ("placed", {}, asked(no_grid="跨社区道路"), None),
    ("placed", {}, asked(), "grid_needed"),
    ("candidates_seen", {}, asked(candidates=[4, 5], seen_candidates=None), None),
    ("candidates_seen", {}, asked(candidates=[4], seen_candidates=[4, 5]), None),
    ("candidates_seen", {}, asked(candidates=[4, 5], seen_candidates=[4]), "look_again"),
    ("words_long_enough", {}, asked(words=TEN), None),
    ("words_long_enough", {}, asked(words=TEN[:9] + "   "), "reason_needed"),
    ("reason_long_enough", {}, asked(reason=TEN), None),
    ("reason_long_enough", {}, asked(reason="太短"), "reason_needed"),
    ("mergeable", {}, asked(), None),
    ("mergeable", {}, asked(target_fault="已经并入其他事件"), "bad_target"),
    ("linkable", {}, asked(), None),
    ("linkable", {}, asked(parent_fault="已经是其他事件的子事件"), "bad_parent"),
    ("has_parent", {"has_parent": True}, asked(), None),
    ("has_parent", {}, asked(), "no_parent"),
    ("helper_not_lead", {"lead_agency": 3}, asked(agency_id=4), None),
    ("helper_not_lead", {"lead_agency": 3}, asked(agency_id=3), "helper_is_lead"),
    ("helper_not_lead", {"helping": frozenset({4})}, asked(agency_id=4), "helping_already"),
    ("helpers_left", {"helping": frozenset(range(10, 17))}, asked(), None),
    ("helpers_left", {"helping": frozenset(range(10, 18))}, asked(), "helpers_full"),
    ("of_co_agency", {"helping": frozenset({4})}, asked(agencies=[4]), None),
    ("of_co_agency", {"helping": frozenset({4})}, asked(agencies=[3]), "not_yours"),
    ("helped", {"helping": frozenset({4})}, asked(), None),
    ("helped", {}, asked(), "not_helped"),
    ("sample_waits", {"sample_waits": True}, asked(), None),
    ("sample_waits", {}, asked(), "not_sampled"),
    ("photo_of_sample", {}, asked(photos=["p"]), None),
    ("photo_of_sample", {}, asked(photos=[]), "photo_needed"),
    ("words_where_failed", {}, asked(outcome="good"), None),
    ("words_where_failed", {}, asked(outcome="fail", words="太短"), "reason_needed"),
    ("within_unmerge_days", {}, asked(), None),
    (
        "within_unmerge_days",
        {"last_step": ("merge", 7, at("2026-06-08 23:00"))},
        asked(),
        "too_late",
    ),
    ("simple_category", {"can_self_handle": True}, asked(), None),
    ("simple_category", {}, asked(), "not_simple"),
    (
        "photos_of_self_handling",
        {},
        asked(before_taken_at=NOW, after_taken_at=NOW + timedelta(hours=2)),
        None,
    ),
    (
        "photos_of_self_handling",
        {},
        asked(before_taken_at=NOW, after_taken_at=NOW + timedelta(hours=2, seconds=1)),
        "photo_needed",
    ),
    ("photos_of_self_handling", {}, asked(after_taken_at=NOW), "photo_needed"),
    ("photos_of_self_handling", {}, asked(before_taken_at=NOW), "photo_needed"),
    ("agency_active", {}, asked(agency_active=True), None),
    ("agency_active", {}, asked(agency_active=False, agency_name="照明所"), "agency_closed"),
    ("limit_within_standard", {}, asked(limit=Limit(Decimal(1), Unit.WORK_DAY)), None),
    ("limit_within_standard", {}, asked(limit=Limit(Decimal(16), Unit.WORK_HOUR)), None),
    (
        "limit_within_standard",
        {},
        asked(limit=Limit(Decimal("2.25"), Unit.WORK_DAY)),
        "limit_too_long",
    ),
    ("leader_after_declines", {"declines": 2}, asked(), None),
    ("leader_after_declines", {"declines": 3}, asked(), "leader_decides"),
    (
        "leader_after_declines",
        {"declines": 3},
        asked(capabilities=frozenset({"cases.decide_agency"})),
        None,
    ),
    ("of_lead_agency", {}, asked(agencies=[3]), None),
    ("of_lead_agency", {}, asked(agencies=[4]), "not_yours"),
    ("not_signed", {}, asked(), None),
    ("not_signed", {"signed": True}, asked(), "moved_on"),
    ("same_agency", {}, asked(handler_agencies={3, 5}), None),
    ("same_agency", {}, asked(handler_agencies={5}), "other_agency"),
    ("in_time_to_decline", {}, asked(), None),
    (
        "in_time_to_decline",
        {"dispatched_at": at("2026-06-15 09:59")},
        asked(),
        "decline_late",
    ),
    ("not_due_yet", {"handle_due_at": NOW + timedelta(minutes=1)}, asked(), None),
    ("not_due_yet", {"handle_due_at": NOW}, asked(), "already_due"),
    ("postponements_left", {"postponed": 1}, asked(), None),
    ("postponements_left", {"postponed": 2}, asked(), "postponed_twice"),
    ("category_postpones", {}, asked(), None),
    ("category_postpones", {"can_postpone": False}, asked(), "not_postponable"),
    ("nothing_asked_yet", {}, asked(), None),
    ("nothing_asked_yet", {"request": VOIDING}, asked(), "request_open"),
    ("postponed_within_the_limit", {"given_limit": TWO_DAYS}, asked(limit=TWO_DAYS), None),
    (
        "postponed_within_the_limit",
        {"given_limit": TWO_DAYS},
        asked(limit=Limit(Decimal("2.25"), Unit.WORK_DAY)),
        "limit_too_long",
    ),
    ("asked_to_postpone", {"request": replace(LATER, agreed=True)}, asked(), None),
    ("asked_to_postpone", {"request": LATER}, asked(), "ask_first"),
    ("asked_to_postpone", {}, asked(), "ask_first"),
    (
        "waits_for_agreement",
        {"request": LATER, "lead_agency": 5},
        asked(agencies={5}, capabilities={"cases.agree_postpone"}),
        None,
    ),
    (
        "waits_for_agreement",
        {"request": LATER, "lead_agency": 5},
        asked(agencies={6}, capabilities={"cases.agree_postpone"}),
        "not_yours",
    ),
    (
        "waits_for_agreement",
        {"request": replace(LATER, agreed=True)},
        asked(capabilities={"cases.agree_postpone"}),
        "ask_first",
    ),
    ("own_decision", {"request": VOIDING}, asked(capabilities={"cases.void"}), None),
    ("own_decision", {"request": VOIDING}, asked(capabilities={"cases.postpone"}), "not_yours"),
    ("own_decision", {}, asked(capabilities={"cases.void"}), "ask_first"),
    ("until_within_a_year", {}, asked(until=date(2026, 6, 16)), "until_past"),
    ("leader_agreed_when_long", {}, asked(until=date(2026, 7, 16)), None),
    ("leader_agreed_when_long", {}, asked(until=date(2026, 7, 17)), "leader_first"),
    (
        "leader_agreed_when_long",
        {"request": RequestFacts("suspend", 7, agreed=True, until=date(2026, 9, 1))},
        asked(until=date(2026, 9, 1)),
        None,
    ),
    (
        "leader_agreed_when_long",
        {"request": RequestFacts("suspend", 7, agreed=True, until=date(2026, 9, 1))},
        asked(until=date(2026, 9, 2)),
        "leader_first",
    ),
    ("is_suspended", {"suspended": True}, asked(), None),
    ("is_suspended", {}, asked(), "nothing_to_resume"),
    ("one_question_at_a_time", {}, asked(), None),
    ("one_question_at_a_time", {"question_open": True}, asked(), "question_open"),
    ("question_short_enough", {}, asked(question="在几楼？"), None),
    ("question_short_enough", {}, asked(question="问" * 501), "words_too_long"),
    ("has_question", {"question_open": True}, asked(), None),
    ("has_question", {}, asked(), "no_question"),
    ("until_within_a_year", {}, asked(until=date(2027, 6, 16)), None),
    ("until_within_a_year", {}, asked(until=date(2027, 6, 17)), "until_too_far"),
    ("public_note_given", {}, asked(public_note="等到开工"), None),
    ("public_note_given", {}, asked(public_note=""), "note_needed"),
    ("reporter_reachable", {"reporter_reachable": True}, asked(), None),
    ("reporter_reachable", {}, asked(), "no_contact"),
    ("not_suspended", {}, asked(), None),
    ("not_suspended", {"suspended": True}, asked(), "suspended"),
    ("photo_after", {}, asked(photos=["p"]), None),
    ("photo_after", {"verify_mode": "desk"}, asked(), None),
    ("photo_after", {}, asked(photos=[]), "photo_needed"),
    ("co_agencies_done", {}, asked(), None),
    ("co_agencies_done", {"open_co_agencies": ("环卫所",)}, asked(), "co_open"),
    ("not_own_work", {"handlers": frozenset({9})}, asked(), None),
    ("not_own_work", {"handlers": frozenset({7})}, asked(), "own_work"),
    ("not_own_work", {"handler_agencies": frozenset({3})}, asked(agencies=[3]), "own_work"),
    ("desk_only_when_due", {}, asked(capabilities=VERIFIER), None),
    ("desk_only_when_due", {"verify_mode": "desk"}, asked(capabilities=DESK), None),
    ("desk_only_when_due", {"cannots": 2}, asked(capabilities=DESK), None),
    ("desk_only_when_due", {"cannots": 1}, asked(capabilities=DESK), "not_yours"),
    (
        "photo_of_verifying",
        {},
        asked(capabilities=VERIFIER, outcome="pass", photos=["p"], metres=50),
        None,
    ),
    (
        "photo_of_verifying",
        {},
        asked(capabilities=VERIFIER, outcome="pass", photos=["p"], metres=51),
        "photo_needed",
    ),
    (
        "photo_of_verifying",
        {},
        asked(capabilities=VERIFIER, outcome="pass", reason="小区断电拍不清"),
        None,
    ),
    ("photo_of_verifying", {}, asked(capabilities=VERIFIER, outcome="pass"), "photo_needed"),
    ("photo_of_verifying", {}, asked(capabilities=VERIFIER, outcome="cannot"), None),
    ("photo_of_verifying", {}, asked(capabilities=DESK, outcome="pass"), None),
    ("reporter_contacted", {}, asked(), None),
    ("reporter_contacted", {"reporter_reachable": True, "source": "patrol"}, asked(), None),
    ("reporter_contacted", {"reporter_reachable": True}, asked(), "contact_first"),
    ("reporter_contacted", {"reporter_reachable": True, "contacts_reached": 1}, asked(), None),
    (
        "reporter_contacted",
        {"reporter_reachable": True, "contact_days": (date(2026, 6, 15),) * 3},
        asked(),
        "contact_first",
    ),
    (
        "reporter_contacted",
        {
            "reporter_reachable": True,
            "contact_days": (date(2026, 6, 15), date(2026, 6, 15), date(2026, 6, 16)),
        },
        asked(),
        None,
    ),
    ("no_open_children", {}, asked(), None),
    ("no_open_children", {"open_children": 2}, asked(), "children_open"),
    ("no_open_hazard", {}, asked(), None),
    ("no_open_hazard", {"open_hazards": 1}, asked(), "hazard_open"),
    ("mediation_ended", {}, asked(), None),
    ("mediation_ended", {"mediation_open": True}, asked(), "mediation_open"),
    ("reopens_left", {"reopened": 1}, asked(), None),
    ("reopens_left", {"reopened": 2}, asked(), "reopen_spent"),
    ("reopens_left", {"reopened": 2}, asked(capabilities=STAFF), None),
    ("within_reopen_days", {"closed_at": at("2026-06-09 10:00")}, asked(), None),
    ("within_reopen_days", {"closed_at": at("2026-06-08 10:00")}, asked(), "reopen_late"),
    (
        "within_reopen_days",
        {"closed_at": at("2026-05-17 10:00")},
        asked(capabilities=STAFF),
        None,
    ),
    (
        "within_reopen_days",
        {"closed_at": at("2026-05-16 10:00")},
        asked(capabilities=STAFF),
        "reopen_late",
    ),
    ("receiver_named", {}, asked(receiver="公安", follow_up=date(2026, 6, 20)), None),
    ("receiver_named", {}, asked(receiver="公安"), "receiver_needed"),
    ("two_people", {"request": VOIDING}, asked(by=7), None),
    ("two_people", {"request": VOIDING}, asked(by=8), "second_person"),
    ("two_people", {"request": LATER}, asked(by=7), "ask_first"),
    ("undoable", {}, asked(by=7), None),
    ("undoable", {}, asked(by=8), "undo_late"),
    ("undoable", {"last_step": ("sign", 7, NOW)}, asked(by=7), "undo_late"),
    (
        "undoable",
        {"last_step": ("accept", 7, NOW - timedelta(seconds=121))},
        asked(by=7),
        "undo_late",
    ),
]


@pytest.mark.parametrize(("name", "facts", "asks", "code"), ROWS)
def test_a_guard_lets_through_what_it_should_and_refuses_the_rest(name, facts, asks, code):
    answer = rules.GUARDS[name](replace(FACTS, **facts), asks, NOW)
    assert answer is None if code is None else answer.code == f"cases.{code}"


def test_every_guard_has_a_row_that_passes_and_one_that_refuses():
    passes = {name for name, _f, _a, code in ROWS if code is None}
    refuses = {name for name, _f, _a, code in ROWS if code is not None}
    assert passes == refuses == set(rules.GUARDS)


def test_the_first_guard_that_refuses_is_the_answer():
    with pytest.raises(Refused, match=r"cases\.has_voices"):
        rules.check_guards(("no_voices", "named_worker"), replace(FACTS, voices=1), asked(), NOW)
