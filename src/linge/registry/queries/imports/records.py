"""Rows of our own exports: the number in them leads to the row of the register they tell of."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

from linge.kernel.models import Identified
from linge.territory.models import Dwelling, Region

from ...rules.importing.findings import Finding
from ...rules.importing.judging import Judged
from .register import in_parts

Columns = Mapping[str, int]
Row = TypeVar("Row", bound=Identified)


def say_of(row: Judged, code: str, name: str, columns: Columns, **facts: Any) -> None:
    row.findings.append(Finding(code, row.row, columns.get(name), name, facts))


def numbered(rows: Sequence[Judged], among: QuerySet[Row]) -> dict[str, Row]:
    """Number → the row of the register, of those the numbers of a sheet name."""
    told = {row.values["record"] for row in rows if "record" in row.values}
    return {
        str(found.uuid): found for part in in_parts(told) for found in among.filter(uuid__in=part)
    }


def find_homes(rows: Sequence[Judged], community: Region, columns: Columns) -> None:
    """Say which dwelling the number of a row means; its address may not mean another."""
    known = numbered(rows, Dwelling.objects.filter(community=community).only("uuid"))
    for row in rows:
        if "record" not in row.values:
            continue
        found = known.get(row.values["record"])
        if found is None:
            say_of(row, "record_unknown", "record", columns)
        elif row.values.setdefault("dwelling", found.pk) != found.pk:
            say_of(row, "record_other", "record", columns)


def agrees(row: Judged, told: Mapping[str, Any], ours: Mapping[str, Any], columns: Columns) -> bool:
    """Whether what a row tells is what the numbered one is known by; says where it is not.

    What the register does not know of the numbered one may be filled.
    """
    other = any(
        value not in ("", None) and told.get(name, "") not in ("", value)
        for name, value in ours.items()
    )
    if other:
        say_of(row, "record_other", "record", columns)
    return not other
