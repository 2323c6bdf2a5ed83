"""Taking a batch back: what it made goes, what it changed returns, what was changed since stays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Max, Model, ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ... import permissions
from ...models import ChangeEvent, ImportBatch
from ...rules.importing.states import BatchState
from .moves import move
from .undo import Key, Undo, open_undo

OWN_DAYS, LEADER_DAYS = 7, 30
CHILDREN_FIRST = (
    "registry.residentscope",
    "registry.householdmember",
    "registry.residency",
    "registry.hukourecord",
    "registry.phone",
    "registry.identitydocument",
    "registry.household",
    "registry.resident",
    "territory.addressalias",
    "territory.dwellinguse",
    "territory.dwelling",
    "territory.unit",
)
FREE_OF_HISTORY = ("registry.residentscope",)


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
    since = _Since(batch.uuid)
    kept = [*_remove(undo, since), *_restore(undo, since)]
    batch.kept = kept
    ImportBatch.objects.filter(pk=batch.pk).update(kept=kept)
    batch.rows.update(applied_at=None, undo="")
    record(
        by, "registry.import_roll_back", batch, kept=len(kept), made=len(undo.created)
    )
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
    whole = Undo()
    for row in (
        batch.rows.exclude(applied_at=None).exclude(undo="").order_by("block", "number")
    ):
        undo = open_undo(row)
        made = set(whole.created)
        whole.created += [key for key in undo.created if key not in made]
        for key, columns in undo.before.items():
            if key not in made:
                whole.before.setdefault(key, columns)
    return whole


class _Since:
    """What happened to rows after the batch: by subject, the fields that were changed."""

    def __init__(self, batch: UUID) -> None:
        self.batch = batch
        own = ChangeEvent.objects.filter(batch=batch)
        self.last = own.aggregate(last=Max("pk"))["last"] or 0

    def fields(self, subjects: Iterable[UUID]) -> dict[UUID, set[str]]:
        changed: dict[UUID, set[str]] = defaultdict(set)
        wanted = list(subjects)
        for start in range(0, len(wanted), 900):
            later = ChangeEvent.objects.filter(
                subject__in=wanted[start : start + 900], pk__gt=self.last
            ).exclude(batch=self.batch)
            for subject, name in later.values_list("subject", "field"):
                changed[subject].add(name)
        return changed


def _restore(undo: Undo, since: _Since) -> Iterator[dict[str, str]]:
    """Put changed rows back as they were, but for fields somebody changed since."""
    uuids = {
        key: columns["uuid"]
        for key, columns in undo.before.items()
        if "uuid" in columns
    }
    later = since.fields(uuids.values())
    for label in CHILDREN_FIRST:
        for key in [key for key in undo.before if key[0] == label]:
            fields = later.get(uuids.get(key), set())  # type: ignore[arg-type]
            yield from _restore_row(key, undo.before[key], fields)


def _restore_row(
    key: Key, columns: dict[str, Any], later: set[str]
) -> Iterator[dict[str, str]]:
    model = apps.get_model(key[0])
    rows = model._default_manager.filter(pk=key[1])
    present = rows.values().first()
    if present is None:
        yield _told(key, columns, _("这条记录此后已不存在"))
        return
    own = {"version", "confirmed_at", "source", "recorded_at"}
    back = dict(columns)
    if later:
        names = {field.attname: field.name for field in model._meta.concrete_fields}
        changed = {name for name in columns if columns[name] != present[name]} - own
        back = {name: columns[name] for name in changed if names[name] not in later}
        for name in changed - back.keys():
            label = model._meta.get_field(names[name]).verbose_name
            yield _told(
                key, columns, _("“%(field)s”此后已被修改，保留") % {"field": label}
            )
        back["version"] = present["version"] + 1
    back.pop("id", None)
    try:
        with transaction.atomic():
            rows.update(**back)
    except IntegrityError:
        yield _told(key, columns, _("与此后的登记冲突，保留现在的值"))


def _told(key: Key, columns: dict[str, Any], words: str) -> dict[str, str]:
    return {"table": key[0], "uuid": str(columns.get("uuid", "")), "words": str(words)}


def _remove(undo: Undo, since: _Since) -> Iterator[dict[str, str]]:
    """Delete what the batch made, children first, unless something hangs on it by now."""
    made: dict[str, set[int]] = defaultdict(set)
    for label, pk in undo.created:
        made[label].add(pk)
    stay = _touched(made, since)
    for label in CHILDREN_FIRST:
        for row in _made_rows(label, made[label]):
            if (label, row.pk) in stay or _others_hang_on(row, made):
                yield _told((label, row.pk), {"uuid": getattr(row, "uuid", "")},
                            _("此后已被使用，保留"))  # fmt: skip
                made[label].discard(row.pk)
            else:
                row.delete()


def _made_rows(label: str, pks: Iterable[int]) -> Iterator[Model]:
    model = apps.get_model(label)
    wanted = sorted(pks)
    for start in range(0, len(wanted), 900):
        yield from model._default_manager.filter(pk__in=wanted[start : start + 900])


def _touched(made: dict[str, set[int]], since: _Since) -> set[Key]:
    """Rows edited after the batch, and the people they belong to: these stay."""
    stay: set[Key] = set()
    for label, pks in made.items():
        if label in FREE_OF_HISTORY or not label.startswith("registry."):
            continue
        uuids = {row.uuid: row for row in _made_rows(label, pks)}  # type: ignore[attr-defined]
        for subject in since.fields(uuids):
            row = uuids[subject]
            stay.add((label, row.pk))
            if person := getattr(row, "person_id", None):
                stay.add(("registry.resident", person))
    return stay | _parts_of(stay, made)


def _parts_of(stay: set[Key], made: dict[str, set[int]]) -> set[Key]:
    """Everything made for a person who stays, stays too."""
    people = {pk for label, pk in stay if label == "registry.resident"}
    if not people:
        return set()
    return {
        (label, row.pk)
        for label, pks in made.items()
        for row in _made_rows(label, pks)
        if getattr(row, "person_id", None) in people
    } | {
        ("registry.household", row.household_id)  # type: ignore[attr-defined]
        for row in _made_rows(
            "registry.householdmember", made["registry.householdmember"]
        )
        if row.person_id in people  # type: ignore[attr-defined]
    }


def _others_hang_on(row: Model, made: dict[str, set[int]]) -> bool:
    """Whether anything but rows of the batch, or keys of a name, would go with this row."""
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except ProtectedError as protected:
        return any(
            other.pk not in made[other._meta.label_lower]
            for other in protected.protected_objects
        )
    own = {row._meta.label_lower, "registry.namekey"}
    return any(
        model._meta.label_lower not in own
        and one.pk not in made[model._meta.label_lower]
        for model, instances in collector.data.items()
        for one in instances
    )
