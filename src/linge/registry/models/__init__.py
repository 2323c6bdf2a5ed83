"""Tables of the register: people, households, homes, visits and what changed."""

from .changes import ChangeEvent, Consent
from .collection import CollectionRound, Visit
from .homes import OrganisationContact, Ownership, Residency, ShopOperation, Tenancy
from .households import HEAD, SELF, Household, HouseholdMember, HukouRecord
from .imports import ImportBatch, ImportRow, MappingProfile
from .people import IdentityDocument, NameKey, Phone, Resident, ResidentScope, TailTally

__all__ = [
    "HEAD",
    "SELF",
    "ChangeEvent",
    "CollectionRound",
    "Consent",
    "Household",
    "HouseholdMember",
    "HukouRecord",
    "IdentityDocument",
    "ImportBatch",
    "ImportRow",
    "MappingProfile",
    "NameKey",
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
