"""Taking edits made offline: each once, in the phone's order, merged with what happened meanwhile.

One bad edit never stops the rest: each has its own transaction and its own answer.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linge.accounts.actors import actor_of
from linge.kernel import clock, crypto
from linge.kernel.access import Actor
from linge.kernel.idempotency import fingerprint
from linge.kernel.refusals import Refused

from ..models import SyncEdit
from ..rules import syncing
from ..rules.syncing import GAP_WAIT, EditState
from .offline import merge_edit

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit as a phone sends it. ``changes`` is fact → ``{"base": …, "value": …}``."""

    request_id: UUID
    device: str
    seq: int
    entity: str
    uuid: UUID
    base_version: int
    changes: Mapping[str, Mapping[str, str | None]]
    at: datetime

    @property
    def body(self) -> dict[str, Any]:
        return {
            "entity": self.entity,
            "uuid": str(self.uuid),
            "base_version": self.base_version,
            "changes": {name: dict(change) for name, change in self.changes.items()},
        }


def receive_edits(edits: Iterable[Edit], *, by: Actor) -> list[Answer]:
    """Take edits in the order of each phone; answers in the order they were sent."""
    sent = list(edits)
    answers: dict[int, Answer] = {}
    for place, edit in sorted(enumerate(sent), key=lambda pair: (pair[1].device, pair[1].seq)):
        answers[place] = {"request_id": str(edit.request_id), **_receive(edit, by)}
        release(by, edit.device)
    return [answers[place] for place in range(len(sent))]


@transaction.atomic
def _receive(edit: Edit, by: Actor) -> Answer:
    digest = fingerprint(edit.body)
    mine = SyncEdit.objects.filter(user=by.person, request_id=edit.request_id)
    earlier = mine.exclude(state=EditState.REUSED).first()
    if earlier and earlier.digest != digest:
        return _quarantine(edit, digest, by)
    if earlier:
        return _answer_of(earlier) | {"result": EditState.DUPLICATE.value}
    row = _row(edit, digest, by)
    now = clock.now()
    if syncing.waits_for_gap(edit.seq, last_run(by, edit.device), row.received_at, now):
        row.save()
        return {"result": EditState.HELD.value}
    return _run(row, by)


def _row(edit: Edit, digest: str, by: Actor, state: EditState = EditState.HELD) -> SyncEdit:
    now = clock.now()
    return SyncEdit(
        user_id=by.person,
        request_id=edit.request_id,
        device=edit.device,
        seq=edit.seq,
        subject=edit.uuid,
        told=json.dumps(edit.body, ensure_ascii=False),
        digest=digest,
        state=state,
        clock_wrong=syncing.clock_is_wrong(edit.at, now),
        device_at=edit.at,
        received_at=now,
    )


def _quarantine(edit: Edit, digest: str, by: Actor) -> Answer:
    """Another body under a used id: refused, and kept for somebody to look at (待处理)."""
    _row(edit, digest, by, EditState.REUSED).save()
    message = _("同一编号对应了不同内容，已另存为待处理，请核对。")
    return _refusal(Refused("kernel.request_reused", str(message), "request_id"))


def last_run(by: Actor, device: str) -> int:
    """The newest edit of a phone that has run; 0 before the first."""
    ran = SyncEdit.objects.filter(user=by.person, device=device, run_at__isnull=False)
    return ran.aggregate(last=Max("seq"))["last"] or 0


def _run(row: SyncEdit, by: Actor) -> Answer:
    """Merge one edit; what the register refuses is told, kept, and stops nothing else."""
    row.out_of_order = syncing.is_out_of_order(row.seq, last_run(by, row.device))
    row.run_at = clock.now()
    told = json.loads(_clear(row, "told"))
    row.save()
    try:
        with transaction.atomic():
            answer = merge_edit(row, told, by=by)
    except Refused as refusal:
        answer = _refusal(refusal)
    row.state = answer["result"]
    answer |= {"out_of_order": row.out_of_order, "clock_wrong": row.clock_wrong}
    row.answer = json.dumps(answer, ensure_ascii=False)
    row.save()
    return answer


def _clear(row: SyncEdit, column: str) -> str:
    text = getattr(row, column)
    return crypto.open_field(row, column) if crypto.is_sealed(text) else text


def _refusal(refusal: Refused) -> Answer:
    return {
        "result": EditState.REFUSED.value,
        "code": refusal.code,
        "message": str(refusal.message),
        "field": refusal.field,
    }


def _answer_of(row: SyncEdit) -> Answer:
    """What was told before; an edit that waits still waits."""
    return json.loads(_clear(row, "answer")) if row.answer else {}


def release(by: Actor, device: str) -> int:
    """Run the edits of a phone that waited for the one before them; says how many."""
    done = 0
    while row := _next_held(by, device):
        with transaction.atomic():
            _run(row, by)
        done += 1
    return done


def _next_held(by: Actor, device: str) -> SyncEdit | None:
    held = SyncEdit.objects.filter(user=by.person, device=device, state=EditState.HELD)
    return held.filter(seq__lte=last_run(by, device) + 1).order_by("seq").first()


def run_overdue() -> int:
    """Run what has waited 120 hours for an edit that never came, flagged 乱序; says how many."""
    late = SyncEdit.objects.filter(
        state=EditState.HELD, received_at__lte=clock.now() - GAP_WAIT
    ).select_related("user")
    done = 0
    for row in late.order_by("user", "device", "seq"):
        by = actor_of(row.user, how="field")
        with transaction.atomic():
            _run(row, by)
        done += 1 + release(by, row.device)
    return done
