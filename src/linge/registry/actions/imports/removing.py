"""Removing the rows a batch made, unless somebody edited them or something hangs on them by now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import ChangeEvent
from ..pouring import drop_rows
from .history import History
from .undo import Key, Undo

CHILDREN_FIRST = (
    "registry.residentscope",
    "registry.householdmember",
    "registry.residency",
    "registry.hukourecord",
    "registry.phone",
    "registry.organisationcontact",
    "registry.shopoperation",
    "registry.tenancy",
    "registry.identitydocument",
    "registry.household",
    "registry.resident",
    "territory.shop",
    "territory.organisation",
    "territory.addressalias",
    "territory.dwellinguse",
    "territory.dwelling",
    "territory.unit",
)
WITH_OWNER = {"registry.resident": (("registry.namekey", "person_id"),)}
"""Rows that go with their owner and hold nobody back, by the tie to it."""
NO_TIE = tuple(label for owned in WITH_OWNER.values() for label, _tie in owned)
MANY = 900

Made = dict[str, dict[int, dict[str, Any]]]
"""Table → id → stored columns."""


class Since:
    """What happened to rows after the batch: ``last`` is the newest entry of its history."""

    def __init__(self, last: int) -> None:
        self.last = last

    def touched(self, subjects: Iterable[UUID]) -> set[UUID]:
        changed: set[UUID] = set()
        for part in _parts(subjects):
            later = ChangeEvent.objects.filter(subject__in=part, pk__gt=self.last)
            changed.update(later.values_list("subject", flat=True))
        return changed


def told(key: Key, columns: Mapping[str, Any], words: str | Promise) -> dict[str, str]:
    """A row that was kept, and why."""
    return {"table": key[0], "uuid": str(columns.get("uuid", "")), "words": str(words)}


def remove(undo: Undo, since: Since, history: History, inverse: Undo) -> Iterator[dict[str, str]]:
    """Delete what was made, children first; answers what had to stay, ``inverse`` notes the rest."""
    made: Made = defaultdict(dict)
    for label in CHILDREN_FIRST:
        made[label] = _stored(label, {pk for of, pk in undo.created if of == label})
    stay = _staying(made, since)
    for label in CHILDREN_FIRST:
        model = apps.get_model(label)
        for pk, columns in made[label].items():
            if (label, pk) in stay:
                yield told((label, pk), columns, _("此后已被使用或修改，保留"))
            else:
                history.removed(label, columns)
                inverse.removed[label, pk] = columns
        gone = [pk for pk in made[label] if (label, pk) not in stay]
        for owned, tie in WITH_OWNER.get(label, ()):
            for part in _within(tie, gone, close=True):
                apps.get_model(owned)._default_manager.filter(**part).delete()
        drop_rows(model, gone)


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = list(items)
    for start in range(0, len(wanted), MANY):
        yield wanted[start : start + MANY]


def _within(name: str, pks: Iterable[int], *, close: bool = False) -> Iterator[dict[str, Any]]:
    """Conditions that find every row whose ``name`` is among the ids, with some others beside them.

    What one chunk made has ids in a row, so most often one span says it; ``close`` lets nothing
    else through.
    """
    wanted = sorted(pks)
    if not wanted:
        return
    span = wanted[-1] - wanted[0] + 1
    if span == len(wanted) or (not close and span < 2 * len(wanted)):
        yield {f"{name}__gte": wanted[0], f"{name}__lte": wanted[-1]}
    else:
        yield from ({f"{name}__in": part} for part in _parts(wanted))


def _stored(label: str, pks: Set[int]) -> dict[int, dict[str, Any]]:
    """Rows as the database holds them, by id."""
    model: type[Model] = apps.get_model(label)
    return {
        columns["id"]: columns
        for part in _within("id", pks)
        for columns in model._default_manager.filter(**part).values()
        if columns["id"] in pks
    }


def _staying(made: Made, since: Since) -> set[Key]:
    """What was edited or is referred to, everything of people who stay, and what those need."""
    stay = _edited(made, since)
    for label in CHILDREN_FIRST:
        stay |= {(label, pk) for pk in _referred_to(label, made)}
    stay |= _of_people(stay, made)
    return stay | _needed(stay, made)


def _edited(made: Made, since: Since) -> set[Key]:
    """Rows with history after the batch, and the people they belong to."""
    edited: set[Key] = set()
    for label, rows in made.items():
        by_uuid = {columns["uuid"]: columns for columns in rows.values() if "uuid" in columns}
        for subject in since.touched(by_uuid):
            edited.add((label, by_uuid[subject]["id"]))
            if (person := by_uuid[subject].get("person_id")) in made["registry.resident"]:
                edited.add(("registry.resident", person))
    return edited


def _referred_to(label: str, made: Made) -> set[int]:
    """Made rows that rows not made by the batch point at."""
    found: set[int] = set()
    for tie in _ties(label):
        other = tie.model._meta.label_lower
        for part in _within(tie.attname, made[label]):
            pairs = tie.model._base_manager.filter(**part)
            for pk, owner in pairs.values_list("pk", tie.attname):
                if owner in made[label] and pk not in made.get(other, ()):
                    found.add(owner)
    return found


def _of_people(stay: set[Key], made: Made) -> set[Key]:
    """Everything made for a person who stays stays too."""
    people = {pk for label, pk in stay if label == "registry.resident"}
    return {
        (label, pk)
        for label, rows in made.items()
        for pk, columns in rows.items()
        if people and columns.get("person_id") in people
    }


def _needed(stay: set[Key], made: Made) -> set[Key]:
    """What rows that stay point at: children first, so that one pass reaches the top."""
    needed: set[Key] = set()
    for label in CHILDREN_FIRST:
        ties = [f for f in apps.get_model(label)._meta.concrete_fields if isinstance(f, ForeignKey)]
        for pk, columns in made[label].items():
            if (label, pk) not in stay and (label, pk) not in needed:
                continue
            for tie in ties:
                above = tie.related_model._meta.label_lower
                if columns[tie.attname] in made.get(above, ()):
                    needed.add((above, columns[tie.attname]))
    return needed


def _ties(label: str) -> list[Any]:
    """The foreign keys that point at a table, of every context."""
    model = apps.get_model(label)
    return [
        field
        for other in apps.get_models()
        for field in other._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model is model
        and other._meta.label_lower not in NO_TIE
    ]
