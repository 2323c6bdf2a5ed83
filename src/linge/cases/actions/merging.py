"""Merge and unmerge: a report that is about the same thing follows another case (并案、附议)."""

from uuid import UUID

from django.utils.translation import gettext as _

from linge.kernel import outbox
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.events import publish

from .. import events, rules
from ..models import Case, Due, Voice
from ..queries import visible_to
from ..queries.voices import side
from ..queries.workflows import workflow_of
from ..rules import STAGE_OF, ClockName, State
from .clocks import resume, show
from .holding import hold_both
from .moving import Turn, begin, repeatable, take, wind_up, winding
from .segments import open_segment
from .telling import message_key


@repeatable
def merge_case(
    case: Case, *, by: Actor, target: Case, words: str = "", request_id: UUID | None = None
) -> Case:
    """Let a report follow another case (并案); its code, words, photos and reporter stay its own.

    Voices of the merged case go with it, so that nobody follows a follower. ``words`` are for the
    reporter. Refuses with ``cases.bad_target`` and says why.
    """
    into = hold_both(case, target)
    turn = begin(case, "merge", by=by, target=into, target_fault=_fault(case, into, by))
    told = {"target": into.pk, "target_number": into.number, "words": words}
    before = case.state
    step = take(turn, data=told, closed_at=turn.at, public_words=rules.clean_words(words))
    wind_up(turn, step)
    _take_along(case, into, turn)
    Voice.objects.create(
        case=case, target=into, before=before, merged_at=turn.at, joined_at=turn.at
    )
    publish(events.CaseMerged(case.pk, step.pk, into.pk))
    return case


@repeatable
def unmerge_case(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """The report is a matter of its own after all (撤销并案): it goes on where it stood.

    The stage runs on with its rest; the reporter has waited all the while. Refuses with
    ``cases.too_late`` after the days of the workflow.
    """
    turn = begin(case, "unmerge", by=by, reason=reason)
    voice = case.joined.get(left_at__isnull=True)
    merging = case.steps.filter(action="merge").latest("number")
    step = take(
        turn,
        lands=State(voice.before),
        data={"reason": reason, "target": voice.target_id},
        closed_at=None,
        public_words="",
    )
    Voice.objects.filter(pk=voice.pk).update(left_at=turn.at)
    outbox.take_back(message_key(merging))
    wound = winding(turn, step)
    resume(wound, STAGE_OF[State(voice.before)], Due.Because.REST)
    open_segment(wound, ClockName.RESIDENT, "", started_at=voice.merged_at, round_the_clock=False)
    show(case)
    publish(events.CaseUnmerged(case.pk, step.pk, voice.target_id))
    return case


def _fault(case: Case, target: Case, by: Actor) -> str:
    if not visible_to(by).filter(pk=target.pk).exists():
        return _("没有这件事件")
    days = workflow_of(case).numbers["merge_closed_days"]
    return rules.merge_fault(side(case), side(target), days, now())


def _take_along(case: Case, target: Case, turn: Turn) -> None:
    """Whoever followed the case follows its target from now on."""
    following = list(case.voices.filter(left_at__isnull=True))
    case.voices.filter(left_at__isnull=True).update(left_at=turn.at)
    Voice.objects.bulk_create(
        Voice(
            case_id=each.case_id,
            target=target,
            before=each.before,
            merged_at=each.merged_at,
            joined_at=turn.at,
        )
        for each in following
    )
