"""What else happens when something happens: the whole list, on one page."""

from linge.cases import events as cases
from linge.cases import reveals as case_reveals
from linge.cases.actions import (
    telling,
    telling_hazards,
    telling_levels,
    telling_places,
    telling_requests,
)
from linge.kernel import events
from linge.registry import actions as registry
from linge.registry import events as registry_events
from linge.registry import reveals as registry_reveals
from linge.registry.actions import slips
from linge.registry.actions.care.telling import tell_lead
from linge.registry.actions.matches import look_again
from linge.territory import events as territory

from . import carriers

Bound = dict[type[events.Event], list[events.Reaction]]

WRITTEN: Bound = {  # in the deed's own transaction: messages that leave by the outbox
    cases.CaseReported: [telling.tell_reporter],
    cases.CaseAccepted: [telling.tell_reporter],
    cases.CaseRejected: [telling.tell_reporter],
    cases.CaseSelfHandled: [telling.tell_reporter],
    cases.CaseForwarded: [telling.tell_reporter],
    cases.CaseMerged: [telling.tell_reporter],
    cases.CaseUnmerged: [telling.tell_reporter],
    cases.CaseClosed: [telling.tell_reporter],
    cases.CaseDispatched: [telling.tell_agency],
    cases.CaseSentBack: [telling.tell_agency],
    cases.CaseEscalated: [telling_levels.tell_level],
    cases.CaseUrged: [telling_levels.tell_urged],
    cases.CaseUrgeAnswered: [telling_levels.tell_urger],
    cases.CaseWhistled: [telling_levels.tell_units],
    cases.CaseRequested: [telling_requests.tell_deciders],
    cases.CaseRequestAgreed: [telling_requests.tell_deciders],
    cases.CaseRequestRefused: [telling_requests.tell_asker],
    cases.CasePostponed: [telling_requests.tell_asker, telling.tell_reporter],
    cases.CaseSuspended: [telling_requests.tell_asker, telling.tell_reporter],
    cases.CaseResumed: [telling.tell_reporter],
    cases.CaseVoided: [telling_requests.tell_asker],
    cases.CaseForceClosed: [telling_requests.tell_asker, telling.tell_reporter],
    cases.CaseQuestioned: [telling.tell_reporter],
    cases.CaseAnswered: [telling_requests.tell_questioner],
    cases.HelpAsked: [telling.tell_helper],
    cases.CaseReassigned: [telling.tell_handler],
    cases.CaseSentToConfirm: [telling.tell_worker],
    cases.ChronicPlaceFound: [telling_places.tell_leaders],
    cases.MajorHazardFound: [telling_hazards.tell_street],
    registry_events.CareVisitsMissed: [tell_lead],
}

REACTIONS: Bound = {  # after commit, each alone
    registry_events.CareVisitDone: [slips.leave_care_slip],
    registry_events.VisitRecorded: [slips.leave_slip],
    territory.DivisionApplied: [registry.follow_division],
    territory.NodeMoved: [registry.follow_move],
    registry_events.ResidentRegistered: [look_again],
    registry_events.ResidentChanged: [look_again],
}


def bind_all() -> None:
    """Called once at start."""
    events.bind(WRITTEN, REACTIONS)
    carriers.bind()
    case_reveals.declare_all()
    registry_reveals.declare_all()
