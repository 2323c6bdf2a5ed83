"""The ledgers (台账): each declared once, shown and printed from the same rows."""

from linge.kernel.access import Actor, can

from .declared import Ledger, LedgerColumn
from .people import CARE, FLOATING, HOUSEHOLDS, HUKOU
from .places import DWELLINGS, LETTINGS, MISSING, ORGANISATIONS, SHOPS, SITES

LEDGERS = (
    HUKOU,
    FLOATING,
    HOUSEHOLDS,
    DWELLINGS,
    LETTINGS,
    MISSING,
    ORGANISATIONS,
    SHOPS,
    CARE,
    SITES,
)


def open_to(actor: Actor) -> list[Ledger]:
    """The ledgers somebody may open."""
    return [ledger for ledger in LEDGERS if can(actor, ledger.capability)]


def find(actor: Actor, code: str) -> Ledger | None:
    """A ledger by its code, if the actor may open it."""
    return next((ledger for ledger in open_to(actor) if ledger.code == code), None)


__all__ = ["LEDGERS", "Ledger", "LedgerColumn", "find", "open_to"]
