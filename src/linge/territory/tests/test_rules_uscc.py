"""Every vector of the specification for the unified social credit code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.territory.rules.uscc import ALPHABET, check_sign, check_uscc

GOOD = [
    "91990101MA0000015C", "92990101MA00000159", "N2990101MA0000015U", "Y1990101MA0000015N",
    "A1990101MA0000015B", "52990101000000019N", "11990101000000019X", "91990101MA000004XR",
]  # fmt: skip


@pytest.mark.parametrize("code", GOOD)
@pytest.mark.parametrize("written", [str, str.lower, " {} ".format, "'{}".format])
def test_good_credit_codes(code, written):
    checked = check_uscc(written(code), areas={})
    assert (checked.value, checked.error, checked.warnings) == (code, "", ())


@pytest.mark.parametrize(
    ("code", "error", "warnings"),
    [
        ("91990101MA0000015D", "checksum", ()),
        ("91990101MA00000I5C", "characters", ()),
        ("91990101MA000001", "length", ()),
        ("91990101MA0000016F", "", ("body_check",)),
        ("", "", ()),
    ],
)
def test_doubtful_credit_codes(code, error, warnings):
    checked = check_uscc(code, areas={})
    assert (checked.error, checked.warnings) == (error, warnings)


def test_a_letter_that_looks_like_a_digit_is_offered_not_applied():
    checked = check_uscc("9199O101MA0000015C")
    assert (checked.error, checked.suggestion) == ("characters", "91990101MA0000015C")
    assert check_uscc("9199S101MA0000015C").suggestion == ""


def test_an_authority_or_area_nobody_knows_is_only_doubtful():
    body = "Z2990102MA0000015".replace("Z", "B")
    checked = check_uscc(body + check_sign(body), areas={})
    assert (checked.error, checked.warnings) == ("", ("authority_unknown", "area_unknown"))
    assert check_uscc(GOOD[0], demo=False).warnings == ("demo_number",)


@given(st.sampled_from(GOOD), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_is_found(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    assert bool(check_uscc(wrong).error) == (wrong != code)


@given(st.text(max_size=30))
def test_nothing_typed_ever_raises(raw):
    check_uscc(raw)
