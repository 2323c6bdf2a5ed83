"""Loading the catalogue and the workflow: dated versions, all or nothing (目录时限、流程)."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linge.audit import actions as audit
from linge.kernel import access
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, today
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import permissions, rules
from ..models import CaseWorkflow, Category, Standard
from ..rules.catalogue import (
    COLUMNS,
    ENGLISH,
    Fault,
    Row,
    StandardLine,
    check_rows,
    read_line,
)

Version = TypeVar("Version", Category, Standard)

SHIPPED = Path(__file__).parent.parent / "data" / "categories.csv"
SINCE_EVER = datetime(2000, 1, 1, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load opened and closed."""

    opened: int
    closed: int


class FaultySheet(Refused):
    """A catalogue with faults: nothing was written, every fault is listed."""

    def __init__(self, faults: list[Fault]) -> None:
        lines = (f"{fault.column}{fault.row} {fault.words}" for fault in faults)
        super().__init__("cases.catalogue_faults", "\n".join(lines), faults=faults)


@transaction.atomic
def load_categories(path: Path = SHIPPED, *, by: Actor) -> Loaded:
    """Load a catalogue sheet (UTF-8 CSV). Loaded twice, the second time changes nothing.

    A row that differs closes the old one on its first day and opens a new one; a code that is
    absent stays as it is. Refuses the whole sheet with ``cases.catalogue_faults``.
    """
    access.require(by, permissions.CATALOGUE, _everywhere())
    rows = _read(path)
    if faults := check_rows(rows):
        raise FaultySheet(faults)
    loaded = load_rows(rows)
    audit.record(by, "cases.load_catalogue", None, opened=loaded.opened, closed=loaded.closed)
    return loaded


def load_rows(rows: Iterable[Row]) -> Loaded:
    """Open and close the dated rows that checked lines ask for; what no line names stays."""
    before, larges = _standing(), dict[str, Category]()
    for line in map(read_line, rows):
        _load(line, larges)
    after = _standing()
    return Loaded(len(after - before), len(before - after))


@transaction.atomic
def publish_workflow(
    data: Mapping[str, Any],
    *,
    by: Actor,
    region: Region | None = None,
    effective_from: datetime = SINCE_EVER,
) -> CaseWorkflow:
    """Publish a version of the moves for a region, or for all; a case keeps the one it began with.

    Refuses with ``cases.workflow_problems``, naming each line at fault.
    """
    access.require(by, permissions.CATALOGUE, _everywhere(region))
    if problems := rules.check_workflow(data):
        words = "\n".join(f"{problem.where} {problem.what}" for problem in problems)
        raise Refused("cases.workflow_problems", words, problems=problems)
    workflow, new = CaseWorkflow.objects.get_or_create(
        region=region,
        number=data["number"],
        defaults={"effective_from": effective_from, "moves": data},
    )
    if not new and workflow.moves != data:
        raise Refused("cases.workflow_published", _("这个版本已发布，不能再改，请另用新的版本号。"))
    if new:
        audit.record(by, "cases.publish_workflow", workflow, number=workflow.number)
    return workflow


def ship_catalogue(*, by: Actor) -> Loaded:
    """Load what the house comes with: the start set of categories and version 1 of the moves."""
    publish_workflow(rules.shipped(), by=by)
    return load_categories(by=by)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = [column for column in COLUMNS if rows and column not in rows[0]]
    if missing:
        raise FaultySheet([Fault(1, column, _("缺少这一列")) for column in missing])
    read = (*COLUMNS, *ENGLISH)
    return [{column: (row.get(column) or "").strip() for column in read} for row in rows]


def _load(line: StandardLine, larges: dict[str, Category]) -> None:
    code, name, english = line.large
    if code not in larges:
        kept = {"name": name, "name_en": english, "line": line.facts["line"]}
        larges[code] = _category(code, line.since, None, kept)
    code, name, english = line.small
    named = {"name": name, "name_en": english, "parent_id": larges[code[:2]].pk}
    small = _category(code, line.since, line.until, named | dict(line.facts))
    facts = {
        "category_id": small.pk,
        "criterion": line.criterion,
        "close_condition": line.close_condition,
        "agency_post": line.agency_post,
        "limit_amount": line.limit.amount,
        "limit_unit": line.limit.unit,
        "urgent_limit_amount": line.urgent_limit.amount if line.urgent_limit else None,
        "urgent_limit_unit": line.urgent_limit.unit if line.urgent_limit else "",
    }
    known = Standard.objects.filter(category__code=code, number=line.number)
    if _kept(known, facts, line.until) is None:
        day = _close(_latest(known), line.since)
        Standard.objects.create(number=line.number, since=day, until=line.until, **facts)


def _category(code: str, since: date, until: date | None, wanted: dict[str, Any]) -> Category:
    known = Category.objects.filter(code=code)
    latest = _latest(known)
    if not wanted["name_en"] and latest is not None and latest.name == wanted["name"]:
        wanted["name_en"] = latest.name_en
    kept = _kept(known, wanted, until)
    if kept is not None:
        return kept
    return Category.objects.create(code=code, since=_close(latest, since), until=until, **wanted)


def _latest(known: QuerySet[Version]) -> Version | None:
    """The version that stands, or that stands until a day to come."""
    return (
        known.filter(Q(until__isnull=True) | Q(until__gt=today())).order_by("-since", "-pk").first()
    )


def _kept(known: QuerySet[Version], facts: Mapping[str, Any], until: date | None) -> Version | None:
    """The standing version, if it says the same; only its last day may be set anew."""
    latest = _latest(known)
    if latest is None or not _same(latest, facts):
        return None
    if latest.until != until:
        latest.until = max(until, latest.since) if until else None
        latest.save(update_fields=["until"])
    return latest


def _same(row: Category | Standard, facts: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in facts.items())


def _close(row: Category | Standard | None, day: date) -> date:
    """End a version where the next begins; that is never before today, so no past day changes."""
    if row is None:
        return day
    begins = day if day > row.since else max(today(), row.since)
    row.until = begins
    row.save(update_fields=["until"])
    return begins


def _standing() -> set[tuple[str, int]]:
    """The open rows of the catalogue, to count what a load opened and closed."""
    categories = Category.objects.filter(until__isnull=True).values_list("pk", flat=True)
    standards = Standard.objects.filter(until__isnull=True).values_list("pk", flat=True)
    return {("category", pk) for pk in categories} | {("standard", pk) for pk in standards}


def _everywhere(region: Region | None = None) -> access.Subject:
    return access.Subject(node=region.path if region else "", key="cases.catalogue")
