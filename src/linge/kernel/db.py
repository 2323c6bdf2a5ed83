"""Where SQLite and PostgreSQL differ, one function here knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"
)


def sqlite_options() -> dict[str, Any]:
    """Connection options under which eight writers never meet a locked database."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": SQLITE_PRAGMAS,
    }


class BytewiseCharField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Text compared byte by byte on both databases, so that a prefix is a range (path, key)."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def path_field(**options: Any) -> BytewiseCharField:
    """A materialised path: four base-36 characters for each level, root first."""
    return BytewiseCharField(**{"max_length": 64, "db_index": True, **options})


def hold(row: models.Model) -> None:
    """Let everybody else who holds the row wait until this transaction ends.

    What a constraint of one table can't say (no two intervals meet, shares make a whole) is asked
    and written between holding and committing. PostgreSQL locks the row, without stopping those who
    only refer to it; SQLite lets one writer at a time begin (``IMMEDIATE``).
    """
    rows = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk)
    list(rows.order_by().values_list("pk"))


def gather_statistics() -> None:
    """Tell PostgreSQL's planner at once what a bulk load changed; by itself it learns minutes later.

    SQLite plans by its indexes alone.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def bulk_load() -> Iterator[None]:
    """Let SQLite keep a gigabyte in memory and not wait for the disk, while an empty base is filled.

    A power cut in between costs the whole load, never a base in use. PostgreSQL needs no telling,
    and nothing changes inside a transaction that began before.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _pragmas("PRAGMA synchronous=OFF", "PRAGMA secure_delete=OFF", "PRAGMA cache_size=-1048576")
    try:
        yield
    finally:
        _pragmas(*SQLITE_PRAGMAS.split(";"))


def _pragmas(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in filter(str.strip, statements):
            cursor.execute(statement)


def sql_hex(number: str, digits: int) -> str:
    """SQL for a whole number (itself SQL) in hexadecimal, so many digits long."""
    if connection.vendor == "postgresql":
        return f"lpad(to_hex({number}), {digits}, '0')"
    return f"printf('%0{digits}x', {number})"


def sql_digits(number: str, digits: int) -> str:
    """SQL for a whole number (itself SQL) in decimal, so many digits long."""
    if connection.vendor == "postgresql":
        return f"lpad(({number})::text, {digits}, '0')"
    return f"printf('%0{digits}d', {number})"


def sql_uuid(series: int, number: str) -> str:
    """SQL for a UUID made of two whole numbers, for rows the database writes by itself."""
    text = f"'{series:08x}' || {sql_hex(number, 24)}"
    return f"({text})::uuid" if connection.vendor == "postgresql" else text
