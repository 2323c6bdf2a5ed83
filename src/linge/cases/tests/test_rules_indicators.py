from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.cases.models import CaseCount
from linge.cases.rules.indicators import INDICATORS, MEASURES, spread
from linge.cases.rules.measures import Deed, DueSet, Life, Opinion, Period, agency_minutes, measures
from linge.cases.rules.months import frozen_from, month_of, period_of
from linge.kernel.tests.test_worktime import CAL, at
from linge.kernel.zone import day_begins

JUNE = Period(day_begins(date(2026, 6, 1)), day_begins(date(2026, 7, 1)), at("2026-08-01 09:00"))
EXAMPLES = [
    ("K01", {"reported_accepted": 198, "reported": 234}, "84.62%"),
    ("K02", {"accepted_in_time": 187, "accepted": 198}, "94.44%"),
    ("K03", {"accepted_rightly": 195, "accepted": 198}, "98.48%"),
    ("K04", {"dispatched_in_time": 180, "to_dispatch": 192}, "93.75%"),
    ("K05", {"dispatched_once": 177, "to_dispatch": 192}, "92.19%"),
    ("K06", {"handled": 171, "to_handle": 184}, "92.93%"),
    ("K07", {"handled_in_time": 162, "to_handle": 184}, "88.04%"),
    ("K08", {"closed": 165, "to_handle": 184}, "89.67%"),
    ("K09", {"closed_in_time": 156, "to_handle": 184}, "84.78%"),
    ("K10", {"reworked": 9, "to_handle": 184}, "4.89%"),
    ("K12", {"late": 22, "to_handle": 184}, "11.96%"),
    ("K11a", {"declines": 6, "dispatches": 192}, "3.13%"),
    ("K11b", {"postponed": 5, "accepted": 198}, "2.53%"),
    ("K11c", {"suspended": 3, "accepted": 198}, "1.52%"),
    ("K13", {"found_by_residents": 33, "found_on_rounds": 99}, "25.00%"),
    ("K14", {"own_accepted": 44, "own_reports": 52}, "84.62%"),
    ("K15a", {"confirm_in_time": 57, "confirm_due": 60}, "95.00%"),
    ("K15b", {"verify_in_time": 57, "verify_due": 60}, "95.00%"),
    ("K16", {"contacted": 78, "answered": 80}, "97.50%"),
    ("K17", {"solved": 68, "answered": 80}, "85.00%"),
    ("K18", {"satisfied": 52, "basically": 10, "answered": 80}, "76.25%"),
    ("K19", {"reopened": 4, "closed_now": 165}, "2.42%"),
    ("K20", {"closed_now": 165, "accepted": 198}, "83.33%"),
]


@pytest.mark.parametrize(("code", "sums", "shown"), EXAMPLES)
def test_every_worked_example_comes_out_to_the_hundredth(code, sums, shown):
    assert str(INDICATORS[code].figure(sums)) == shown


def test_every_indicator_has_its_example_and_every_measure_its_column():
    assert {code for code, _sums, _shown in EXAMPLES} == set(INDICATORS)
    columns = {column.name for column in CaseCount._meta.concrete_fields}
    assert set(MEASURES) <= columns


def test_nothing_to_divide_by_is_a_dash_and_few_cases_are_not_ranked():
    nothing = INDICATORS["K07"].figure({})
    assert (str(nothing), nothing.percent, nothing.ranked) == ("—", None, False)
    assert not INDICATORS["K07"].figure({"to_handle": 19}).ranked
    assert INDICATORS["K07"].figure({"to_handle": 20}).ranked


def test_median_and_ninth_tenth_are_by_nearest_rank():
    times = spread(Decimal(value) for value in (600, 30, 240, 60, 90))
    assert (times.median, times.p90, times.count, times.ranked) == (90, 600, 5, False)
    assert spread([]).median is None


def test_a_month_freezes_late_on_its_third_working_day():
    assert frozen_from(date(2026, 6, 1), CAL) == at("2026-07-03 23:30")
    assert frozen_from(date(2026, 9, 1), CAL) == at(
        "2026-10-10 23:30"
    )  # 8, 9 and the worked Saturday
    assert month_of(at("2026-07-01 00:00")) == date(2026, 7, 1)
    assert period_of(date(2026, 12, 1), at("2027-02-01 00:00")).until == at("2027-01-01 00:00")


def life(*told, state="", dues=(), **facts):
    """A history from ``"06-15 09:00 accept accepted"`` lines; a dispatch names agency 7."""
    deeds = []
    for number, line in enumerate(told, start=1):
        day, hour, action, lands, *more = line.split()
        data = {"agency": int(more[0]) if more else 7} if action in ("dispatch", "decline") else {}
        if action == "undo":
            data = {"undone": more[0]}
        deeds.append(Deed(number, action, at(f"2026-{day} {hour}"), lands, data))
    due_sets = [DueSet(stage, at(f"2026-{moment}"), step) for stage, moment, step in dues]
    return Life(
        state=state or deeds[-1].lands,
        source="portal",
        reported_at=deeds[0].at,
        seen_on_patrol=True,
        deeds=deeds,
        dues=due_sets,
        **facts,
    )


REPORTED = "06-15 09:00 report reported"
ACCEPTED = "06-15 09:20 accept accepted"
SENT = "06-15 09:40 dispatch dispatched"
DONE = "06-16 10:00 handle handled"


def counted(case, period=JUNE):
    """What a case counts for, whoever held it."""
    return dict(sum(measures(case, period).values(), Counter()))


def test_a_step_taken_back_never_happened():
    undone = life(REPORTED, ACCEPTED, "06-15 09:21 undo reported accept")
    assert counted(undone) == {"reported": 1}
    again = life(
        REPORTED, ACCEPTED, "06-15 09:21 undo reported accept", "06-15 09:30 accept accepted"
    )
    assert counted(again)["accepted"] == 1


def test_handling_sent_back_waits_for_its_new_due():
    told = (REPORTED, ACCEPTED, SENT, DONE, "06-16 11:00 send_back dispatched")
    dues = [("handle", "06-17 09:40", 3), ("handle", "06-17 15:00", 5)]
    waiting = counted(life(*told, dues=dues))
    assert (waiting["to_handle"], waiting["late"], waiting["reworked"]) == (1, 1, 1)
    assert "handled" not in waiting
    redone = counted(life(*told, "06-17 14:00 handle handled", dues=dues))
    assert (redone["handled_in_time"], redone["reworked"]) == (1, 1)


def test_a_suspended_case_leaves_what_is_to_be_handled_until_it_is_resumed():
    told, dues = (
        (REPORTED, ACCEPTED, SENT, "06-16 10:00 suspend dispatched"),
        [("handle", "06-17 09:40", 3)],
    )
    waiting = counted(life(*told, dues=dues))
    assert waiting["suspended"] == 1
    assert "to_handle" not in waiting
    resumed = counted(life(*told, "06-18 10:00 resume dispatched", dues=dues))
    assert resumed["late"] == 1


def test_a_forced_end_stays_in_every_denominator_and_earns_no_numerator():
    forced = counted(life(REPORTED, ACCEPTED, SENT, DONE, "06-16 11:00 force_close force_closed"))
    earned = {"accepted_in_time", "accepted_rightly", "dispatched_in_time", "dispatched_once",
              "handled", "handled_in_time", "closed", "closed_in_time", "reported_accepted"}  # fmt: skip
    assert not earned & forced.keys()
    assert {
        forced[name] for name in ("reported", "accepted", "to_dispatch", "to_handle", "late")
    } == {1}


def test_a_month_keeps_its_figures_however_the_case_goes_on():
    dues = [("handle", "06-17 09:40", 3)]
    told = (REPORTED, ACCEPTED, SENT)
    june = counted(life(*told, dues=dues))
    assert june["late"] == 1
    later = life(*told, "07-02 10:00 handle handled", "07-02 11:00 verify verified", dues=dues)
    assert counted(later) == june
    july = Period(
        day_begins(date(2026, 7, 1)), day_begins(date(2026, 8, 1)), at("2026-08-01 09:00")
    )
    assert {name: counted(later, july)[name] for name in ("handled", "late", "verify_in_time")} == {
        "handled": 1,
        "late": 1,
        "verify_in_time": 1,
    }


def test_closing_and_coming_back_and_closing_again_counts_once():
    told = (
        REPORTED,
        ACCEPTED,
        SENT,
        DONE,
        "06-16 11:00 verify verified",
        "06-16 12:00 close closed",
    )
    back = life(*told, "06-18 09:00 reopen accepted")
    assert (counted(back)["closed_now"], counted(back)["reopened"]) == (1, 1)
    assert "to_handle" not in counted(back)


def test_each_agency_answers_for_what_was_sent_to_it():
    told = life(
        REPORTED,
        ACCEPTED,
        SENT,
        "06-15 10:00 decline accepted",
        "06-15 10:20 dispatch dispatched 8",
    )
    by_agency = measures(told, JUNE)
    assert by_agency[7] == Counter(dispatches=1, declines=1)
    assert (by_agency[8]["dispatches"], by_agency[8]["accepted"]) == (1, 1)


def test_settled_on_the_spot_is_accepted_handled_and_closed_in_one():
    told = counted(life(REPORTED, "06-15 09:10 self_handle closed"))
    assert "to_dispatch" not in told
    names = ("accepted_in_time", "handled_in_time", "closed_in_time", "closed_now")
    assert {told[name] for name in names} == {1}


def test_checks_count_when_done_or_overdue_and_call_backs_when_answered():
    asked = (REPORTED, "06-15 09:10 ask_confirm confirming")
    due = [("confirm", "06-15 14:00", 2)]
    done = counted(life(*asked, "06-15 11:00 confirm reported", dues=due))
    assert (done["confirm_due"], done["confirm_in_time"]) == (1, 1)
    overdue = counted(life(*asked, dues=due))
    assert (overdue["confirm_due"], overdue.get("confirm_in_time")) == (1, None)
    said = Opinion(at("2026-06-20 10:00"), True, False, "basically")
    heard = counted(life(REPORTED, opinions=[said]))
    assert [heard.get(name) for name in ("answered", "contacted", "solved", "basically")] == [
        1, 1, None, 1,
    ]  # fmt: skip


def test_minutes_are_those_of_cases_handled_in_the_period():
    worked = [(at("2026-06-15 10:00"), Decimal(20)), (at("2026-06-16 10:00"), Decimal(140))]
    told = life(REPORTED, ACCEPTED, SENT, DONE, minutes=worked)
    assert agency_minutes(told, JUNE) == 160
    july = Period(JUNE.until, JUNE.until + timedelta(days=31), JUNE.now)
    assert agency_minutes(told, july) is None


@pytest.mark.parametrize("state", ["withdrawn", "merged"])
def test_withdrawn_and_merged_reports_count_nowhere(state):
    assert measures(life(REPORTED, ACCEPTED, state=state), JUNE) == {}


@given(st.lists(st.sampled_from([ACCEPTED, SENT, DONE, "06-17 09:00 send_back dispatched",
                                 "06-18 09:00 close closed", "06-19 09:00 reopen accepted",
                                 "06-20 09:00 force_close force_closed"]), max_size=7))  # fmt: skip
def test_no_rate_is_above_one_but_the_ratio_of_closures(told):
    case = life(REPORTED, *sorted(told, key=lambda line: line[:11]))
    sums = counted(case)
    for code, indicator in INDICATORS.items():
        figure = indicator.figure(sums)
        assert code == "K20" or figure.numerator <= figure.denominator, code
    assert sums.get("late", 0) + sums.get("handled_in_time", 0) == sums.get("to_handle", 0)
