"""What arrives is made keepable, or refused."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from linge.kernel.wire import Moment, keepable

moments = TypeAdapter(Moment)


def test_text_loses_only_what_no_database_keeps():
    told = {"words": ["路灯\x00不亮", "半个\ud800字", "井盖😀\n"], "a\x00": 1, "ok": None}
    assert keepable(told) == {"words": ["路灯不亮", "半个字", "井盖😀\n"], "a": 1, "ok": None}


def test_a_moment_is_kept_in_utc_whatever_its_offset():
    told = moments.validate_python("2026-06-15T09:00:00-23:31")
    assert told == datetime(2026, 6, 16, 8, 31, tzinfo=UTC)
    assert told.tzinfo is UTC


@pytest.mark.parametrize(
    "told", ["2026-06-15T09:00:00", "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"]
)
def test_a_moment_without_offset_or_beyond_the_years_is_refused(told):
    with pytest.raises(ValidationError):
        moments.validate_python(told)
