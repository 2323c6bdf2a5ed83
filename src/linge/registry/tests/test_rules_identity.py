"""The vectors of the specification, word for word, and laws that hold for every number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry import codes
from linge.registry.rules import identity, phones
from linge.registry.rules.kinds import PhoneKind

TODAY = date(2026, 11, 23)


def check(raw, **told):
    return identity.check_citizen(raw, today=TODAY, areas=codes.areas(), demo=True, **told)


@pytest.mark.parametrize(
    ("raw", "value", "sex"),
    [
        ("990101198507120026", "990101198507120026", "2"),
        ("99010119850712019X", "99010119850712019X", "1"),
        ("９９０１０１１９８５０７１２００２６", "990101198507120026", "2"),
        ("'990101198507120026", "990101198507120026", "2"),
        ("990101 19850712 0026", "990101198507120026", "2"),
        ("990101-19850712-0026", "990101198507120026", "2"),
        ("\u200b990101198507120026\ufeff", "990101198507120026", "2"),
        ("99010119850712019x", "99010119850712019X", "1"),
        ("99010119850712019×", "99010119850712019X", "1"),
        ("99010119850712019✕", "99010119850712019X", "1"),
        ("99010119850712019Х", "99010119850712019X", "1"),
        ("99010119850712019χ", "99010119850712019X", "1"),
    ],
)
def test_a_good_number_reads_the_same_however_it_is_typed(raw, value, sex):
    checked = check(raw)
    assert (checked.value, checked.sex, checked.birth) == (value, sex, date(1985, 7, 12))
    assert not checked.errors
    assert not checked.warnings
    assert checked.kind == "111"


@pytest.mark.parametrize("tail", [sign for sign in "0123456789X" if sign != "6"])
def test_each_wrong_tail_is_a_checksum_error(tail):
    assert check("99010119850712002" + tail).errors == ("checksum",)


def test_two_swapped_digits_are_a_checksum_error():
    assert check("990101198507120062").errors == ("checksum",)


@pytest.mark.parametrize(
    "raw",
    ["990101202502300019", "990101190002290031", "990101209912310019", "990101202611240019"],
)
def test_a_day_that_is_none_or_lies_ahead_is_a_date_error(raw):
    assert check(raw).errors == ("date",)


@pytest.mark.parametrize(
    ("raw", "born"),
    [("990101200002290038", date(2000, 2, 29)), ("990101202611230013", date(2026, 11, 23))],
)
def test_a_leap_day_and_a_birth_today_are_fine(raw, born):
    checked = check(raw)
    assert (checked.errors, checked.warnings, checked.birth) == ((), (), born)


@pytest.mark.parametrize(
    ("raw", "kind", "warnings"),
    [
        ("100101198507120020", "111", {"area_unknown"}),
        ("110103185001010010", "111", {"area_retired", "birth_early"}),
        ("810000185001010011", "154", {"birth_early"}),
        ("820000185001010021", "154", {"birth_early"}),
        ("830000185001010031", "154", {"birth_early"}),
        ("810099185001010013", "154", {"birth_early", "area_unknown"}),
        ("990999198507120017", "553", {"area_unknown"}),
    ],
)
def test_areas_and_kinds_only_ever_warn(raw, kind, warnings):
    checked = check(raw)
    assert checked.errors == ()
    assert (checked.kind, set(checked.warnings)) == (kind, warnings)


@pytest.mark.parametrize(
    ("raw", "value", "warnings", "errors"),
    [
        ("990101850712002", "990101198507120026", {"retired_15"}, ()),
        ("990101851332002", None, {"retired_15"}, ("date",)),
        ("990101230115998", "990101192301159980", {"retired_15", "century_ambiguous"}, ()),
        ("99010119850712000X", "99010119850712000X", {"sequence_zero"}, ()),
    ],
)
def test_old_and_odd_numbers(raw, value, warnings, errors):
    checked = check(raw)
    assert checked.errors == errors
    assert set(checked.warnings) == warnings
    if value:
        assert checked.value == value


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("99010119850712002", "length"),
        ("A90101198507120026", "characters"),
        ("9.9010119850712e+17", "stored_as_number"),
        (9.9010119850712e17, "stored_as_number"),
    ],
)
def test_what_cannot_be_read_is_an_error(raw, error):
    assert check(raw).errors == (error,)


@pytest.mark.parametrize("raw", ["", None, "  ", "'"])
def test_empty_is_no_error(raw):
    assert check(raw) == identity.Checked(None)


def test_what_the_form_says_is_compared():
    assert check("990101198507120026", sex="1").warnings == ("sex_mismatch",)
    assert check("990101198507120026", birth=date(1985, 12, 7)).warnings == ("birth_mismatch",)
    assert check("990101198507120026", sex="2", birth=date(1985, 7, 12)).warnings == ()


def test_a_demo_number_is_named_where_demo_is_off():
    checked = identity.check_citizen("990101198507120026", today=TODAY, areas=codes.areas())
    assert (checked.errors, checked.warnings) == ((), ("demo_number",))


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_printed_in_the_standard_are_right(number):
    assert check(number).errors == ()


@given(st.text(max_size=30))
def test_nothing_typed_ever_raises(raw):
    check(raw)
    phones.check_phone(raw)
    identity.check_document("414", raw)


@given(
    st.dates(date(1900, 1, 1), TODAY), st.integers(1, 999), st.integers(0, 16), st.integers(1, 9)
)
def test_any_one_wrong_digit_is_found(born, sequence, place, shift):
    body = f"990101{born:%Y%m%d}{sequence:03}"
    number = body + identity.check_digit(body)
    assert not check(number).errors
    wrong = str((int(number[place]) + shift) % 10)
    assert check(number[:place] + wrong + number[place + 1 :]).errors


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(1, 995))
def test_the_upgrade_of_a_15_digit_number_is_a_good_number(born, sequence):
    assert check(f"990101{born:%y%m%d}{sequence:03}").birth == born


@pytest.mark.parametrize(
    ("raw", "value", "kind"),
    [
        ("13812345678", "13812345678", PhoneKind.MOBILE),
        ("+86 138-1234-5678", "13812345678", PhoneKind.MOBILE),
        ("0086 13812345678", "13812345678", PhoneKind.MOBILE),
        ("１２０１２３４５６７８", "12012345678", PhoneKind.MOBILE),
        ("021-63210000", "021-63210000", PhoneKind.LANDLINE),
        ("(0512) 6321000转801", "0512-6321000-801", PhoneKind.LANDLINE),
        ("63210000", "63210000", PhoneKind.LANDLINE),
    ],
)
def test_telephone_numbers(raw, value, kind):
    checked = phones.check_phone(raw, demo=True)
    assert (checked.value, checked.kind, checked.errors) == (value, kind, ())


@pytest.mark.parametrize("raw", ["1381234567", "12812345678", "138123456789", "电话", "021-1"])
def test_a_number_nobody_can_call_is_refused(raw):
    assert phones.check_phone(raw, demo=True).errors


def test_a_demo_mobile_is_named_where_demo_is_off():
    assert phones.check_phone("12000000001").warnings == ("demo_number",)


def test_a_cell_with_several_numbers_is_split():
    assert phones.split_phones("13812345678；021-63210000/ 13900000000") == (
        "13812345678", "021-63210000", "13900000000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "raw", "ok"),
    [
        ("516", "H12345678", True),
        ("516", "h1234567801", True),
        ("516", "Z12345678", False),
        ("511", "12345678", True),
        ("511", "1234567", False),
        ("414", "E 12345678", True),
        ("414", "E1", False),
        ("117", "任意写法2号", True),
    ],
)
def test_other_documents_have_the_shape_of_their_kind(kind, raw, ok):
    assert identity.check_document(kind, raw).ok is ok


def test_no_birth_is_ever_read_from_tomorrow():
    tomorrow = TODAY + timedelta(days=1)
    body = f"990101{tomorrow:%Y%m%d}001"
    assert check(body + identity.check_digit(body)).birth is None
