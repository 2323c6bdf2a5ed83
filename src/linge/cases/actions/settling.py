"""What a case leaves behind when it goes on: questions, suspensions and requests of its last state."""

from .. import rules
from ..models import Case
from ..models.turns import WAITING
from ..rules import ClockName, QuestionOutcome, RequestStanding
from .clocks import thaw
from .segments import Winding


def settle(winding: Winding) -> None:
    """End what belonged to the state before. A case with nothing open costs no statement."""
    case = winding.case
    ended: dict[str, object] = {}
    if case.question_until is not None:
        _pass_question(winding)
        ended["question_until"] = None
    if case.suspended_until is not None:
        case.suspensions.filter(ended_at__isnull=True).update(ended_at=winding.now)
        ended["suspended_until"] = None
    if case.pending and not _still_possible(winding):
        case.requests.filter(standing__in=WAITING).update(
            standing=RequestStanding.LAPSED, decided_at=winding.now
        )
        ended["pending"] = ""
    if ended:
        put(case, **ended)


def put(case: Case, **columns: object) -> None:
    """Write columns of the case that no move compares."""
    for name, value in columns.items():
        setattr(case, name, value)
    case.save(update_fields=list(columns))


def _pass_question(winding: Winding) -> None:
    """Nobody waits for the answer any more; the reporter waits again for us."""
    winding.case.questions.filter(ended_at__isnull=True).update(
        ended_at=winding.now, outcome=QuestionOutcome.PASSED
    )
    if winding.case.is_open:
        thaw(winding, (ClockName.RESIDENT,))


def _still_possible(winding: Winding) -> bool:
    line = winding.workflow.moves.get(winding.case.pending)
    return line is not None and rules.State(winding.case.state) in line.starts_in
