"""Report, withdraw, confirm, accept, reject: until a case is taken up or not (受理)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from linge.accounts.models import User
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.staff import queries as staff

from .. import events
from ..models import Case, Category, Standard
from ..queries.candidates import candidate_ids
from ..rules import PhotoPhase
from .moving import begin, repeatable, take, wind_up
from .photos import attach
from .placing import Spot, place_case
from .standards import fitting_standard, take_up


@repeatable
def withdraw_case(
    case: Case, *, by: Actor, reason: str = "", request_id: UUID | None = None
) -> Case:
    """The reporter takes the report back (撤回), while nobody has taken it up.

    Refuses with ``cases.has_voices`` once others joined it.
    """
    turn = begin(case, "withdraw", by=by)
    step = take(turn, data={"reason": reason}, closed_at=turn.at)
    wind_up(turn, step)
    publish(events.CaseWithdrawn(case.pk, step.pk))
    return case


@repeatable
def ask_confirm(
    case: Case, *, by: Actor, worker: User, words: str = "", request_id: UUID | None = None
) -> Case:
    """Ask a grid worker to look before the report is taken up (请核实); acceptance waits."""
    turn = begin(
        case,
        "ask_confirm",
        by=by,
        worker=worker,
        worker_on_duty=staff.on_duty(worker, case.grid),
        worker_name=worker.name,
    )
    step = take(
        turn,
        data={"worker": worker.pk, "worker_name": worker.name, "words": words},
        confirmer=worker,
    )
    wind_up(turn, step)
    publish(events.CaseSentToConfirm(case.pk, step.pk))
    return case


@repeatable
def confirm_case(
    case: Case,
    *,
    by: Actor,
    finding: str,
    words: str = "",
    photos: Sequence[StoredFile] = (),
    metres: float | None = None,
    request_id: UUID | None = None,
) -> Case:
    """The worker says what is there (核实): exists, not found, or could not get there."""
    turn = begin(case, "confirm", by=by, finding=finding, photos=photos)
    step = take(turn, data={"finding": finding, "words": words, "metres": metres})
    attach(step, PhotoPhase.CONFIRM, photos)
    wind_up(turn, step)
    publish(events.CaseConfirmed(case.pk, step.pk))
    return case


@repeatable
def accept_case(
    case: Case,
    *,
    by: Actor,
    category: Category | None,
    standard: Standard | None,
    urgent: bool = False,
    seen_candidates: Iterable[int] | None = None,
    spot: Spot | None = None,
    no_grid: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Take a report up (受理) under a criterion; the promise to the reporter is fixed now.

    ``seen_candidates`` are the ids of similar cases shown to the clerk; ``None`` skips that check
    for sources that show none. With a ``spot`` the case is placed first, two steps in one
    transaction; a case without a grid needs one, or ``no_grid``: why it can't be told.
    Refuses with ``cases.criterion_needed``, ``cases.grid_needed`` and ``cases.look_again``.
    Source: GB/T 30428.8, 立案、处置和结案.
    """
    if spot is not None:
        place_case(case, by=by, spot=spot)
    turn = begin(
        case,
        "accept",
        by=by,
        category=category,
        criterion=fitting_standard(category, standard),
        candidates=candidate_ids(case, category),
        seen_candidates=None if seen_candidates is None else list(seen_candidates),
        no_grid=no_grid.strip(),
    )
    step = take_up(turn, urgent=urgent, data={"no_grid": turn.asked.get("no_grid")})
    publish(events.CaseAccepted(case.pk, step.pk))
    return case


@repeatable
def reject_case(
    case: Case, *, by: Actor, reason_code: str, words: str, request_id: UUID | None = None
) -> Case:
    """Don't take a report up (不予受理); the reporter reads why, in ``words``."""
    turn = begin(case, "reject", by=by, reason_code=reason_code, words=words)
    step = take(
        turn,
        data={"reason_code": reason_code, "words": words},
        public_words=words,
        closed_at=turn.at,
    )
    wind_up(turn, step)
    publish(events.CaseRejected(case.pk, step.pk))
    return case
