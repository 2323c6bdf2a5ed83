"""Which masked values may be opened: each context names its rows here at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linge.kernel.access import Actor, Purpose
from linge.kernel.refusals import Outside


@dataclass(frozen=True, slots=True)
class Revealable:
    """A model whose sealed fields can be opened one by one."""

    label: str
    fields: frozenset[str]
    capability: str
    allow: Callable[[Actor, Any, Purpose], None]
    find: Callable[[Actor, str], Any]
    purposes: tuple[Purpose, ...]


_declared: dict[str, Revealable] = {}


def declare(revealable: Revealable) -> None:
    """Name a model (``registry.phone``) whose fields can be opened; called at start."""
    _declared[revealable.label] = revealable


def declared(row: Any, field: str) -> Revealable:
    """The declaration of a row's model; an undeclared field does not exist for the asker."""
    return _by_label(row._meta.label_lower, field)


def find(actor: Actor, subject: str, field: str) -> tuple[Any, Revealable]:
    """The row a subject key (``app.model:<uuid>``) names, if the actor may know of it."""
    label, _, name = subject.partition(":")
    revealable = _by_label(label, field)
    return revealable.find(actor, name), revealable


def _by_label(label: str, field: str) -> Revealable:
    revealable = _declared.get(label)
    if revealable is None or field not in revealable.fields:
        raise Outside("access.outside", "")
    return revealable
