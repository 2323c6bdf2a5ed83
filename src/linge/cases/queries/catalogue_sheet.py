"""The catalogue as a sheet, what a draft would change, and how the last cases would have fared."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from linge.kernel.access import Actor, can
from linge.kernel.clock import today
from linge.kernel.worktime import Limit, due_at
from linge.staff.models import Agency
from linge.territory import queries as territory

from .. import permissions, rules
from ..models import Case, CatalogueDraft, Category, Standard
from ..rules.catalogue import COLUMNS, ENGLISH, StandardLine, read_line
from .routing import agencies_for, of_line

REHEARSED = 1_000  # the last cases a change is tried on
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a draft that differs: what stands now, what would stand, cell by cell."""

    code: str
    number: int
    name: str
    new: bool
    cells: tuple[tuple[str, str, str], ...]  # column, as it is, as it would be


@dataclass(frozen=True, slots=True)
class Effect:
    """A past case that a change would have treated otherwise."""

    case: Case
    agency: tuple[str, str]
    due: tuple[datetime, datetime]

    @property
    def other_agency(self) -> bool:
        return self.agency[0] != self.agency[1]

    @property
    def other_due(self) -> bool:
        return self.due[0] != self.due[1]


def drafts(actor: Actor) -> QuerySet[CatalogueDraft]:
    """The catalogues that were brought, the latest first, for whoever keeps the catalogue."""
    rows = CatalogueDraft.objects.select_related("by").order_by("-at", "-id")
    return rows if can(actor, permissions.CATALOGUE) else rows.none()


def in_force() -> dict[Category, dict[Category, list[Standard]]]:
    """The catalogue of today: large categories, small ones, their standards. Two queries."""
    day = today()
    standards = Standard.objects.on(day).filter(category__in=Category.objects.on(day))
    found: dict[Category, dict[Category, list[Standard]]] = {}
    rows = standards.select_related("category__parent").order_by("category__code", "number")
    for standard in rows:
        large = standard.category.parent
        assert large is not None
        found.setdefault(large, {}).setdefault(standard.category, []).append(standard)
    return found


def catalogue_rows() -> list[dict[str, str]]:
    """The catalogue in force or still to come, one line a standard, in its own columns."""
    day = today()
    live = Q(until__isnull=True) | Q(until__gt=day)
    standards = Standard.objects.filter(
        live, Q(category__until__isnull=True) | Q(category__until__gt=day)
    )
    rows = standards.select_related("category__parent").order_by("category__code", "number")
    return [_row(standard) for standard in rows]


def catalogue_csv() -> bytes:
    """The same as a file: UTF-8 with its mark, so that spreadsheets read the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*COLUMNS, *ENGLISH), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(catalogue_rows())
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def changes_of(rows: Iterable[Mapping[str, str]]) -> list[Change]:
    """What a draft would change; a line it doesn't have stays as it is."""
    standing = {_key(row): row for row in catalogue_rows()}
    found = []
    for row in rows:
        now_row = standing.get(_key(row))
        cells = tuple(_differing(now_row or {}, row))
        if cells:
            name = row["small_name"]
            found.append(Change(*_key(row), name=name, new=now_row is None, cells=cells))
    return found


def rehearse(rows: Iterable[Mapping[str, str]]) -> list[Effect]:
    """The last thousand cases under a draft: who would have got what, which due would differ."""
    lines = {(line.small[0], line.number): line for line in map(read_line, rows)}
    related = ("community", "category", "standard")
    cases = Case.objects.filter(standard__isnull=False, accepted_at__isnull=False)
    recent = cases.select_related(*related).order_by("-accepted_at", "-pk")[:REHEARSED]
    return list(_effects(recent, lines))


def _effects(cases: Iterable[Case], lines: Mapping[Key, StandardLine]) -> Iterator[Effect]:
    agencies: dict[int, list[Agency]] = {}
    for case in cases:
        assert case.standard is not None and case.category is not None
        line = lines.get((case.category.code, case.standard.number))
        if line is None:
            continue
        if case.community_id not in agencies:
            agencies[case.community_id] = list(agencies_for(case))
        effect = _effect(case, line, agencies[case.community_id])
        if effect.other_agency or effect.other_due:
            yield effect


def _effect(case: Case, line: StandardLine, agencies: list[Agency]) -> Effect:
    assert case.standard is not None
    posts = (
        (case.standard.agency_post, _line_of(case)),
        (line.agency_post, str(line.facts["line"])),
    )
    names = tuple(_agency(agencies, *post) for post in posts)
    limits = (
        (case.standard.limit, case.standard.urgent_limit),
        (line.limit, line.urgent_limit),
    )
    dues = tuple(_due(case, *limit) for limit in limits)
    return Effect(case, (names[0], names[1]), (dues[0], dues[1]))


def _due(case: Case, limit: Limit, urgent: Limit | None) -> datetime:
    start = case.dispatched_at or case.accepted_at
    assert start is not None
    given = rules.handling_limit(limit, urgent, chosen=case.by_urgent_limit)
    return due_at(start, given, territory.workdays(case.community)).at


def _line_of(case: Case) -> str:
    return case.category.line if case.category else ""


def _agency(agencies: list[Agency], post: str, line: str) -> str:
    found = of_line(agencies, post) or of_line(agencies, line)
    return found.short_name if found else ""


def _key(row: Mapping[str, str]) -> Key:
    return row["small_code"], int(row["standard_no"])


def _differing(
    now_row: Mapping[str, str], row: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for column in (*COLUMNS, *ENGLISH):
        before, after = now_row.get(column, ""), row.get(column, "")
        kept = column == "valid_from" or (column in ENGLISH and not after)
        if not kept and before != after:
            yield column, before, after


def _row(standard: Standard) -> dict[str, str]:
    small = standard.category
    large = small.parent
    assert large is not None
    until = standard.until or small.until
    return {
        "large_code": large.code,
        "large_name": large.name,
        "small_code": small.code,
        "small_name": small.name,
        "kind": small.kind,
        "standard_no": str(standard.number),
        "criterion": standard.criterion,
        "limit_amount": f"{standard.limit_amount.normalize():f}",
        "limit_unit": standard.limit_unit,
        "urgent_limit_amount": (
            f"{standard.urgent_limit_amount.normalize():f}" if standard.urgent_limit_amount else ""
        ),
        "urgent_limit_unit": standard.urgent_limit_unit,
        "close_condition": standard.close_condition,
        "agency_post": standard.agency_post,
        "line": small.line,
        "visible_on_patrol": _yes(small.visible_on_patrol),
        "self_handle": _yes(small.self_handle),
        "public": _yes(small.public),
        "questions_key": small.questions_key,
        "duplicate_metres": str(small.duplicate_metres),
        "duplicate_days": str(small.duplicate_days),
        "postpone": _yes(small.postpone),
        "verify_mode": small.verify_mode,
        "keywords": small.keywords,
        "valid_from": standard.since.isoformat(),
        "valid_to": until.isoformat() if until else "",
        "large_name_en": large.name_en,
        "small_name_en": small.name_en,
    }


def _yes(value: bool) -> str:
    return "1" if value else "0"
