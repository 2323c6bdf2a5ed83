"""Tables of the register: people, households, homes, visits and what changed."""

from .audits import AuditFinding, AuditRule, AuditSample, SampledRecord
from .care import CareAnswer, CareKind, CareNeed, CareVisit
from .changes import ChangeEvent, Consent
from .collection import CollectionRound, Visit
from .doors import QuietDoor, SampleCheck, SampledVisit
from .homes import OrganisationContact, Ownership, Residency, ShopOperation, Tenancy
from .households import HEAD, SELF, Household, HouseholdMember, HukouRecord
from .imports import ImportBatch, ImportRow, MappingProfile
from .items import CollectionRule, ItemLimit, PlaceCount
from .matches import MatchCandidate, MatchDecision, MatchSearch, MergeEvent, UnclaimedRow
from .optional import HouseholdItem, OptionalItem
from .people import IdentityDocument, NameKey, Phone, Resident, ResidentScope, TailTally
from .portal import ReceiptSlip, ResidentAccount
from .requests import ChangeRequest, ChangeRequestStep
from .sync import Conflict, SyncCursor, SyncEdit
from .told import Heard, Observation
from .work import Employment

__all__ = [
    "HEAD",
    "SELF",
    "AuditFinding",
    "AuditRule",
    "AuditSample",
    "CareAnswer",
    "CareKind",
    "CareNeed",
    "CareVisit",
    "ChangeEvent",
    "ChangeRequest",
    "ChangeRequestStep",
    "CollectionRound",
    "CollectionRule",
    "Conflict",
    "Consent",
    "Employment",
    "Heard",
    "Household",
    "HouseholdItem",
    "HouseholdMember",
    "HukouRecord",
    "IdentityDocument",
    "ImportBatch",
    "ImportRow",
    "ItemLimit",
    "MappingProfile",
    "MatchCandidate",
    "MatchDecision",
    "MatchSearch",
    "MergeEvent",
    "NameKey",
    "Observation",
    "OptionalItem",
    "OrganisationContact",
    "Ownership",
    "Phone",
    "PlaceCount",
    "QuietDoor",
    "ReceiptSlip",
    "Residency",
    "Resident",
    "ResidentAccount",
    "ResidentScope",
    "SampleCheck",
    "SampledRecord",
    "SampledVisit",
    "ShopOperation",
    "SyncCursor",
    "SyncEdit",
    "TailTally",
    "Tenancy",
    "UnclaimedRow",
    "Visit",
]
