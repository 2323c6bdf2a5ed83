"""Drawing and publishing a division of a community into grids (网格划分)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions, queries
from ..events import DivisionApplied, DivisionPublished
from ..models import Division, Grid, GridMember, GridShape, Region
from ..rules import divisions as rules
from ..rules.kinds import DivisionState, GridKind
from .applying import spread_grids
from .rows import keep

OPEN_TO_CHANGE = (DivisionState.DRAFT, DivisionState.SUBMITTED)
REMARKS_SHOWN = 3


@transaction.atomic
def create_grid(
    community: Region,
    *,
    by: Actor,
    code: str,
    name: str,
    kind: str = GridKind.BASE,
    since: date | None = None,
) -> Grid:
    """Add a grid; it holds nothing until a division gives it members."""
    permissions.require(by, permissions.DRAFT, community)
    grid = keep(
        Grid(
            community=community,
            code=code.strip(),
            name=name.strip(),
            kind=kind,
            since=since or today(),
        )
    )
    record(by, "territory.create_grid", grid, code=code)
    return grid


@transaction.atomic
def draft_division(
    community: Region, *, by: Actor, since: date | None = None, reason: str = ""
) -> Division:
    """Begin a division from the one in force: same outlines, same members, to be changed."""
    permissions.require(by, permissions.DRAFT, community)
    division = keep(
        Division(
            community=community,
            since=since or today(),
            reason=reason.strip(),
            drafted_by_id=by.user_id,
            drafted_at=now(),
        )
    )
    if current := queries.division_on(community, today()):
        _copy(current, division)
    record(by, "territory.draft_division", division)
    return division


@transaction.atomic
def draw(division: Division, *, by: Actor, shapes: Mapping[Grid, dict[str, Any]]) -> Division:
    """Give grids their outlines in a draft. Faults show in the check, so half-done work is kept."""
    open_to_change(division, by)
    division.shapes.filter(grid__in=shapes).delete()
    GridShape.objects.bulk_create(
        GridShape(division=division, grid=grid, polygon=polygon) for grid, polygon in shapes.items()
    )
    record(by, "territory.draw", division, grids=[grid.code for grid in shapes])
    return division


@transaction.atomic
def assign(
    division: Division,
    *,
    by: Actor,
    grid: Grid,
    buildings: Iterable[int] = (),
    units: Iterable[int] = (),
    shops: Iterable[int] = (),
    organisations: Iterable[int] = (),
    places: Iterable[int] = (),
) -> Division:
    """Put members (by id) into a grid of a draft; each leaves the grid it was in before.

    Shops and organisations in a building that is put go with it.
    """
    open_to_change(division, by)
    buildings = set(buildings)
    contents = queries.contents_of(buildings)
    members = {
        "building": buildings,
        "unit": set(units),
        "shop": {*shops, *contents["shop"]},
        "organisation": {*organisations, *contents["organisation"]},
        "place": set(places),
    }
    for kind, ids in members.items():
        _place(division, grid, kind, ids)
    record(by, "territory.assign", division, grid=grid.code, count=sum(map(len, members.values())))
    return division


@transaction.atomic
def submit_division(division: Division, *, by: Actor) -> Division:
    """Hand a draft to the community leader for approval (送审)."""
    permissions.require(by, permissions.DRAFT, division)
    _step(division, (DivisionState.DRAFT,), state=DivisionState.SUBMITTED)
    record(by, "territory.submit_division", division)
    return division


@transaction.atomic
def withdraw_division(division: Division, *, by: Actor) -> Division:
    """Put a draft aside; it stays to be read."""
    permissions.require(by, permissions.DRAFT, division)
    _step(division, OPEN_TO_CHANGE, state=DivisionState.WITHDRAWN)
    record(by, "territory.withdraw_division", division)
    return division


@transaction.atomic
def publish_division(
    division: Division, *, by: Actor, exception_reason: str = "", history: bool = False
) -> Division:
    """Approve a division: it follows the one in force, which ends the day this one begins.

    ``history`` admits a first day in the past, for the grids of earlier years; one that lies
    before all others ends where the first of them begins and sets no row's grid. Refuses with
    ``territory.division_faults``, ``territory.reason_needed``, ``territory.in_the_past``,
    ``territory.before_current`` or ``territory.moved_on``. People are never touched.
    """
    permissions.require(by, permissions.PUBLISH, division)
    if history:
        permissions.require(by, permissions.LOAD, division)
        if later := queries.first_division_after(division):
            return _file_away(division, later, by)
    current = queries.open_division(division.community)
    _day_is_open(division, current, history)
    _is_publishable(division, exception_reason)
    if current is not None:
        _step(
            current,
            (DivisionState.IN_FORCE,),
            state=DivisionState.SUPERSEDED,
            until=division.since,
        )
    _step(
        division,
        OPEN_TO_CHANGE,
        state=DivisionState.IN_FORCE,
        exception_reason=exception_reason.strip(),
        approved_by_id=by.user_id,
        approved_at=now(),
    )
    record(by, "territory.publish_division", division, since=division.since)
    publish(DivisionPublished(division.pk, division.community_id))
    apply_division(division)
    return division


@transaction.atomic
def apply_division(division: Division) -> bool:
    """Let the rows' grids follow a published division once its first day has come."""
    if division.since > today() or division.applied_at is not None:
        return False
    spread_grids(division)
    _step(division, (DivisionState.IN_FORCE,), applied_at=now())
    publish(DivisionApplied(division.pk, division.community_id))
    return True


def _file_away(division: Division, later: Division, by: Actor) -> Division:
    """Enter a division of earlier years: it was followed by the first one on record."""
    remarks = rules.stops(queries.division_remarks(division))
    if broken := [remark for remark in remarks if remark.code in rules.BROKEN]:
        raise Refused("territory.division_faults", broken[0].message, remarks=broken)
    _step(
        division,
        OPEN_TO_CHANGE,
        state=DivisionState.SUPERSEDED,
        until=later.since,
        approved_by_id=by.user_id,
        approved_at=now(),
        applied_at=now(),
    )
    record(by, "territory.file_division", division, since=division.since, until=later.since)
    return division


def _copy(current: Division, draft: Division) -> None:
    """Carry outlines and members of one division into a new draft."""
    shapes, members = list(current.shapes.all()), list(current.members.all())
    copies: list[GridShape | GridMember] = [*shapes, *members]
    for row in copies:
        row.pk, row.division = None, draft
        row._state.adding = True
    GridShape.objects.bulk_create(shapes)
    GridMember.objects.bulk_create(members, batch_size=1000)


def _place(division: Division, grid: Grid, kind: str, ids: set[int]) -> None:
    if not ids:
        return
    division.members.filter(**{f"{kind}__in": ids}).delete()
    if kind == "building":
        division.members.filter(unit__building__in=ids).delete()
    elif kind == "unit":
        division.members.filter(building__units__in=ids).delete()
    GridMember.objects.bulk_create(
        [
            GridMember(division=division, grid=grid, **{f"{kind}_id": member})
            for member in sorted(ids)
        ],
        batch_size=1000,
    )


def open_to_change(division: Division, by: Actor, version: int | None = None) -> None:
    """Take a draft for a change, as it was read: its version rises.

    Refuses with ``territory.not_a_draft`` or ``territory.moved_on``.
    """
    permissions.require(by, permissions.DRAFT, division)
    if division.state not in OPEN_TO_CHANGE:
        raise Refused("territory.not_a_draft", str(_("这份划分已经生效或撤回，请另起草案再修改。")))
    _step(
        division,
        OPEN_TO_CHANGE,
        version=division.version + 1,
        changed_by_id=by.user_id,
        changed_at=now(),
        read=division.version if version is None else version,
    )


def _day_is_open(division: Division, current: Division | None, history: bool) -> None:
    if division.since < today() and not history:
        raise Refused(
            "territory.in_the_past", str(_("起用日期已过，请改为今天或以后的日期。")), "since"
        )
    if current is not None and division.since <= current.since:
        raise Refused(
            "territory.before_current",
            str(_("起用日期要晚于现行划分的起用日期%(since)s。") % {"since": current.since}),
            "since",
        )


def _is_publishable(division: Division, exception_reason: str) -> None:
    remarks = queries.division_remarks(division)
    if stopping := rules.stops(remarks):
        shown = "".join(remark.message for remark in stopping[:REMARKS_SHOWN])
        rest = len(stopping) - REMARKS_SHOWN
        more = str(_("另有%(count)s处，见核对结果。") % {"count": rest}) if rest > 0 else ""
        raise Refused("territory.division_faults", shown + more, remarks=stopping)
    if rules.warnings(remarks) and not exception_reason.strip():
        raise Refused(
            "territory.reason_needed",
            str(_("有网格超出规模标准或成员在范围之外，请写明理由后再发布。")),
            "exception_reason",
            remarks=remarks,
        )


def _step(
    division: Division, expected: Iterable[str], *, read: int | None = None, **changes: Any
) -> None:
    """Compare and set: change the division only while it is in a state we read it in."""
    rows = Division.objects.filter(pk=division.pk, state__in=expected)
    if read is not None:
        rows = rows.filter(version=read)
    if not rows.update(**changes):
        raise Refused("territory.moved_on", str(_("这份划分刚刚被其他人处理，请刷新页面。")))
    for field, value in changes.items():
        setattr(division, field, value)
