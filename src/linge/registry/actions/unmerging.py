"""Taking two merged records apart again (撤销合并), and saying whose the rows born since are."""

from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import ResidentsUnmerged
from ..models import MatchCandidate, MergeEvent, Resident, UnclaimedRow
from ..rules.merging import CandidateState, MergeState
from .merging import Steps, owned_rows, plain, write
from .people import respell

Step = tuple[str, int, str, Any, Any]


@transaction.atomic
def unmerge_residents(merge: MergeEvent, *, by: Actor) -> MergeEvent:
    """Take back a merge, step by step from the last (撤销合并).

    What was changed since stays with the survivor and is listed in ``kept``; rows born since wait
    in the queue 归属待定. Refuses with ``registry.unmerge_order`` under a later merge.
    """
    permissions.require(by, permissions.MERGE, merge.survivor)
    if merge.state != MergeState.APPLIED:
        raise Refused("registry.moved_on", str(_("这次合并刚刚已有人处理，请刷新页面。")))
    _refuse_inner(merge)
    born = _born_since(merge)
    merge.kept = [step for step in reversed(merge.steps) if not _back(step, by)]
    UnclaimedRow.objects.bulk_create(born)
    for person in Resident.objects.filter(pk__in=(merge.survivor_id, merge.absorbed_id)):
        respell(person)
    merge.state, merge.undone_name, merge.undone_at = MergeState.UNDONE, by.name, clock.now()
    merge.save()
    both = (merge.survivor_id, merge.absorbed_id)
    MatchCandidate.objects.filter(first__in=both, second__in=both).update(
        state=CandidateState.WAITING
    )
    record(by, "registry.unmerge", merge.survivor, merge=str(merge.uuid), kept=len(merge.kept))
    publish(ResidentsUnmerged(merge.pk, merge.survivor_id, merge.absorbed_id))
    return merge


def _refuse_inner(merge: MergeEvent) -> None:
    """A merge under a later one of the same person is taken back after it."""
    later = MergeEvent.objects.filter(
        Q(survivor=merge.survivor_id) | Q(absorbed=merge.survivor_id),
        state=MergeState.APPLIED,
        applied_at__gt=merge.applied_at,
    ).order_by("-applied_at")
    if order := [_name_of(each) for each in later]:
        message = _("此后又有合并，请先依次撤销：%(order)s。") % {"order": "、".join(order)}
        raise Refused("registry.unmerge_order", message)


def _name_of(merge: MergeEvent) -> str:
    at = merge.applied_at and merge.applied_at.astimezone(clock.SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _born_since(merge: MergeEvent) -> list[UnclaimedRow]:
    """Rows of the survivor that neither person had at the time."""
    born = []
    for key, rows in owned_rows(merge.survivor):
        label, column = key.rsplit(".", 1)
        known = set(merge.owned.get(key, ()))
        born += [
            UnclaimedRow(merge=merge, entity=label, row=row, column=column)
            for row in rows
            if row not in known
        ]
    return born


def _back(step: Step, by: Actor) -> bool:
    """Take one step back; a column that was changed since is left, and so is a row that is gone."""
    label, key, column, old, new = step
    model = apps.get_model(label)
    row = model._default_manager.filter(pk=key).first()
    if row is None or plain(getattr(row, column)) != new:
        return False
    try:
        with transaction.atomic():
            write(row, column, _value(model, column, old), by=by, reason=str(_("撤销合并")))
    except Refused:
        return False
    return True


def _value(model: type[models.Model], column: str, told: Any) -> Any:
    """A kept value as the column holds it."""
    field: Any = model._meta.get_field(column)
    if field.remote_field:
        return field.remote_field.model._default_manager.filter(pk=told).first()
    return field.to_python(told)


@transaction.atomic
def settle_row(unclaimed: UnclaimedRow, *, by: Actor, owner: Resident) -> UnclaimedRow:
    """Say whose a row born while two records were one is (归属待定)."""
    merge = unclaimed.merge
    permissions.require(by, permissions.MERGE, merge.survivor)
    if owner.pk not in (merge.survivor_id, merge.absorbed_id):
        message = _("只能归到这次合并的两人之一。")
        raise Refused("registry.unclaimed_owner", str(message), "owner")
    if unclaimed.settled_at:
        raise Refused("registry.moved_on", str(_("这条记录刚刚已确定归属，请刷新页面。")))
    row = apps.get_model(unclaimed.entity)._default_manager.filter(pk=unclaimed.row).first()
    if row and getattr(row, f"{unclaimed.column}_id") != owner.pk:
        Steps(by, merge).move(row, unclaimed.column, owner)
    unclaimed.owner, unclaimed.settled_name = owner, by.name
    unclaimed.settled_at = clock.now()
    unclaimed.save()
    record(by, "registry.settle_row", owner, merge=str(merge.uuid), entity=unclaimed.entity)
    return unclaimed
