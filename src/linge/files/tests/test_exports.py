"""Which way an export goes, whose agreement it needs, what its invisible watermark says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.files import watermark
from linge.files.locking import locked, new_password, unlocked
from linge.files.papers import WRITERS, Head, Paper
from linge.files.rules import Seat, Way, seats_left, stricter, way
from linge.kernel.access import DataClass

PAPER = Paper(
    title="店面台账",
    unit="幸福里社区",
    heads=[Head("店名"), Head("人数", number=True)],
    rows=[("=1+1", 1), ("+86", 2), ("@x", None), ("-3", 3), ("\tx", 4)],
    total="合计 5 间",
    signatures=["制表人"],
)


@pytest.mark.parametrize(
    ("klass", "rows", "goes"),
    [
        ("C0", 1_000_000, Way.FREE),
        ("C1", 1_000_000, Way.FREE),
        ("C2", 200, Way.FREE),
        ("C2", 201, Way.LEADER),
        ("C2", 500, Way.LEADER),
        ("C2", 501, Way.STREET),
        ("C3", 1, Way.LEADER),
        ("C3", 500, Way.LEADER),
        ("C3", 501, Way.STREET),
        ("C4", 1, Way.BOTH),
        ("C4", 500, Way.BOTH),
        ("C4", 501, Way.NEVER),
        ("C5", 0, Way.NEVER),
    ],
)
def test_class_and_size_set_the_way(klass, rows, goes):
    assert way(DataClass(klass), rows) is goes


def test_the_highest_class_takes_two_seats():
    assert seats_left(Way.BOTH, []) == (Seat.LEADER, Seat.STREET)
    assert seats_left(Way.BOTH, [Seat.STREET]) == (Seat.LEADER,)
    assert seats_left(Way.LEADER, [Seat.LEADER]) == ()


def test_what_grew_past_its_approval_needs_another():
    assert stricter(Way.LEADER, Way.STREET)
    assert not stricter(Way.STREET, Way.LEADER)
    assert not stricter(Way.LEADER, Way.LEADER)


@given(st.integers(0, 2**32 - 1), st.text(max_size=20), st.text(max_size=20))
def test_a_number_is_read_back_and_leaves_no_trace(number, before, after):
    signed = before + watermark.sign(number) + after
    assert watermark.numbers(signed) == {number}
    assert watermark.strip(signed) == before + after


@given(st.integers(0, 2**32 - 1), st.integers(1, 48))
def test_a_damaged_sign_names_nobody(number, place):
    signed = watermark.sign(number)
    other = watermark.ONE if signed[place] == watermark.ZERO else watermark.ZERO
    assert watermark.numbers(signed[:place] + other + signed[place + 1 :]) == set()


def test_a_formula_is_text_in_csv():
    text = WRITERS["csv"](PAPER).decode("utf-8-sig")
    lines = text.splitlines()
    assert [line.split(",")[0] for line in lines[1:6]] == ["'=1+1", "'+86", "'@x", "'-3", "'\tx"]


def test_a_locked_workbook_opens_with_its_password_alone():
    password = new_password()
    body = WRITERS["xlsx"](PAPER)
    shut = locked(body, password)
    assert unlocked(shut, password) == body
    assert new_password() != password
    with pytest.raises(Exception, match="verif"):
        unlocked(shut, "wrong")
