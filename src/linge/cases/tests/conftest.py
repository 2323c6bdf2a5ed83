import pytest

from .factories import make_town


@pytest.fixture
def town(db, at):
    """幸福里 in small, on Monday 15 June 2026 at nine."""
    at("2026-06-15 09:00")
    return make_town()
