"""Every action × state × post: allowed exactly where workflow and capabilities say so."""

import csv
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction

import linge.accounts
from linge.cases import actions, queries, rules
from linge.cases.models import Case
from linge.cases.rules import State
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.worktime import Limit, Unit

from .factories import (
    OF_AGENCY,
    ROLES,
    TEN,
    CaseFactory,
    bearer,
    kind_of,
    make_photo,
    report,
)

WORKFLOW = rules.read_workflow(rules.shipped())
CAPABILITIES = Path(linge.accounts.__file__).parent / "data" / "capabilities.csv"
POSTS = [*ROLES, "stranger", "holder"]
WAIT = {"wait_for": "season", "until": date(2026, 7, 10), "public_note": "等雨季过去再施工"}
DEEDS = {
    "withdraw": lambda case, by, town: actions.withdraw_case(case, by=by),
    "ask_confirm": lambda case, by, town: actions.ask_confirm(
        case, by=by, worker=town.people["grid_a"]
    ),
    "confirm": lambda case, by, town: actions.confirm_case(
        case, by=by, finding="exists", photos=[make_photo(town)]
    ),
    "accept": lambda case, by, town: actions.accept_case(case, by=by, **standard()),
    "place": lambda case, by, town: actions.place_case(
        case, by=by, spot=actions.Spot(grid=town.grid)
    ),
    "reject": lambda case, by, town: actions.reject_case(
        case, by=by, reason_code="not_ours", words=TEN
    ),
    "merge": lambda case, by, town: actions.merge_case(
        case, by=by, target=actions.report_case(report(town), by=Actor.public()).case
    ),
    "unmerge": lambda case, by, town: actions.unmerge_case(case, by=by, reason=TEN),
    "link": lambda case, by, town: actions.link_case(
        case, by=by, parent=actions.report_case(report(town), by=Actor.public()).case
    ),
    "unlink": lambda case, by, town: actions.unlink_case(case, by=by, reason=TEN),
    "co_add": lambda case, by, town: actions.ask_help(
        case, by=by, agency=town.rival, task="清开道路"
    ),
    "co_done": lambda case, by, town: actions.help_done(case, by=by, result="好了"),
    "co_decline": lambda case, by, town: actions.decline_help(case, by=by, words=TEN),
    "co_release": lambda case, by, town: actions.release_helper(
        case, by=by, part=queries.helpers_of(case).first(), reason=TEN
    ),
    "co_rate": lambda case, by, town: actions.rate_agency(
        case, by=by, part=queries.handled_parts(case).first(), rating=4
    ),
    "self_handle": lambda case, by, town: actions.self_handle_case(
        case, by=by, result="清走", photos_after=[make_photo(town)], **standard("0101")
    ),
    "dispatch": lambda case, by, town: actions.dispatch_case(case, by=by, agency=town.agency),
    "sign": lambda case, by, town: actions.sign_case(case, by=by),
    "reassign": lambda case, by, town: actions.reassign_case(
        case, by=by, handler=town.people["agency_handler"], reason=TEN
    ),
    "recall": lambda case, by, town: actions.recall_case(case, by=by, reason=TEN),
    "decline": lambda case, by, town: actions.decline_case(
        case, by=by, reason_code="not_ours", words=TEN
    ),
    "handle": lambda case, by, town: actions.handle_case(
        case, by=by, result="好了", photos=[make_photo(town)], condition_met=True
    ),
    "verify": lambda case, by, town: actions.verify_case(case, by=by, photos=[make_photo(town)]),
    "spot_check": lambda case, by, town: actions.check_sample(
        case, by=by, outcome="pass", photos=[make_photo(town)]
    ),
    "send_back": lambda case, by, town: actions.send_back_case(case, by=by, reason=TEN),
    "close": lambda case, by, town: actions.close_case(case, by=by, condition_met=True),
    "reopen": lambda case, by, town: actions.reopen_case(case, by=by, reason=TEN),
    "forward": lambda case, by, town: actions.forward_case(
        case, by=by, receiver="区城管局", follow_up=date(2026, 7, 1)
    ),
    "take_back": lambda case, by, town: actions.take_back_case(
        case, by=by, reason=TEN, **standard()
    ),
    "undo": lambda case, by, town: actions.undo_step(case, by=by),
    "ask_postpone": lambda case, by, town: actions.ask_postpone(
        case, by=by, limit=Limit(Decimal(1), Unit.WORK_HOUR), reason=TEN
    ),
    "postpone": lambda case, by, town: actions.postpone_case(case, by=by),
    "ask_suspend": lambda case, by, town: actions.ask_suspend(case, by=by, **WAIT),
    "suspend": lambda case, by, town: actions.suspend_case(case, by=by, **WAIT),
    "resume": lambda case, by, town: actions.resume_case(case, by=by),
    "ask_reporter": lambda case, by, town: actions.ask_reporter(case, by=by, question="在几楼？"),
    "answer": lambda case, by, town: actions.answer_question(case, by=by, answer="三楼"),
    "no_answer": lambda case, by, town: actions.end_silence(case, by=by),
    "ask_void": lambda case, by, town: actions.ask_void(
        case, by=by, reason_code="mistake", reason=TEN
    ),
    "void": lambda case, by, town: actions.void_case(case, by=by),
    "ask_force_close": lambda case, by, town: actions.ask_force_close(case, by=by, reason=TEN),
    "force_close": lambda case, by, town: actions.force_close_case(case, by=by),
    "agree_request": lambda case, by, town: actions.agree_request(case, by=by),
    "refuse_request": lambda case, by, town: actions.refuse_request(case, by=by, reason=TEN),
}
DECIDING = ("postpone", "void", "force_close", "agree_request", "refuse_request")
GUARDED = {"cases.not_yours", "cases.own_work", "cases.undo_late", "cases.moved_on"}
SENT = {State.DISPATCHED, State.HANDLED, State.VERIFIED, State.CLOSED}


def standard(code="0201"):
    category, first = kind_of(code)
    return {"category": category, "standard": first}


def granted():
    """Capabilities by role or post, as the installation grants them."""
    with CAPABILITIES.open(encoding="utf-8") as file:
        return {(row["role"], row["capability"]) for row in csv.DictReader(file)}


def actor_of(post, town, case):
    if post == "holder":
        return bearer(case)
    if post == "stranger":
        return bearer(Case(uuid=town.grid.uuid))
    return town.actor(post)


def expected(post, action, state, case_seen, granted):
    """What the tables say: ``refused``, ``wrong_state`` or ``reaches`` the guards."""
    line = WORKFLOW.moves[action]
    role = ROLES.get(post)
    may = any((word, name) in granted for word in (role, post) for name in line.who)
    if not may or not case_seen:
        return "refused"
    return "reaches" if state in line.starts_in else "wrong_state"


def outcome(action, case, by, town):
    try:
        with transaction.atomic():
            DEEDS[action](case, by, town)
            transaction.set_rollback(True)
    except Refused as refused:
        return refused.code
    return "done"


@pytest.mark.proves("C2")
@pytest.mark.parametrize("state", list(State))
def test_the_matrix_equals_the_workflow(town, state):
    case = CaseFactory(town=town, state=state, source="patrol")
    table = granted()
    for post, action in product(POSTS, DEEDS):
        seen = post not in OF_AGENCY or state in SENT
        wanted = expected(post, action, state, seen, table)
        code = outcome(action, Case.objects.get(pk=case.pk), actor_of(post, town, case), town)
        if wanted == "refused":
            assert code in {"cases.not_yours", "access.outside"}, (post, action, code)
        elif wanted == "wrong_state":
            assert code == "cases.wrong_state", (post, action, code)
        else:
            assert code == "done" or code in GUARDED | own_refusals(action), (post, action, code)


def own_refusals(action):
    """Refusals that are the action's own, for a case that came here by the main line."""
    return OWN.get(action, set())


OWN = {
    "self_handle": {"cases.photo_needed"},
    "unlink": {"cases.no_parent"},
    "spot_check": {"cases.not_sampled"},
    "link": {"cases.bad_parent"},
    "co_add": {"cases.helping_already"},
    "co_release": {"cases.needed"},
    "co_rate": {"cases.needed"},
    "ask_reporter": {"cases.no_contact"},
    "resume": {"cases.nothing_to_resume"},
    "answer": {"cases.no_question"},
    "no_answer": {"cases.no_question"},
    **{action: {"cases.ask_first"} for action in DECIDING},
}


@pytest.mark.parametrize(
    ("state", "post", "action"),
    [
        (State.REPORTED, "intake_clerk", "accept"),
        (State.REPORTED, "intake_clerk", "place"),
        (State.REPORTED, "intake_clerk", "reject"),
        (State.REPORTED, "intake_clerk", "ask_confirm"),
        (State.REPORTED, "intake_clerk", "merge"),
        (State.ACCEPTED, "intake_clerk", "merge"),
        (State.MERGED, "intake_clerk", "unmerge"),
        (State.REPORTED, "holder", "withdraw"),
        (State.CONFIRMING, "grid_a", "confirm"),
        (State.ACCEPTED, "dispatcher", "dispatch"),
        (State.ACCEPTED, "dispatcher", "place"),
        (State.ACCEPTED, "community_leader", "dispatch"),
        (State.ACCEPTED, "community_leader", "forward"),
        (State.ACCEPTED, "intake_clerk", "undo"),
        (State.DISPATCHED, "agency_handler", "sign"),
        (State.DISPATCHED, "agency_head", "decline"),
        (State.DISPATCHED, "agency_handler", "handle"),
        (State.DISPATCHED, "dispatcher", "recall"),
        (State.DISPATCHED, "dispatcher", "suspend"),
        (State.DISPATCHED, "agency_handler", "ask_postpone"),
        (State.DISPATCHED, "agency_head", "ask_suspend"),
        (State.ACCEPTED, "dispatcher", "ask_suspend"),
        (State.REPORTED, "intake_clerk", "ask_void"),
        (State.VERIFIED, "community_leader", "ask_force_close"),
        (State.HANDLED, "grid_a", "verify"),
        (State.HANDLED, "grid_b", "verify"),
        (State.HANDLED, "verifier", "send_back"),
        (State.VERIFIED, "intake_clerk", "close"),
        (State.CLOSED, "holder", "reopen"),
        (State.CLOSED, "intake_clerk", "reopen"),
        (State.FORWARDED, "community_leader", "take_back"),
    ],
)
def test_the_people_of_the_main_line_can_do_their_part(town, state, post, action):
    case = CaseFactory(town=town, state=state, source="patrol")
    assert outcome(action, case, actor_of(post, town, case), town) == "done"


def test_a_worker_of_another_grid_does_not_know_the_case(town):
    case = CaseFactory(town=town, state=State.HANDLED)
    stranger = town.actor("grid_a", grid=town.other_grid)
    assert outcome("verify", case, stranger, town) == "access.outside"


def test_the_public_may_report_and_nothing_else(town):
    case = CaseFactory(town=town)
    codes = {outcome(action, case, Actor.public(), town) for action in DEEDS}
    assert codes <= {"cases.not_yours", "access.outside"}
