"""What happened to cases. Every event names the case by id and the step that made it so."""

from dataclasses import dataclass
from datetime import datetime

from linge.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CaseEvent(Event):
    """Base of what happened to one case."""

    case_id: int
    step_id: int


class CaseReported(CaseEvent):
    """A report came in and is a case now."""


class CaseWithdrawn(CaseEvent):
    """The reporter took it back."""


class CaseSentToConfirm(CaseEvent):
    """A worker was asked to look."""


class CaseConfirmed(CaseEvent):
    """The worker said what is there."""


class CaseAccepted(CaseEvent):
    """Taken up, with a standard and a promise."""


class CasePlaced(CaseEvent):
    """Given a grid, or a better one."""


class CaseRejected(CaseEvent):
    """Not taken up, with words to the reporter."""


@dataclass(frozen=True, slots=True)
class CaseMerged(CaseEvent):
    """A report joined another case."""

    target_id: int


@dataclass(frozen=True, slots=True)
class CaseUnmerged(CaseEvent):
    """It is a matter of its own again."""

    target_id: int


@dataclass(frozen=True, slots=True)
class CaseLinked(CaseEvent):
    """A case became part of a larger one."""

    parent_id: int


@dataclass(frozen=True, slots=True)
class CaseUnlinked(CaseEvent):
    """It is no part any more."""

    parent_id: int


@dataclass(frozen=True, slots=True)
class AgencyEvent(CaseEvent):
    """Base of what happened to one agency's part in a case."""

    agency_id: int


class HelpAsked(AgencyEvent):
    """A further agency was asked to help."""


class HelpDone(AgencyEvent):
    """A helping agency did its part."""


class HelpDeclined(AgencyEvent):
    """A helping agency gave its part back."""


class HelpReleased(AgencyEvent):
    """A helping agency need do no more."""


class AgencyRated(AgencyEvent):
    """The community said how an agency did."""


class CaseSelfHandled(CaseEvent):
    """Settled on the spot by the worker who found it."""


@dataclass(frozen=True, slots=True)
class CaseDispatched(CaseEvent):
    """Sent to an agency, due at a time."""

    agency_id: int
    due_at: datetime


class CaseSigned(CaseEvent):
    """The agency has it."""


@dataclass(frozen=True, slots=True)
class CaseReassigned(CaseEvent):
    """Another person of the same agency has it."""

    handler_id: int


class CaseRecalled(CaseEvent):
    """The dispatcher took it from the agency."""


class CaseDeclined(CaseEvent):
    """The agency gave it back."""


class CaseHandled(CaseEvent):
    """The agency says it is done."""


class SampleChecked(CaseEvent):
    """A case handled on the spot was looked at again."""


class CaseVerified(CaseEvent):
    """Somebody else saw that it is done."""


class CaseNotVerifiable(CaseEvent):
    """The verifier could not see whether it is done."""


class CaseSentBack(CaseEvent):
    """It is not done: back to the same agency."""


class CaseClosed(CaseEvent):
    """At its end."""


class CaseReopened(CaseEvent):
    """Brought back, a new episode."""


class CaseForwarded(CaseEvent):
    """Handed to another authority."""


class CaseTakenBack(CaseEvent):
    """Ours again after a forward."""


@dataclass(frozen=True, slots=True)
class CaseUndone(CaseEvent):
    """The last step was taken back by the person who made it."""

    undone: str


@dataclass(frozen=True, slots=True)
class ChronicPlaceFound(Event):
    """The same trouble came back often enough at one place."""

    place_id: int


class CaseEvaluated(CaseEvent):
    """The reporter said how it went."""


class CaseRequested(CaseEvent):
    """Somebody asked for what another has to decide."""


class CaseRequestAgreed(CaseEvent):
    """The first of two agreed that it be granted."""


class CaseRequestRefused(CaseEvent):
    """Whoever decides said no."""


class CasePostponed(CaseEvent):
    """The agency has longer."""


class CaseSuspended(CaseEvent):
    """It waits until a day."""


class CaseResumed(CaseEvent):
    """It goes on after it waited."""


class CaseQuestioned(CaseEvent):
    """The reporter was asked for what is missing."""


class CaseAnswered(CaseEvent):
    """The reporter said what was missing."""


class CaseVoided(CaseEvent):
    """It never was a case; two people said so."""


class CaseForceClosed(CaseEvent):
    """Ended without being settled; two people said so."""


@dataclass(frozen=True, slots=True)
class CaseEscalated(CaseEvent):
    """It climbed, to the highest of the levels just recorded."""

    escalation_id: int


@dataclass(frozen=True, slots=True)
class CaseUrged(CaseEvent):
    """A superior asked how it stands."""

    urge_id: int


class CaseUrgeAnswered(CaseEvent):
    """Whoever holds it replied."""


@dataclass(frozen=True, slots=True)
class CaseWhistled(CaseEvent):
    """Units were called to the place."""

    whistle_id: int


@dataclass(frozen=True, slots=True)
class MajorHazardFound(CaseEvent):
    """A hazard was judged major (重大隐患); the street is told at once."""

    hazard_id: int
