"""Which facts need two people, what a request goes through, and when an answer is due."""

from datetime import date

import pytest

from linge.kernel.refusals import Refused
from linge.registry.rules import requests
from linge.registry.rules.requests import RequestState as S


@pytest.mark.parametrize(
    ("name", "old", "new", "guarded"),
    [
        ("name", "张桂兰", "张桂芝", True),
        ("sex", "0", "2", False),  # a first value
        ("sex", "2", "1", True),
        ("birth_date", "", "1953-03-14", False),
        ("birth_date", "1953-03-14", "1953-03-15", True),
        ("number", "", "990101195303140029", False),
        ("number", "990101195303140029", "990101195303140045", True),
        ("life", "alive", "dead", True),
        ("life", "alive", "moved", False),
        ("death_date", "", "2026-02-01", True),
        ("hukou_state", "", "here", False),
        ("hukou_state", "here", "elsewhere", True),
        ("relation", "10", "97", False),
        ("relation", "20", "02", True),
        ("relation", "02", "10", True),
        ("marital", "10", "20", False),
        ("phone", "12000000020", "12000000021", False),
    ],
)
def test_what_needs_a_second_person(name, old, new, guarded):
    assert requests.is_guarded(name, old, new) is guarded


def test_an_edit_parts_in_what_is_saved_and_what_waits():
    old = {"name": "张桂兰", "birth_date": "1953-03-14", "birth_precision": "year", "marital": "10"}
    new = {"name": "张桂兰", "birth_date": "1953-03-15", "birth_precision": "day", "marital": "20"}
    free, guarded = requests.split(old, new)
    assert free == {"marital": "20"}
    assert guarded == {"birth_date": "1953-03-15", "birth_precision": "day"}


def test_a_hukou_that_moves_takes_its_region_along():
    old = {"hukou_state": "here", "region_code": "", "left": "no"}
    new = {"hukou_state": "elsewhere", "region_code": "420102", "left": "yes"}
    free, guarded = requests.split(old, new)
    assert free == {"left": "yes"}
    assert guarded == {"hukou_state": "elsewhere", "region_code": "420102"}


def test_a_death_waits_with_its_date():
    free, guarded = requests.split(
        {"life": "alive", "death_date": ""}, {"life": "dead", "death_date": "2026-02-01"}
    )
    assert not free
    assert guarded == {"life": "dead", "death_date": "2026-02-01"}


WAYS = {
    "submit": {S.DRAFT: S.SUBMITTED, S.SENT_BACK: S.SUBMITTED},
    "check": {S.SUBMITTED: S.CHECKED},
    "apply": {S.CHECKED: S.APPLIED},
    "look_again": {S.CHECKED: S.SUBMITTED},
    "send_back": {S.SUBMITTED: S.SENT_BACK},
    "withdraw": {S.DRAFT: S.WITHDRAWN, S.SUBMITTED: S.WITHDRAWN, S.SENT_BACK: S.WITHDRAWN},
}


@pytest.mark.parametrize("deed", requests.MOVES)
@pytest.mark.parametrize("state", S)
def test_a_request_goes_its_way_and_no_other(deed, state):
    if state in WAYS[deed]:
        assert requests.move(deed, state).lands == WAYS[deed][state]
    else:
        with pytest.raises(Refused, match="registry.request_state"):
            requests.move(deed, state)


def test_a_base_is_stale_when_the_record_says_something_third():
    old, new = {"name": "张桂兰", "sex": "1"}, {"name": "张桂芝", "sex": "2"}
    assert requests.stale(old, new, {"name": "张桂兰", "sex": "2"}) == ()
    assert requests.stale(old, new, {"name": "张桂云", "sex": "1"}) == ("name",)


@pytest.mark.parametrize(
    ("today", "look"),
    [
        (date(2026, 3, 1), "ok"),
        (date(2026, 3, 10), "ok"),
        (date(2026, 3, 11), "warn"),
        (date(2026, 3, 16), "warn"),
        (date(2026, 3, 17), "danger"),
    ],
)
def test_an_answer_is_due_in_fifteen_days_and_presses_from_the_tenth(today, look):
    assert requests.due_on(date(2026, 3, 1)) == date(2026, 3, 16)
    assert requests.urgency(date(2026, 3, 1), today) == look
