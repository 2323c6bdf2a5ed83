"""What happened in the register."""

from dataclasses import dataclass

from linge.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ResidentRegistered(Event):
    resident: int
    community: int


@dataclass(frozen=True, slots=True)
class ResidentChanged(Event):
    resident: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResidentMovedIn(Event):
    resident: int
    dwelling: int


@dataclass(frozen=True, slots=True)
class ResidentMovedOut(Event):
    resident: int
    dwelling: int


@dataclass(frozen=True, slots=True)
class HouseholdFormed(Event):
    household: int
    dwelling: int


@dataclass(frozen=True, slots=True)
class ShopChangedHands(Event):
    shop: int
    operation: int


@dataclass(frozen=True, slots=True)
class ResidentDied(Event):
    resident: int


@dataclass(frozen=True, slots=True)
class VisitRecorded(Event):
    visit: int
    dwelling: int
    outcome: str


@dataclass(frozen=True, slots=True)
class SampleAsked(Event):
    """A run of quick confirmations is to be looked at again."""

    check: int


@dataclass(frozen=True, slots=True)
class CareVisitsMissed(Event):
    need: int


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    consent: int


@dataclass(frozen=True, slots=True)
class CareVisitDone(Event):
    visit: int


@dataclass(frozen=True, slots=True)
class ChangeRequested(Event):
    request: int
    resident: int


@dataclass(frozen=True, slots=True)
class ChangeApplied(Event):
    request: int
    resident: int


@dataclass(frozen=True, slots=True)
class ChangeSentBack(Event):
    request: int
    resident: int


@dataclass(frozen=True, slots=True)
class ResidentsMerged(Event):
    merge: int
    survivor: int
    absorbed: int


@dataclass(frozen=True, slots=True)
class ResidentsUnmerged(Event):
    merge: int
    survivor: int
    absorbed: int
