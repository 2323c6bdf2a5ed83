"""Taking a batch back: what it made goes, what it changed returns, what was changed since stays."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ImportBatch
from ...rules.importing.states import BatchState
from .history import OWN, History
from .moves import move
from .removing import CHILDREN_FIRST, Since, remove, told
from .undo import Key, Undo, open_undo

OWN_DAYS, LEADER_DAYS = 7, 30


@transaction.atomic
def roll_back(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Take a written batch back (撤销本次导入).

    A field that was edited since keeps its value and is listed; a row others refer to by now is
    kept and listed. Within seven days whoever may import may do it, until the thirtieth the
    community leader. Refuses with ``registry.import_too_old``.
    """
    permissions.require(by, permissions.IMPORT, batch.community)
    _in_time(batch, by)
    move(batch, "roll_back", rolled_back_at=clock.now())
    undo = _whole(batch)
    since = Since(batch.uuid)
    events = History(by, batch.uuid)
    kept = [*remove(undo, since, events), *_restore(undo, since, events)]
    events.write()
    batch.kept = kept
    ImportBatch.objects.filter(pk=batch.pk).update(kept=kept)
    batch.rows.update(applied_at=None, undo="")
    record(by, "registry.import_roll_back", batch, kept=len(kept), made=len(undo.created))
    return batch


def _in_time(batch: ImportBatch, by: Actor) -> None:
    if batch.state != BatchState.APPLIED or batch.applied_at is None:
        return
    age = clock.now() - batch.applied_at
    if age > timedelta(days=LEADER_DAYS):
        message = _("写入已超过30天，不能再整批撤销，请逐条更正。")
        raise Refused("registry.import_too_old", str(message))
    if age > timedelta(days=OWN_DAYS):
        permissions.require(by, permissions.ROLL_BACK_OLD, batch.community)


def _whole(batch: ImportBatch) -> Undo:
    """What all rows did, each changed row as it stood before the first of them."""
    made: dict[Key, None] = {}
    before: dict[Key, dict[str, Any]] = {}
    for row in batch.rows.exclude(applied_at=None).exclude(undo="").order_by("block", "number"):
        undo = open_undo(row)
        made |= dict.fromkeys(undo.created)
        for key, columns in undo.before.items():
            if key not in made:
                before.setdefault(key, columns)
    return Undo(list(made), before)


def _restore(undo: Undo, since: Since, events: History) -> Iterator[dict[str, str]]:
    """Put changed rows back as they were, but for fields somebody changed since."""
    uuids = {key: columns["uuid"] for key, columns in undo.before.items() if "uuid" in columns}
    later = since.fields(uuids.values())
    for label in CHILDREN_FIRST:
        for key in [key for key in undo.before if key[0] == label]:
            fields = later.get(uuids.get(key), set())  # type: ignore[arg-type]
            yield from _restore_row(key, undo.before[key], fields, events)


def _restore_row(
    key: Key, columns: dict[str, Any], later: set[str], events: History
) -> Iterator[dict[str, str]]:
    model = apps.get_model(key[0])
    rows = model._default_manager.filter(pk=key[1])
    present = rows.values().first()
    if present is None:
        yield told(key, columns, _("这条记录此后已不存在"))
        return
    back = dict(columns)
    if later:
        names = {field.attname: field.name for field in model._meta.concrete_fields}
        changed = {name for name in columns if columns[name] != present[name]} - OWN
        back = {name: columns[name] for name in changed if names[name] not in later}
        for name in changed - back.keys():
            label = model._meta.get_field(names[name]).verbose_name
            yield told(key, columns, _("“%(field)s”此后已被修改，保留") % {"field": label})
        back["version"] = present["version"] + 1
    back.pop("id", None)
    try:
        with transaction.atomic():
            rows.update(**back)
            events.restored(model, present, back)
    except IntegrityError:
        yield told(key, columns, _("与此后的登记冲突，保留现在的值"))
