"""Removing the rows a batch made, unless somebody edited them or something hangs on them by now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Max, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import ChangeEvent
from .history import History
from .undo import Key, Undo

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
NO_TIE = ("registry.namekey",)
"""Rows that go with their owner and hold nobody back."""
MANY = 900

Made = dict[str, set[int]]


class Since:
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


def told(key: Key, columns: Mapping[str, Any], words: str | Promise) -> dict[str, str]:
    """A row that was kept, and why."""
    return {"table": key[0], "uuid": str(columns.get("uuid", "")), "words": str(words)}


def remove(undo: Undo, since: Since, history: History) -> Iterator[dict[str, str]]:
    """Delete what was made, children first; answers what had to stay."""
    made: Made = defaultdict(set)
    for label, pk in undo.created:
        made[label].add(pk)
    stay = _staying(made, since)
    for label in CHILDREN_FIRST:
        kept = {pk for pk in made[label] if (label, pk) in stay}
        for row in _rows(label, kept):
            uuid = getattr(row, "uuid", "")
            yield told((label, row.pk), {"uuid": uuid}, _("此后已被使用或修改，保留"))
        for row in _rows(label, made[label] - kept):
            history.removed(row)
        for part in _parts(made[label] - kept):
            apps.get_model(label)._default_manager.filter(pk__in=part).delete()


def _parts(pks: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(pks)
    for start in range(0, len(wanted), MANY):
        yield wanted[start : start + MANY]


def _rows(label: str, pks: Iterable[int]) -> Iterator[Any]:
    model: type[Model] = apps.get_model(label)
    for part in _parts(pks):
        yield from model._default_manager.filter(pk__in=part)


def _staying(made: Made, since: Since) -> set[Key]:
    """What was edited or is referred to, and everything of people who stay."""
    stay = _edited(made, since)
    for label in CHILDREN_FIRST:
        stay |= {(label, pk) for pk in _referred_to(label, made)}
    return stay | _of_people(stay, made)


def _edited(made: Made, since: Since) -> set[Key]:
    """Rows with history after the batch, and the people they belong to."""
    edited: set[Key] = set()
    for label, pks in made.items():
        model = apps.get_model(label)
        if not label.startswith("registry.") or not hasattr(model, "uuid"):
            continue
        rows = {row.uuid: row for row in _rows(label, pks)}
        for subject in since.fields(rows):
            edited.add((label, rows[subject].pk))
            if person := getattr(rows[subject], "person_id", None):
                edited.add(("registry.resident", person))
    return edited & {(label, pk) for label, pks in made.items() for pk in pks}


def _referred_to(label: str, made: Made) -> set[int]:
    """Made rows that rows not made by the batch point at."""
    found: set[int] = set()
    for tie in _ties(label):
        other = tie.model._meta.label_lower
        for part in _parts(made[label]):
            pairs = tie.model._base_manager.filter(**{f"{tie.name}__in": part})
            for pk, owner in pairs.values_list("pk", tie.attname):
                if pk not in made[other]:
                    found.add(owner)
    return found


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


def _of_people(stay: set[Key], made: Made) -> set[Key]:
    """Everything made for a person who stays, and the household, stays too."""
    people = {pk for label, pk in stay if label == "registry.resident"}
    if not people:
        return set()
    parts: set[Key] = set()
    for label, pks in made.items():
        for row in _rows(label, pks):
            if getattr(row, "person_id", None) in people:
                parts.add((label, row.pk))
                if label == "registry.householdmember":
                    parts.add(("registry.household", row.household_id))
    return parts
