"""Keyed indexes of numbers: how a document or a phone is found without keeping it in clear."""

from functools import partial

from linge.kernel import crypto

from .models import IdentityDocument, Phone

DOCUMENT = "registry.identity_document.number"
PHONE = "registry.phone.number"
BOOK = "registry.household.book_no"
ITEM = "registry.household_item.number"

document_index = partial(crypto.blind, DOCUMENT)
phone_index = partial(crypto.blind, PHONE)
book_index = partial(crypto.blind, BOOK)
item_index = partial(crypto.blind, ITEM)


def document_tail(number: str, community: int) -> str:
    """Index of the last four signs, another in each community, so tails never meet across them."""
    return crypto.blind_tail(DOCUMENT, number, community=community)


def phone_tail(number: str, community: int) -> str:
    """The same for a phone number."""
    return crypto.blind_tail(PHONE, number, community=community)


def clear(row: IdentityDocument | Phone) -> str:
    """The number itself. Callers index or mask it, or have an audited reveal."""
    return crypto.open_field(row, "number")
