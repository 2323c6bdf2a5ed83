"""So many cases to load an installation with: a year of one community, copied by the database.

The small demonstration is made with a longer year of cases. Each copy of that year goes to one of
the communities raised beside it, set-based: no row passes through Python, so a million cases take
minutes. The copies keep their moments, words, clocks and what they count for; numbers, codes,
communities and grids are their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from linge.cases.actions import figures
from linge.cases.models import (
    Assignment,
    Case,
    CaseCount,
    CaseCounter,
    CaseStep,
    ClockSegment,
    Contact,
    Due,
    Evaluation,
)
from linge.cases.rules.months import month_of
from linge.kernel.access import Actor
from linge.kernel.db import bulk_load, gather_statistics, sql_digits, sql_hex, sql_uuid
from linge.kernel.refusals import Refused
from linge.territory import actions as territory
from linge.territory.models import Grid, Region

from .load import make_demo
from .places import DIVISION_SINCE, add_region
from .words import PART_NAMES

MOST = 1_000_000
FEWEST, TEMPLATE = 100, 3_000
OF_COMMUNITY = 45_000
COPIED: tuple[type[models.Model], ...] = (
    Case,
    CaseStep,
    ClockSegment,
    Due,
    Assignment,
    Contact,
    Evaluation,
    CaseCount,
)
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Copy:
    """One more year: its place among all copies, and the community it goes to."""

    number: int
    within: int
    region: Region
    grids: Mapping[int, int]


def make_cases(count: int, *, seed: int, say: Say = lambda _words: None) -> int:
    """Fill an empty installation with about so many cases; says how many there are.

    Refuses with ``demo.too_many`` and as `make_demo` does.
    """
    if not 1 <= count <= MOST:
        raise Refused("demo.too_many", str(_("请填写1到100万之间的件数。")))
    make_demo("small", seed=seed, say=say, cases=max(FEWEST, min(count, TEMPLATE)))
    fold_all()
    return multiply(count, say)


def fold_all() -> None:
    """What the first year counts for, month by month; the copies take it with them."""
    for day in Case.objects.datetimes("reported_at", "month"):
        figures.fold_month(month_of(day))


@bulk_load()
def multiply(count: int, say: Say) -> int:
    """Copy the first community's year to new communities until there are so many cases."""
    first = Region.objects.get(name="幸福里社区")
    own = list(Grid.objects.filter(community=first).order_by("code").values_list("pk", flat=True))
    year = Case.objects.filter(community=first).count()
    spans = {model: _last(model) + 1 for model in COPIED}
    serials = _last_serial(first)
    made, number = Case.objects.count(), 0
    order = 0
    while made < count:
        order += 1
        region, grids = _community(first, order, len(own))
        mapping = dict(zip(own, grids, strict=True))
        within = 0
        while within * year < OF_COMMUNITY and made < count:
            number, within = number + 1, within + 1
            _copy(Copy(number, within, region, mapping), first, spans, serials)
            made += year
        _count_on(first, region, serials * (within + 1))
        say(str(_("%(count)s件……") % {"count": made}))
    _reset_sequences()
    gather_statistics()
    return made


def _community(first: Region, order: int, grids: int) -> tuple[Region, list[int]]:
    """One more community of the street, with as many grids."""
    by, street = Actor.clock("task"), first.parent
    assert street is not None
    region = add_region(
        f"{street.code}{500 + order:03d}", f"{PART_NAMES[order]}社区", street, by=by
    )
    made = [
        territory.create_grid(
            region,
            by=by,
            code=f"{region.code}{place:03d}",
            name=f"第{place}网格",
            since=DIVISION_SINCE,
        )
        for place in range(1, grids + 1)
    ]
    return region, [grid.pk for grid in made]


@transaction.atomic
def _copy(copy: Copy, first: Region, spans: Mapping[type[models.Model], int], serials: int) -> None:
    """All rows of the first community's cases once more, under ids of their own."""
    for model in COPIED:
        changed = _changes(model, copy, spans)
        if model is Case:
            changed |= _names(copy, spans[Case] * copy.number, serials)
        if model in (Case, CaseCount):
            changed |= _place(copy, first)
        _insert(model, changed, first.pk)


def _changes(
    model: type[models.Model], copy: Copy, spans: Mapping[type[models.Model], int]
) -> dict[str, str]:
    """Keys shifted by whole spans, so that every reference finds its copy."""
    changed: dict[str, str] = {}
    for field in model._meta.local_concrete_fields:
        other = model if field.primary_key else field.related_model
        if other in spans:
            changed[field.column] = f"{field.column} + {spans[other] * copy.number}"
        elif field.name == "uuid":
            number = COPIED.index(model)
            changed["uuid"] = sql_uuid(number, f"id + {spans[model] * copy.number}")
    return changed


def _names(copy: Copy, shift: int, serials: int) -> dict[str, str]:
    """A number, a code and an outer name of its own."""
    serial = f"CAST(substr(number, 23, 4) AS integer) + {serials * copy.within}"
    return {
        "number": f"'{copy.region.code}' || substr(number, 13, 10) || {sql_digits(serial, 4)}",
        "code_index": sql_hex(f"id + {shift}", 64),
        "client_id": "NULL",
        "outer_no": "NULL",
        "building_id": "NULL",
        "lon": f"lon + {copy.region.pk % 40} * 0.02",
    }


def _place(copy: Copy, first: Region) -> dict[str, str]:
    """The same place of the other community, in its grid."""
    grids = " ".join(f"WHEN {old} THEN {new}" for old, new in copy.grids.items())
    return {
        "community_id": str(copy.region.pk),
        "grid_id": f"CASE grid_id {grids} END",
        "path": f"'{copy.region.path}' || substr(path, {len(first.path) + 1})",
    }


def _insert(model: type[models.Model], changed: Mapping[str, str], first: int) -> None:
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.local_concrete_fields]
    taken = ", ".join(changed.get(column, quote(column)) for column in columns)
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    own = f"SELECT id FROM {quote(Case._meta.db_table)} WHERE community_id = %s"
    where = "community_id = %s" if model is Case else f"case_id IN ({own})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE {where}", [first]
        )


def _last(model: Any) -> int:
    found: int = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return found


def _last_serial(first: Region) -> int:
    """The highest number of a day, so that copies count on behind it."""
    counters = CaseCounter.objects.filter(community=first).order_by("-last")
    return counters.values_list("last", flat=True)[0]


def _count_on(first: Region, region: Region, last: int) -> None:
    """New reports of the copied days are numbered behind the copies."""
    days = CaseCounter.objects.filter(community=first).values_list("day", flat=True)
    CaseCounter.objects.bulk_create(
        CaseCounter(community=region, day=day, last=last) for day in days
    )


def _reset_sequences() -> None:
    """PostgreSQL counts on behind the keys that were written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
