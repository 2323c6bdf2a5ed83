"""Forward and take back: a case that leaves us for another authority, and may return (转报)."""

from datetime import date
from uuid import UUID

from linge.kernel.access import Actor
from linge.kernel.events import publish

from .. import events
from ..models import Case, Category, Standard
from .moving import begin, repeatable, take, wind_up
from .standards import fitting_standard, take_up


@repeatable
def forward_case(
    case: Case,
    *,
    by: Actor,
    receiver: str,
    follow_up: date | None,
    receipt: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Hand a matter to the authority it belongs to (转报); the receipt number may follow later.

    Refuses with ``cases.receiver_needed``.
    """
    turn = begin(case, "forward", by=by, receiver=receiver, follow_up=follow_up)
    step = take(
        turn,
        data={"receiver": receiver, "receipt": receipt, "follow_up": str(follow_up)},
        forwarded_to=receiver,
        forward_receipt=receipt,
        follow_up_on=follow_up,
        closed_at=turn.at,
    )
    wind_up(turn, step)
    publish(events.CaseForwarded(case.pk, step.pk))
    return case


@repeatable
def take_back_case(
    case: Case,
    *,
    by: Actor,
    category: Category | None,
    standard: Standard | None,
    reason: str,
    urgent: bool = False,
    request_id: UUID | None = None,
) -> Case:
    """A forwarded matter is ours after all (取回); the reporter's clock goes on adding up."""
    turn = begin(
        case,
        "take_back",
        by=by,
        category=category,
        criterion=fitting_standard(category, standard),
        reason=reason,
    )
    returned = {"closed_at": None, "follow_up_on": None}
    step = take_up(turn, urgent=urgent, data={"reason": reason}, **returned)
    publish(events.CaseTakenBack(case.pk, step.pk))
    return case
