"""What may they see, at what cost?"""

from dataclasses import asdict

import pytest

from linge.cases import actions, queries
from linge.cases.rules import Colour, State
from linge.kernel.access import Actor
from linge.territory.tests.factories import GridFactory, RegionFactory, centre

from .factories import NAMES, TEN, CaseFactory, bearer, kind_of, make_photo

QUEUES = {
    "intake_queue": ("intake_clerk", {State.REPORTED, State.CONFIRMING}),
    "dispatch_queue": ("dispatcher", {State.ACCEPTED}),
    "agency_queue": ("agency_handler", {State.DISPATCHED}),
    "verify_queue": ("grid_a", {State.HANDLED}),
    "closing_queue": ("intake_clerk", {State.VERIFIED}),
}


@pytest.mark.parametrize("name", QUEUES)
def test_each_queue_holds_what_waits_there_and_the_count_beside_it_agrees(town, name):
    post, states = QUEUES[name]
    for state in set(State) - {State.MERGED}:  # a merge needs another case, waiting somewhere
        CaseFactory(town=town, state=state)
    actor = getattr(town, post)
    assert {case.state for case in getattr(queries, name)(actor)} == states
    counts = asdict(queries.queue_counts(actor))
    assert counts[name.removesuffix("_queue")] == len(states)


def test_a_queue_shows_the_nearest_due_first(town, at):
    late = CaseFactory(town=town)
    at("2026-06-15 09:30")
    early = CaseFactory(town=town, words="燃气味", urgent=True, by=town.grid_a)
    assert list(queries.intake_queue(town.intake_clerk)) == [early, late]


@pytest.mark.parametrize("name", ["board", "ledger", *QUEUES])
def test_a_list_costs_one_query_however_many_rows(town, django_assert_num_queries, name):
    post = QUEUES.get(name, ("intake_clerk", None))[0]
    for state in (State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.HANDLED, State.VERIFIED):
        CaseFactory.create_batch(2, town=town, state=state)
    actor = getattr(town, post)
    rows = getattr(queries, name)(actor)
    with django_assert_num_queries(1):
        shown = [
            (str(case.grid), case.category and str(case.category.parent), str(case.agency))
            for case in rows
        ]
        assert shown
        for case in rows:
            queries.due_words(case)


def test_a_timeline_costs_the_same_for_a_long_story(town, django_assert_max_num_queries):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    for _ in range(3):
        actions.recall_case(case, by=town.dispatcher, reason=TEN)
        actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    with django_assert_max_num_queries(5):
        queries.timeline(case)


def test_a_worker_sees_the_own_grid_and_nothing_of_another(town):
    mine = CaseFactory(town=town)
    lon, lat = centre(1)
    other = CaseFactory(town=town, lon=lon, lat=lat)
    assert list(queries.ledger(town.grid_a)) == [mine]
    assert list(queries.ledger(town.actor("grid_a", grid=town.other_grid))) == [other]


def test_two_communities_never_see_one_another(town):
    CaseFactory(town=town)
    elsewhere = RegionFactory(name="桂子山社区")
    GridFactory(community=elsewhere)
    town.community = elsewhere
    assert not queries.ledger(town.intake_clerk).exists()


def test_an_agency_sees_what_was_sent_to_it_and_nothing_else(town):
    CaseFactory(town=town)
    sent = CaseFactory(town=town, state=State.DISPATCHED)
    assert list(queries.visible_to(town.agency_handler)) == [sent]
    assert not queries.visible_to(town.actor("agency_handler", agency=town.rival)).exists()


def test_the_bearer_of_a_code_sees_that_case_and_the_public_none(town):
    case, _other = CaseFactory.create_batch(2, town=town)
    assert list(queries.visible_to(bearer(case))) == [case]
    assert not queries.visible_to(Actor.public()).exists()


def test_the_buttons_are_the_moves_that_are_this_persons(town):
    case = CaseFactory(town=town)
    assert main_line(town.intake_clerk, case) == {
        "ask_confirm",
        "accept",
        "reject",
        "merge",
        "link",
        "place",
    }
    assert main_line(town.dispatcher, case) == {"place"}
    assert main_line(bearer(case), case) == {"withdraw"}
    actions.ask_confirm(case, by=town.intake_clerk, worker=town.people["grid_a"])
    assert main_line(town.grid_a, case) == {"confirm"}
    assert main_line(town.grid_b, case) == set()


def test_sign_is_offered_once_and_undo_only_to_who_made_the_step(town, at):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    assert main_line(town.dispatcher, case) == {"recall", "place", "undo", "co_add"}
    assert main_line(town.agency_handler, case) == {"sign", "decline", "handle"}
    actions.sign_case(case, by=town.agency_handler)
    assert main_line(town.agency_handler, case) == {"decline", "handle"}
    at("2026-06-15 09:03")
    assert main_line(town.dispatcher, case) == {"recall", "place", "co_add"}


def test_an_offer_tells_what_the_form_must_ask(town):
    case = CaseFactory(town=town)
    accept = next(
        offer
        for offer in queries.moves_possible(town.intake_clerk, case)
        if offer.action == "accept"
    )
    assert (accept.label, accept.needs) == ("受理", ("category", "criterion"))


def main_line(actor, case):
    """The moves offered but those that ask somebody else for something, which stand beside it."""
    return offered(actor, case) - BESIDE


BESIDE = {
    *("ask_postpone", "ask_suspend", "ask_void", "ask_force_close", "ask_reporter"),
    *("suspend", "void", "force_close", "postpone"),
}


def offered(actor, case):
    return {offer.action for offer in queries.moves_possible(actor, case)}


def test_a_timeline_tells_who_when_and_every_clock(town, at):
    case = CaseFactory(town=town)
    at("2026-06-15 09:40")
    category, standard = kind_of("0201")
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    story = queries.timeline(case)
    accepted, reported = story.moments
    assert (accepted.label, accepted.who) == ("受理", "陈静")
    (clock,) = accepted.clocks
    assert (clock.stage_label, clock.minutes, clock.charged_to) == ("受理", 40, "受理员")
    assert (reported.label, reported.who) == ("上报", "上报人")
    running = [line.stage for line in story.ledger if line.running]
    assert sorted(running) == ["", "dispatch"]


def test_a_due_reads_in_words_on_the_row(town, at):
    case = CaseFactory(town=town)
    assert queries.due_words(case).text == "正常 剩 2 小时"
    at("2026-06-15 10:40")
    assert queries.due_words(case).text == "将到期 剩 20 分"
    at("2026-06-15 14:20")
    late = queries.due_words(case)
    assert (late.text, late.colour) == ("超期 1 小时 20 分", Colour.RED)
    assert queries.due_words(CaseFactory(town=town, state=State.CLOSED)).text == ""


# the reporter's page


def test_the_progress_page_names_no_member_of_staff(town):
    case = CaseFactory(
        town=town, state=State.CLOSED, source="patrol", reporter_name="张桂兰", reporter_phone="1"
    )
    told = str(asdict(queries.progress(case)))
    assert not [name for name in [*NAMES.values(), "张桂兰"] if name in told]


def test_the_line_of_steps_shows_how_far_it_has_come(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    steps = queries.progress(case).steps
    assert [str(step.label) for step in steps if step.reached] == ["已上报", "已受理", "已派遣"]
    assert [str(step.label) for step in steps if step.current] == ["已派遣"]
    actions.recall_case(case, by=town.dispatcher, reason=TEN)
    steps = queries.progress(case).steps
    assert [str(step.label) for step in steps if step.reached] == ["已上报", "已受理"]


def test_a_rejected_report_ends_its_line_with_the_rejection(town):
    case = CaseFactory(town=town, state=State.REJECTED)
    assert [str(step.label) for step in queries.progress(case).steps] == ["已上报", "不予受理"]


def test_after_the_close_the_reporter_may_evaluate_and_reopen_for_a_week(town, at):
    case = CaseFactory(town=town, state=State.CLOSED)
    page = queries.progress(case)
    assert (page.may_evaluate, page.may_reopen, page.may_withdraw) == (True, True, False)
    actions.evaluate_case(
        case, by=bearer(case), contacted=True, solved=True, satisfaction="satisfied"
    )
    page = queries.progress(case)
    assert (page.may_evaluate, page.satisfaction) == (False, "满意")
    at("2026-06-23 00:00")
    assert not queries.progress(case).may_reopen


def test_photos_with_people_in_them_stay_inside(town):
    shown, hidden = make_photo(town), make_photo(town)
    hidden.has_person = True
    hidden.save()
    case = CaseFactory(town=town, photos=[shown, hidden])
    assert queries.progress(case).photos_before == (shown,)


@pytest.mark.parametrize("code", ["", "ABCD", "2222-2222-223", "０００"])
def test_a_code_that_is_not_one_finds_nothing_without_a_look_up(
    town, django_assert_num_queries, code
):
    with django_assert_num_queries(0):
        assert queries.case_of_code(code) is None


# beside the case


def test_similar_reports_are_shown_nearest_first(town):
    lon, lat = centre(0)
    case = CaseFactory(town=town)
    near = CaseFactory(town=town, lon=lon + 0.0001, lat=lat)
    nearest = CaseFactory(town=town, lon=lon, lat=lat)
    CaseFactory(town=town, lon=lon + 0.001, lat=lat)  # about 95 m away
    found = queries.candidates(town.intake_clerk, case)
    assert [one.case for one in found] == [nearest, near]
    assert found[0].metres == 0 and 8 <= found[1].metres <= 11


def test_a_report_of_another_kind_or_of_last_month_is_no_candidate(town, at):
    CaseFactory(town=town, state=State.ACCEPTED, code="0101")
    at("2026-06-24 09:00")
    CaseFactory(town=town, state=State.ACCEPTED, code="0601")
    case = CaseFactory(town=town)
    lamp, _standard = kind_of("0201")
    assert queries.candidates(town.intake_clerk, case, lamp) == []


def test_the_proposed_agency_comes_with_its_reason(town):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    proposal = queries.proposed_agency(case)
    assert (proposal.agency, proposal.why) == (town.agency, "立案条件的默认责任条线")
    other = CaseFactory(town=town, state=State.ACCEPTED, code="0101")
    assert queries.proposed_agency(other).agency is None


def test_the_map_shows_open_cases_with_their_due(town):
    CaseFactory(town=town, state=State.CLOSED)
    case = CaseFactory(town=town)
    (point,) = queries.case_points(town.intake_clerk, town.community)["features"]
    assert point["id"] == case.pk
    assert point["geometry"]["coordinates"] == centre(0)
    assert point["properties"]["due"] == "正常 剩 2 小时"
