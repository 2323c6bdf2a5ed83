"""What may be done to a case, and what the decision needs to know about one."""

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject
from linge.kernel.refusals import Outside, Refused
from linge.territory.models import Grid, Region

from . import rules
from .models import Case, ChronicPlace, Dispute, WhistleUnit

REPORT = "cases.report"
VIEW = "cases.view"
LEDGER = "cases.ledger"
WITHDRAW = "cases.withdraw"
ASK_CONFIRM = "cases.ask_confirm"
CONFIRM = "cases.confirm"
ACCEPT = "cases.accept"
REJECT = "cases.reject"
PLACE = "cases.place"
MERGE = "cases.merge"
LINK = "cases.link"
RATE_AGENCY = "cases.rate_agency"
CHRONIC = "cases.chronic"
SELF_HANDLE = "cases.self_handle"
DISPATCH = "cases.dispatch"
DECIDE_AGENCY = "cases.decide_agency"  # the leader's word after three declines
SIGN = "cases.sign"
REASSIGN = "cases.reassign"
RECALL = "cases.recall"
DECLINE = "cases.decline"
ASK_POSTPONE = "cases.ask_postpone"
AGREE_POSTPONE = "cases.agree_postpone"
POSTPONE = "cases.postpone"
ASK_SUSPEND = "cases.ask_suspend"
AGREE_SUSPEND = "cases.agree_suspend"  # the leader's word on waiting longer than a month
SUSPEND = "cases.suspend"
RESUME = "cases.resume"
ASK_REPORTER = "cases.ask_reporter"
ANSWER = "cases.answer"
NO_ANSWER = "cases.no_answer"
ASK_VOID = "cases.ask_void"
VOID = "cases.void"
ASK_FORCE_CLOSE = "cases.ask_force_close"
FORCE_CLOSE = "cases.force_close"
ESCALATE = "cases.escalate"
URGE = "cases.urge"
REPLY_URGE = "cases.reply_urge"
WHISTLE = "cases.whistle"
REPORT_IN = "cases.report_in"
HANDLE = "cases.handle"
VERIFY = "cases.verify"
VERIFY_DESK = "cases.verify_desk"
SEND_BACK = "cases.send_back"
CLOSE = "cases.close"
REOPEN = "cases.reopen"
REOPEN_OWN = "cases.reopen_own"
FORWARD = "cases.forward"
TAKE_BACK = "cases.take_back"
UNDO = "cases.undo"
NOTE = "cases.note"
CONTACT_REPORTER = "cases.contact_reporter"  # see and call the reporter; the reveal is audited
EVALUATE = "cases.evaluate"
CATALOGUE = "cases.catalogue"
FIGURES = "cases.figures"
FIGURES_EXPORT = "cases.figures_export"
APPEAL = "cases.appeal"
REVIEW_APPEAL = "cases.review_appeal"
DISPUTES = "cases.disputes"  # begin mediations of a community and see all of them
MEDIATE = "cases.mediate"  # mediate where one is named as mediator
HAZARD = "cases.hazard"
LOWER_HAZARD = "cases.lower_hazard"

LIVE_OUTCOMES = ("", rules.AssignmentOutcome.HANDLED)


def key_of(case: Case) -> str:
    """The name of a case in decisions, in the trail and for the bearer of its code."""
    return f"cases.case:{case.uuid}"


def subject_facts(case: Case) -> Subject:
    """Where a case lies, and the agencies it was sent to and not taken from, or called to it."""
    sent_to = case.assignments.filter(outcome__in=LIVE_OUTCOMES).values_list("agency_id", flat=True)
    called = WhistleUnit.objects.filter(whistle__case=case).values_list("agency_id", flat=True)
    return Subject(
        node=case.path,
        grid=case.grid_id,
        agencies=frozenset(sent_to.order_by().union(called.order_by())),
        classes=frozenset({DataClass.C1}),
        key=key_of(case),
    )


def place_facts(community: Region, grid: Grid | None, by: Actor) -> Subject:
    """A report that is about to be made; an agency's people may report where they serve, a grid's
    team whatever it finds in its community."""
    own = {held.grid for held in by.grants if held.grid and held.node.startswith(community.path)}
    there = grid.pk if grid else None
    return Subject(
        node=community.path,
        grid=there if there in own or not own else min(own),
        agencies=by.agencies,
        key="cases.case",
    )


def require_place(by: Actor, place: ChronicPlace) -> None:
    """Refuse with ``cases.not_yours`` unless the actor decides about chronic places there."""
    subject = Subject(node=place.path, key=f"cases.chronic_place:{place.uuid}")
    require_any(by, (CHRONIC,), subject)


def held(by: Actor, capabilities: tuple[str, ...], subject: Subject) -> frozenset[str]:
    """Which of the capabilities the actor has for this subject."""
    return frozenset(name for name in capabilities if access.can(by, name, subject))


def require(by: Actor, capability: str, case: Case) -> None:
    """Refuse with ``cases.not_yours`` unless the actor may do this to this case."""
    require_any(by, (capability,), subject_facts(case))


def require_any(by: Actor, capabilities: tuple[str, ...], subject: Subject) -> frozenset[str]:
    """The capabilities held, at least one of them; out of scope the case doesn't exist."""
    found = held(by, capabilities, subject)
    if not found:
        _refuse(by, capabilities[0], subject)
    return found


def _refuse(by: Actor, capability: str, subject: Subject) -> None:
    try:
        access.require(by, capability, subject)
    except Outside:
        raise
    except Refused as refused:
        raise rules.refusal("not_yours") from refused


def require_mediator(by: Actor, dispute: Dispute) -> None:
    """Refuse unless the actor mediates this dispute, or looks after all of the community's."""
    if access.can(by, DISPUTES, subject_facts(dispute.case)):
        return
    named = by.user_id is not None and dispute.mediators.filter(pk=by.user_id).exists()
    if not (named and access.can(by, MEDIATE)):
        raise rules.refusal("not_yours")
