"""Insert rows by the hundred thousand: what Django's ``bulk_create`` does, without its generality.

For rows whose keys nobody waits for. Both databases take the same statement, and every value goes
through its field, so a sealed number is sealed here as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from linge.kernel.fields import SealedField

from ..models import ChangeEvent

CHUNK = 10_000
MANY = 900
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def pour(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of ready values in the order of ``columns`` (names of fields)."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(_field(model, name).column) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, CHUNK)):
            cursor.executemany(statement, chunk)


def pour_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert unsaved instances whose parents are saved; their own keys stay unknown."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    readers = [_reader(field) for field in fields]
    values = ([read(row) for read in readers] for row in rows)
    pour(model, [field.name for field in fields], values)


def amend_rows(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Write some columns of saved rows of one table back, one prepared statement for all."""
    if not rows:
        return
    model = type(rows[0])
    fields = [_field(model, name) for name in columns]
    readers: list[Callable[[Any], Any]] = [*map(_reader, fields), attrgetter("pk")]
    quote = connection.ops.quote_name
    places = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {places} WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[read(row) for read in readers] for row in rows])


def drop_rows(model: type[models.Model], keys: Iterable[int]) -> None:
    """Delete rows nothing points at, one prepared statement for all."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE id = %s", [(key,) for key in keys])


def pour_events(events: Iterable[tuple[str, UUID, date]], **shared: Any) -> None:
    """Insert entries of the history about whole rows; what all of them share is made ready once."""
    same = {"field": "", "old": "", "new": "", "reason": "", **shared}
    constant = [ready(ChangeEvent, name, value) for name, value in same.items()]
    day = cache(partial(ready, ChangeEvent, "valid_from"))
    rows = (
        (entity, ready(ChangeEvent, "subject", subject), day(valid_from), *constant)
        for entity, subject, valid_from in events
    )
    pour(ChangeEvent, ("entity", "subject", "valid_from", *same), rows)


def find_keys(rows: Iterable[Any]) -> None:
    """Give rows that were poured in bulk the ids the database gave them."""
    keyless: dict[type[models.Model], list[Any]] = defaultdict(list)
    for row in rows:
        if row.pk is None:
            keyless[type(row)].append(row)
    for model, waiting in keyless.items():
        if hasattr(model, "uuid"):
            _match(model, ("uuid",), {(row.uuid,): row for row in waiting})
        else:
            by_place = {(row.person.pk, row.path): row for row in waiting}
            _match(model, ("person_id", "path"), by_place)


def _match(
    model: type[models.Model], names: tuple[str, ...], rows: dict[tuple[Any, ...], Any]
) -> None:
    wanted = [key[0] for key in rows]
    for start in range(0, len(wanted), MANY):
        part = {f"{names[0]}__in": wanted[start : start + MANY]}
        for pk, *key in model._default_manager.filter(**part).values_list("pk", *names):
            if row := rows.get(tuple(key)):
                row.pk = pk


def _reader(field: Any) -> Callable[[Any], Any]:
    """How a field's value is taken from an instance, in the form the database wants."""
    if isinstance(field, models.ForeignKey):
        return lambda row: _key(row, field)
    if isinstance(field, PLAIN) and not isinstance(field, SealedField):
        return attrgetter(field.attname)
    database = connections[DEFAULT_DB_ALIAS]
    if isinstance(field, models.DateField):
        adapted = cache(lambda value: field.get_db_prep_save(value, database))
        return lambda row: adapted(getattr(row, field.attname))
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), database)


def _key(row: models.Model, field: Any) -> Any:
    """The key of the parent, which may have got it after the child was made."""
    parent = field.get_cached_value(row, default=None)
    return getattr(row, field.attname) if parent is None else parent.pk


def ready(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as the database takes it for a field; asked once where all rows share it."""
    return _field(model, name).get_db_prep_save(value, connection)


def _field(model: type[models.Model], name: str) -> Any:
    """A column's field, which is none of the relations that point here."""
    return model._meta.get_field(name)
