"""Facts in the past tense. What else follows from one is listed on one page.

What must not be lost is written with the deed, in its transaction; the rest runs after commit.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Base of every fact a context announces; subclasses add the identifiers concerned."""


Reaction = Callable[[Any], object]
_written: dict[type[Event], tuple[Reaction, ...]] = {}
_reactions: dict[type[Event], tuple[Reaction, ...]] = {}


def bind(
    written: dict[type[Event], list[Reaction]], reactions: dict[type[Event], list[Reaction]]
) -> None:
    """Make the house's reactions known, once at start (`site/reactions.py`)."""
    _written.update({event: tuple(called) for event, called in written.items()})
    _reactions.update({event: tuple(called) for event, called in reactions.items()})


def publish(event: Event) -> None:
    """Announce a fact, inside the transaction of the deed.

    What is written with the deed (messages for the outbox) is written now and shares its fate; the
    other reactions run after commit, each alone, none undoing another.
    """
    for write in _written.get(type(event), ()):
        write(event)
    for reaction in _reactions.get(type(event), ()):
        transaction.on_commit(partial(_react, reaction, event))


def _react(reaction: Reaction, event: Event) -> None:
    try:
        with transaction.atomic():
            reaction(event)
    except Exception:
        name = getattr(reaction, "__name__", repr(reaction))
        logger.exception("reaction failed", extra={"reaction": name, "fact": type(event).__name__})
