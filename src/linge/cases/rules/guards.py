"""What must be true before a move, one named function for each condition. Source: cases §2.2, §2.5.

A guard looks at the case as it stands and at what was asked, and answers with a refusal or nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused
from linge.kernel.worktime import Limit, Workdays, due_at, window_ends
from linge.kernel.zone import SHANGHAI

from .refusals import refusal
from .states import FROM_RESIDENTS, Finding, VerifyOutcome
from .words import limit_in_words


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What somebody asked for on this case and another has yet to decide (申请)."""

    kind: str
    asked_by: int | None
    agreed: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The case as the guards see it; read once, in the transaction of the move."""

    state: str
    source: str
    numbers: Mapping[str, Any]
    calendar: Workdays
    verify_mode: str = "site"
    can_self_handle: bool = False
    standard_limit: Limit | None = None
    grid: int | None = None
    reporter: int | None = None
    reporter_reachable: bool = False
    confirmer: int | None = None
    voices: int = 0
    declines: int = 0
    cannots: int = 0
    reopened: int = 0
    closed_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed: bool = False
    suspended: bool = False
    question_open: bool = False
    request: RequestFacts | None = None
    postponed: int = 0
    can_postpone: bool = True
    handle_due_at: datetime | None = None
    given_limit: Limit | None = None
    lead_agency: int | None = None
    handlers: frozenset[int] = frozenset()
    handler_agencies: frozenset[int] = frozenset()
    open_co_agencies: tuple[str, ...] = ()
    helping: frozenset[int] = frozenset()
    has_parent: bool = False
    sample_waits: bool = False
    contacts_reached: int = 0
    contact_days: tuple[date, ...] = ()
    open_children: int = 0
    open_hazards: int = 0
    mediation_open: bool = False
    last_step: tuple[str, int | None, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for the move, and what they filled in."""

    by: int | None = None
    bearer: bool = False
    agencies: frozenset[int] = frozenset()
    capabilities: frozenset[str] = frozenset()
    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)


Guard = Callable[[CaseFacts, Asked, datetime], Refused | None]
GUARDS: dict[str, Guard] = {}
WHOEVER_ASKS: set[str] = set()


def guard(function: Guard) -> Guard:
    """Make a guard known under its own name, for the workflow table."""
    GUARDS[function.__name__] = function
    return function


def barring(function: Guard) -> Guard:
    """A guard that looks at who asks and how the case stands, not at what is filled in: where it
    refuses, no button is shown."""
    WHOEVER_ASKS.add(function.__name__)
    return guard(function)


def check_guards(names: tuple[str, ...], facts: CaseFacts, asked: Asked, now: datetime) -> None:
    """Raise the first refusal among the named guards."""
    for name in names:
        answer = GUARDS[name](facts, asked, now)
        if answer:
            raise answer


@barring
def own_report(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Only the one who reported it: by sign-in, or by the code of the report."""
    own = asked.bearer or (asked.by is not None and asked.by == facts.reporter)
    return None if own else refusal("not_yours")


@guard
def no_voices(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("has_voices") if facts.voices else None


@guard
def worker_on_duty(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    if asked.get("worker_on_duty"):
        return None
    return refusal("not_on_duty", "worker", name=asked.get("worker_name"))


@barring
def named_worker(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if asked.by == facts.confirmer else refusal("not_yours")


@guard
def photo_of_confirming(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A photo from the spot, unless the worker couldn't get there."""
    excused = asked.get("finding") == Finding.UNREACHABLE or asked.get("photos")
    return None if excused else refusal("photo_needed", "photos", which=_("现场"))


@guard
def candidates_seen(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The clerk has looked at every similar report that is there now."""
    seen = asked.get("seen_candidates")
    unseen = set(asked.get("candidates", ())) - set(seen or ())
    return refusal("look_again", "seen_candidates") if seen is not None and unseen else None


@guard
def placed(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The case lies in a grid, or the clerk says why it can't be told which."""
    return None if facts.grid or asked.get("no_grid") else refusal("grid_needed", "grid")


@guard
def words_long_enough(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return _long_enough(facts, asked, "words")


@guard
def reason_long_enough(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return _long_enough(facts, asked, "reason")


@guard
def mergeable(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The target is open or lately closed, of the same large category, and itself no part."""
    why = asked.get("target_fault")
    return refusal("bad_target", "target", why=why) if why else None


@guard
def linkable(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Both are open, neither is already part of another, and the parent has room."""
    why = asked.get("parent_fault")
    return refusal("bad_parent", "parent", why=why) if why else None


@barring
def has_parent(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.has_parent else refusal("no_parent")


@guard
def helper_not_lead(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A helper is somebody else than the lead, and is asked once at a time."""
    agency = asked.get("agency_id")
    if agency == facts.lead_agency:
        return refusal("helper_is_lead", "agency", agency=asked.get("agency_name"))
    if agency in facts.helping:
        return refusal("helping_already", "agency", agency=asked.get("agency_name"))
    return None


@barring
def helpers_left(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    most = facts.numbers["co_agencies"]
    return refusal("helpers_full", most=most) if len(facts.helping) >= most else None


@barring
def of_co_agency(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.helping & asked.agencies else refusal("not_yours")


@barring
def helped(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.helping else refusal("not_helped")


@barring
def within_unmerge_days(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    days = facts.numbers["unmerge_days"]
    inside = facts.last_step is not None and now < _window(facts.last_step[2], days)
    return None if inside else refusal("too_late", days=days)


@guard
def simple_category(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if asked.get("simple", facts.can_self_handle) else refusal("not_simple")


@guard
def photos_of_self_handling(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Before and after, taken no more than two hours apart."""
    before, after = asked.get("before_taken_at"), asked.get("after_taken_at")
    longest = timedelta(hours=facts.numbers["self_handle_hours"])
    if not before:
        return refusal("photo_needed", "photos_before", which=_("处置前"))
    if not after or not timedelta() <= after - before <= longest:
        return refusal("photo_needed", "photos_after", which=_("处置后，与处置前相隔不超过2小时"))
    return None


@guard
def agency_active(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    if asked.get("agency_active"):
        return None
    return refusal("agency_closed", "agency", agency=asked.get("agency_name"))


@guard
def limit_within_standard(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    standard, limit = facts.standard_limit, asked.get("limit")
    if standard is None or limit == standard:
        return None
    latest = due_at(now, standard, facts.calendar).at
    if due_at(now, limit, facts.calendar).at <= latest:
        return None
    return refusal("limit_too_long", "limit", limit=limit_in_words(standard))


@guard
def leader_after_declines(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    spent = facts.declines >= facts.numbers["declines_before_leader"]
    if spent and "cases.decide_agency" not in asked.capabilities:
        return refusal("leader_decides", "agency")
    return None


@barring
def of_lead_agency(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.lead_agency in asked.agencies else refusal("not_yours")


@barring
def not_signed(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("moved_on") if facts.signed else None


@guard
def same_agency(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    inside = facts.lead_agency in asked.get("handler_agencies", ())
    return None if inside else refusal("other_agency", "handler")


@guard
def photo_after(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A photo of the result; what is settled at the desk leaves nothing to photograph."""
    shown = facts.verify_mode == "desk" or asked.get("photos")
    return None if shown else refusal("photo_needed", "photos", which=_("处置后"))


@guard
def co_agencies_done(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    if not facts.open_co_agencies:
        return None
    return refusal("co_open", agency=facts.open_co_agencies[0])


@barring
def not_own_work(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Who handled it, or belongs to an agency that did, can't be the judge of it."""
    involved = asked.by in facts.handlers or facts.handler_agencies & asked.agencies
    return refusal("own_work") if involved else None


@barring
def desk_only_when_due(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The desk verifies what has no site, or what twice could not be seen there."""
    if "cases.verify" in asked.capabilities or facts.verify_mode == "desk":
        return None
    spent = facts.cannots >= facts.numbers["desk_verify_after_cannot"]
    return None if spent else refusal("not_yours")


@guard
def photo_of_verifying(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A photo near the place, or a reason why there is none."""
    at_desk = facts.verify_mode == "desk" or "cases.verify" not in asked.capabilities
    near = asked.get("photos") and _near(asked.get("metres"), facts)
    if at_desk or asked.get("outcome") == VerifyOutcome.CANNOT or near or asked.get("reason"):
        return None
    return refusal("photo_needed", "photos", which=_("现场，离事发地50米以内"))


@guard
def reporter_contacted(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A resident who can be reached hears of it first: spoken to, or tried often enough."""
    if facts.source not in FROM_RESIDENTS or not facts.reporter_reachable:
        return None
    tries, days = len(facts.contact_days), len(set(facts.contact_days))
    enough = tries >= facts.numbers["contact_attempts"] and days >= facts.numbers["contact_days"]
    if facts.contacts_reached or enough:
        return None
    return refusal("contact_first", count=tries)


@guard
def no_open_children(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("children_open", count=facts.open_children) if facts.open_children else None


@guard
def no_open_hazard(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("hazard_open") if facts.open_hazards else None


@guard
def mediation_ended(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("mediation_open") if facts.mediation_open else None


@barring
def reopens_left(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The reporter twice; the desk and the leader as long as the window is open."""
    spent = facts.reopened >= facts.numbers["reopen_times"]
    return refusal("reopen_spent") if spent and not _of_staff(asked) else None


@barring
def within_reopen_days(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    days = facts.numbers["reopen_staff_days" if _of_staff(asked) else "reopen_days"]
    inside = facts.closed_at is not None and now < _window(facts.closed_at, days)
    return None if inside else refusal("reopen_late")


@guard
def receiver_named(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    given = asked.get("receiver") and asked.get("follow_up")
    return None if given else refusal("receiver_needed", "receiver")


def never_theirs(names: tuple[str, ...], facts: CaseFacts, asked: Asked, now: datetime) -> bool:
    """Whether a guard would refuse whatever were filled in, so that no button is shown for it."""
    return any(GUARDS[name](facts, asked, now) for name in names if name in WHOEVER_ASKS)


def _long_enough(facts: CaseFacts, asked: Asked, name: str) -> Refused | None:
    length = len("".join(str(asked.get(name, "")).split()))
    return None if length >= facts.numbers["reason_length"] else refusal("reason_needed", name)


def _window(moment: datetime, days: int) -> datetime:
    return window_ends(moment.astimezone(SHANGHAI).date(), days)


def _near(metres: float | None, facts: CaseFacts) -> bool:
    return metres is None or metres <= facts.numbers["verify_metres"]


def _of_staff(asked: Asked) -> bool:
    return "cases.reopen" in asked.capabilities
