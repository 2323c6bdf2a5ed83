"""Tables of the register: people, households, homes, visits and what changed."""

from .changes import ChangeEvent, Consent
from .collection import CollectionRound, Visit
from .homes import OrganisationContact, Ownership, Residency, ShopOperation, Tenancy
from .households import HEAD, SELF, Household, HouseholdMember, HukouRecord
from .imports import ImportBatch, ImportRow, MappingProfile
from .optional import HouseholdItem, OptionalItem
from .people import IdentityDocument, NameKey, Phone, Resident, ResidentScope, TailTally
from .work import Employment

__all__ = [
    "HEAD",
    "SELF",
    "ChangeEvent",
    "CollectionRound",
    "Consent",
    "Employment",
    "Household",
    "HouseholdItem",
    "HouseholdMember",
    "HukouRecord",
    "IdentityDocument",
    "ImportBatch",
    "ImportRow",
    "MappingProfile",
    "NameKey",
    "OptionalItem",
    "OrganisationContact",
    "Ownership",
    "Phone",
    "Residency",
    "Resident",
    "ResidentScope",
    "ShopOperation",
    "TailTally",
    "Tenancy",
    "Visit",
]
