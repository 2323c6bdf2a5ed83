"""What one function knows of the two databases."""

import pytest
from django.db import connection, transaction

from linge.kernel.db import bulk_load

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no telling"),
]
NAMES = ("synchronous", "secure_delete", "cache_size")


def pragmas() -> list[int]:
    with connection.cursor() as cursor:
        return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in NAMES]


def test_a_bulk_load_waits_for_no_disk_and_daily_work_does_again() -> None:
    daily = pragmas()
    with bulk_load():
        assert pragmas()[:2] == [0, 0]
    assert pragmas() == daily
    assert daily[:2] == [2, 1]


def test_a_bulk_load_changes_nothing_inside_a_transaction() -> None:
    daily = pragmas()
    with transaction.atomic(), bulk_load():
        assert pragmas() == daily
