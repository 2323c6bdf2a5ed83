"""Changing divisions (区划变更): proposed first, carried out from its day on, never undone."""

from collections.abc import Sequence
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
from ..events import RegionsChanged
from ..models import Region, RegionChange, RegionState
from ..rules import changes as rules
from ..rules.changes import ChangeKind, ChangeState, Successor
from .moves import path_columns, relocate
from .paths import take_path
from .rows import keep

FIELD_OF_FAULT = {"code": "code", "code_twice": "code", "same_code": "code", "name": "name"}


@transaction.atomic
def propose_change(
    *,
    by: Actor,
    kind: str,
    effective_on: date,
    document: str,
    predecessors: Sequence[Region],
    successors: Sequence[Successor],
    parent: Region | None = None,
) -> RegionChange:
    """Write down a change of divisions before its day; nothing moves yet.

    ``parent`` is the division above the successors, that of the predecessors by default. Refuses
    with ``territory.change_<fault>`` for anything the rules find.
    """
    above = parent or (predecessors[0].parent if predecessors else None)
    for region in (*predecessors, *((above,) if above else ())):
        permissions.require(by, permissions.RESHAPE, region)
    change = keep(
        RegionChange(
            kind=kind,
            effective_on=effective_on,
            document=document.strip(),
            parent=above,
            plan=[_written(one) for one in successors],
            proposed_by_id=by.user_id,
            proposed_at=now(),
        )
    )
    change.predecessors.set(predecessors)
    _refuse_faults(change)
    record(by, "territory.propose_change", change, kind=kind, codes=_codes(predecessors))
    return change


@transaction.atomic
def withdraw_change(change: RegionChange, *, by: Actor) -> RegionChange:
    """Put a proposed change aside; it stays to be read."""
    _may_reshape(change, by)
    _step(change, state=ChangeState.WITHDRAWN)
    record(by, "territory.withdraw_change", change)
    return change


@transaction.atomic
def carry_out_change(change: RegionChange, *, by: Actor) -> RegionChange:
    """Carry out a change whose day has come: every uuid stays, every path below follows.

    Predecessors that do not go on end on the day the successors begin. Refuses with
    ``territory.change_not_yet``, ``territory.moved_on`` or, when something happened since it was
    proposed, with what the rules find now.
    """
    _may_reshape(change, by)
    if change.effective_on > today():
        raise Refused(
            "territory.change_not_yet",
            str(_("生效日期未到，%(day)s起可以执行。") % {"day": change.effective_on.isoformat()}),
        )
    _refuse_faults(change)
    _step(change, state=ChangeState.DONE, done_by_id=by.user_id, done_at=now())
    before = list(change.predecessors.all())
    plan = queries.plan_of(change)
    _end(change, before, {one.keeps for one in plan})
    after = [_follow(change, one) for one in plan]
    for region, one in zip(after, plan, strict=True):
        _take_over(change, region, one)
    _recode_below(change, before, after)
    if len(after) == 1:
        _hand_on_grants(before, after[0])
    change.successors.set(after)
    record(by, "territory.carry_out_change", change, to=_codes(after))
    publish(RegionsChanged(change.pk))
    return change


def _refuse_faults(change: RegionChange) -> None:
    if found := queries.change_faults(change):
        first = found[0]
        raise Refused(
            f"territory.change_{first.code}", first.message, FIELD_OF_FAULT.get(first.code)
        )


def _end(change: RegionChange, before: Sequence[Region], kept: set[str]) -> None:
    """Those who do not go on end where the successors begin."""
    for region in before:
        if str(region.uuid) not in kept:
            region.until = change.effective_on
            region.save(update_fields=["until"])


def _follow(change: RegionChange, one: Successor) -> Region:
    """The successor: a division that goes on under its new name and code, or a new one."""
    if not one.keeps:
        above = change.parent
        return keep(
            Region(
                level=change.predecessors.values_list("level", flat=True)[0],
                code=one.code,
                name=one.name,
                parent=above,
                since=change.effective_on,
                path=take_path(above.path if above else ""),
            )
        )
    region = Region.objects.get(uuid=one.keeps)
    moves = change.kind == ChangeKind.MOVE and change.parent is not None
    if moves or (region.code, region.name) != (one.code, one.name):
        _remember(change, region)
        region.code, region.name = one.code, one.name
        if moves:
            assert change.parent is not None
            relocate(region, change.parent, change.effective_on)
        keep(region)
    return region


def _take_over(change: RegionChange, region: Region, one: Successor) -> None:
    """What the successor takes and does not have yet moves below it."""
    for node in queries.nodes_below(change, one.takes):
        if not node.path.startswith(region.path):
            if isinstance(node, Region):
                _remember(change, node)
            relocate(node, region, change.effective_on)


def _recode_below(change: RegionChange, before: Sequence[Region], after: Sequence[Region]) -> None:
    """Codes below follow the code above; what each was stays in its former states."""
    old_codes = queries.codes_before(change, before)
    for region in after:
        below = {row.code: row for row in queries.open_regions_below(region)}
        for old in sorted(old_codes - {region.code}):
            stray = [code for code in below if code.startswith(old)]
            taken = queries.codes_in_use()
            for code, new in rules.recoded(stray, old, region.code, taken).items():
                row = below[code]
                _remember(change, row)
                row.code = new
                keep(row)


def _remember(change: RegionChange, region: Region) -> None:
    """Note once for a change what a division was before it."""
    last = region.former_states.order_by("-until").first()
    RegionState.objects.get_or_create(
        region=region,
        change=change,
        defaults={
            "code": region.code,
            "name": region.name,
            "parent": region.parent,
            "path": region.path,
            "since": last.until if last and last.until else region.since,
            "until": change.effective_on,
        },
    )


def _hand_on_grants(before: Sequence[Region], heir: Region) -> None:
    """Who worked under a division that ended works under the one that follows it."""
    ended = [region.path for region in before if region.until is not None]
    for model, column in path_columns():
        if column == "node":
            model._base_manager.filter(node__in=ended).update(node=heir.path)


def _may_reshape(change: RegionChange, by: Actor) -> None:
    for region in change.predecessors.all():
        permissions.require(by, permissions.RESHAPE, region)


def _step(change: RegionChange, **changes: Any) -> None:
    """Compare and set: a change is carried out or withdrawn once."""
    rows = RegionChange.objects.filter(pk=change.pk, state=ChangeState.PROPOSED)
    if not rows.update(**changes):
        raise Refused("territory.moved_on", str(_("这次变更刚刚被其他人处理，请刷新页面。")))
    for field, value in changes.items():
        setattr(change, field, value)


def _written(one: Successor) -> dict[str, Any]:
    return {
        "keeps": one.keeps,
        "code": one.code.strip(),
        "name": one.name.strip(),
        "takes": list(one.takes),
    }


def _codes(regions: Sequence[Region]) -> list[str]:
    return [region.code for region in regions]
