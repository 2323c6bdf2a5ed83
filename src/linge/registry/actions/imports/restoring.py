"""Giving rows their earlier columns back, and rows that were removed their place."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ...models import Resident
from ..entries import write_name_keys
from .history import OWN, History
from .removing import CHILDREN_FIRST, told
from .undo import Key, Undo


def restore(undo: Undo, history: History, inverse: Undo) -> Iterator[dict[str, str]]:
    """Put changed columns back where they still hold what the batch wrote; answers what stayed.

    ``inverse`` notes the columns as they were before and after, to take this back.
    """
    for label in CHILDREN_FIRST:
        for key in [key for key in undo.before if key[0] == label]:
            yield from _restore_row(key, undo, history, inverse)


def _restore_row(key: Key, undo: Undo, history: History, inverse: Undo) -> Iterator[dict[str, str]]:
    model = apps.get_model(key[0])
    rows = model._default_manager.filter(pk=key[1])
    before, after = undo.before[key], undo.after[key]
    present = rows.values().first()
    if present is None:
        yield told(key, before, _("这条记录此后已不存在"))
        return
    changed = {name for name in before if present[name] != after[name]}
    back = {name: value for name, value in before.items() if name not in changed}
    if changed - OWN:
        yield from _later(model, key, present, changed - OWN)
        back["version"] = present["version"] + 1 if "version" in present else 0
        back = {name: value for name, value in back.items() if name in present}
    elif "version" in before:
        back["version"] = before["version"]
    try:
        with transaction.atomic():
            rows.update(**back)
    except IntegrityError:
        yield told(key, present, _("与此后的登记冲突，保留现在的值"))
        return
    history.restored(model, present, back)
    inverse.before[key] = {name: present[name] for name in back}
    inverse.after[key] = back


def _later(
    model: type[models.Model], key: Key, present: dict[str, Any], names: Iterable[str]
) -> Iterator[dict[str, str]]:
    """Say of each field that somebody changed it since."""
    labels = {field.attname: field.verbose_name for field in model._meta.concrete_fields}
    for name in sorted(names):
        yield told(key, present, _("“%(field)s”此后已被修改，保留") % {"field": labels[name]})


def put_back(undo: Undo, history: History) -> Iterator[dict[str, str]]:
    """Insert removed rows again under their old ids, parents first; answers what found no place."""
    for label in reversed(CHILDREN_FIRST):
        model: type[models.Model] = apps.get_model(label)
        rows: list[Any] = [
            model(**columns) for (of, _pk), columns in undo.removed.items() if of == label
        ]
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(rows, batch_size=100)
                if model is Resident:
                    write_name_keys(rows)
        except IntegrityError:
            for row in rows:
                key = (label, row.pk)
                yield told(key, undo.removed[key], _("与此后的登记冲突，没有恢复"))
            continue
        for row in rows:
            history.made(row)
