"""Loading the catalogue and the workflow: dated versions, all or nothing (目录时限、流程)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit import actions as audit
from linge.kernel import access
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import permissions, rules
from ..models import CaseWorkflow, Category, Standard
from ..rules.catalogue import COLUMNS, ENGLISH, Fault, StandardLine, check_rows, read_line

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
    before = _standing()
    for line in map(read_line, rows):
        _load(line)
    after = _standing()
    loaded = Loaded(len(after - before), len(before - after))
    audit.record(by, "cases.load_catalogue", None, opened=loaded.opened, closed=loaded.closed)
    return loaded


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


def _load(line: StandardLine) -> None:
    large = _category(line.large, None, line.since, None, {"line": line.facts["line"]})
    small = _category(line.small, large, line.since, line.until, line.facts)
    facts = {
        "criterion": line.criterion,
        "close_condition": line.close_condition,
        "agency_post": line.agency_post,
        "limit_amount": line.limit.amount,
        "limit_unit": line.limit.unit,
        "urgent_limit_amount": line.urgent_limit.amount if line.urgent_limit else None,
        "urgent_limit_unit": line.urgent_limit.unit if line.urgent_limit else "",
    }
    standing = Standard.objects.filter(
        category__code=small.code, number=line.number, until__isnull=True
    ).first()
    same = standing is not None and standing.category_id == small.pk and _same(standing, facts)
    if same and standing is not None and standing.until == line.until:
        return
    _close(standing, line.since)
    Standard.objects.create(
        category=small, number=line.number, since=line.since, until=line.until, **facts
    )


def _category(
    named: tuple[str, str, str],
    parent: Category | None,
    since: date,
    until: date | None,
    facts: Mapping[str, Any],
) -> Category:
    code, name, english = named
    standing = Category.objects.filter(code=code, until__isnull=True).first()
    if not english and standing is not None and standing.name == name:
        english = standing.name_en
    kept = {"name": name, "name_en": english, "parent_id": parent.pk if parent else None}
    wanted = kept | dict(facts)
    if standing is not None and until is None and _same(standing, wanted):
        return standing
    _close(standing, since)
    return Category.objects.create(code=code, since=since, until=until, **wanted)


def _same(row: Category | Standard, facts: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in facts.items())


def _close(row: Category | Standard | None, day: date) -> None:
    if row is not None:
        row.until = max(day, row.since)
        row.save(update_fields=["until"])


def _standing() -> set[tuple[str, int]]:
    """The open rows of the catalogue, to count what a load opened and closed."""
    categories = Category.objects.filter(until__isnull=True).values_list("pk", flat=True)
    standards = Standard.objects.filter(until__isnull=True).values_list("pk", flat=True)
    return {("category", pk) for pk in categories} | {("standard", pk) for pk in standards}


def _everywhere(region: Region | None = None) -> access.Subject:
    return access.Subject(node=region.path if region else "", key="cases.catalogue")
