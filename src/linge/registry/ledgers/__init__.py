"""The ledgers (台账): each declared once, shown and printed from the same rows."""

from linge.kernel.access import Actor, can

from .declared import Ledger, LedgerColumn
from .people import CARE, FLOATING, HOUSEHOLDS, HUKOU
from .places import DWELLINGS, LETTINGS, MISSING, ORGANISATIONS, SHOPS, SITES
from .sheets import DWELLINGS as DWELLING_LIST
from .sheets import HOUSEHOLDS as HOUSEHOLD_LIST
from .sheets import ORGANISATIONS as ORGANISATION_LIST
from .sheets import RESIDENTS as RESIDENT_LIST
from .sheets import SHOPS as SHOP_LIST

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

LISTS = (RESIDENT_LIST, HOUSEHOLD_LIST, DWELLING_LIST, ORGANISATION_LIST, SHOP_LIST)
"""What the list pages hand out; not among the ledgers, but taken in the same way."""


def named(code: str) -> Ledger | None:
    """A ledger or a list by its code."""
    return next((ledger for ledger in (*LEDGERS, *LISTS) if ledger.code == code), None)


def open_to(actor: Actor) -> list[Ledger]:
    """The ledgers somebody may open."""
    return [ledger for ledger in LEDGERS if can(actor, ledger.capability)]


def find(actor: Actor, code: str) -> Ledger | None:
    """A ledger or a list by its code, if the actor may open it."""
    found = named(code)
    return found if found and can(actor, found.capability) else None


__all__ = [
    "DWELLING_LIST",
    "HOUSEHOLD_LIST",
    "LEDGERS",
    "LISTS",
    "ORGANISATION_LIST",
    "RESIDENT_LIST",
    "SHOP_LIST",
    "Ledger",
    "LedgerColumn",
    "find",
    "named",
    "open_to",
]
