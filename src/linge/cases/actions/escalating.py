"""Climbing (督办升级): each level once, at its true moment, and one message for the highest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit import actions as audit
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, now
from linge.kernel.events import publish
from linge.staff.models import Agency

from .. import events, permissions, rules
from ..models import Case, Escalation
from ..queries.climbing import climb_of, main_run
from ..queries.posts import holders
from ..rules import escalation as ladder
from ..rules.escalation import Cause, Level, Reached, Run
from .moving import repeatable
from .urging import call_units, must_be_open, said, write_urge

ASKS = {
    Cause.SHARE: _("用时已到时限的一倍半，请答复原因和办结时间。"),
    Cause.SEND_BACKS: _("已两次退回返工，请答复原因和办结时间。"),
    Cause.DECLINES: _("已三次退单，请确定责任单位并答复办结时间。"),
    Cause.PERSON: _("有人上报此事件，请答复办理情况和办结时间。"),
}
CALLS = _("用时已到时限的两倍，请到场办理。")
MOST_UNITS = 8
FOLLOW_UP = timedelta(days=7)


@transaction.atomic
def climb(case: Case, at: datetime) -> list[Escalation]:
    """Record the levels a case has reached by ``at`` and isn't recorded on; tell of the highest.

    Compares and sets on the case as it was read: where a move, a postponement or another worker was
    faster, nothing is recorded now and the next round looks again. Source: cases §5.
    """
    seen = climb_of(case, at)
    columns = {"level": seen.level, "climbs_at": seen.next_at}
    still = Case.objects.filter(
        pk=case.pk, seq=case.seq, level=case.level, climbs_at=case.climbs_at
    )
    if not still.update(**columns):
        return []
    case.level, case.climbs_at = seen.level, seen.next_at
    clock = Actor.clock("case", node=case.path)
    return _record_all(case, list(seen.new), by=clock, at=at)


@repeatable
def escalate_case(
    case: Case, *, by: Actor, words: str, called: str = "", request_id: UUID | None = None
) -> Case:
    """Bring a case to the next higher up at once (上报上级): worker, lead, leader, street.

    ``called`` is the emergency number that was phoned first: then everybody above hears of it at
    the same moment (110、119、120). Refuses with ``cases.wrong_state`` at the end of a case.
    """
    permissions.require(by, permissions.ESCALATE, case)
    text = said(words, _("说明"))
    run = main_run(case)
    if run is None:
        raise rules.refusal("nothing_runs")
    level = Level.EMERGENCY if called else _rung_of(by)
    told = _("已拨打%(number)s：%(words)s") % {"number": called, "words": text} if called else text
    reached = Reached(level, now(), Cause.PERSON)
    raise_level(case, run, reached, by=by, words=str(told))
    return case


@repeatable
def whistle_case(
    case: Case,
    *,
    by: Actor,
    agencies: Sequence[Agency],
    words: str,
    hard: bool = False,
    request_id: UUID | None = None,
) -> Case:
    """Call units to the place (吹哨报到): sign within a working hour, make contact within a day,
    be there within three working days, five where it is hard."""
    permissions.require(by, permissions.WHISTLE, case)
    must_be_open(case)
    if not 1 <= len(agencies) <= MOST_UNITS:
        raise rules.refusal("needed", "agencies", what=_("报到单位（1至8个）"))
    at, text = now(), said(words, _("需要解决什么"))
    run = main_run(case)
    if run is not None:
        raise_level(case, run, Reached(Level.STREET, at, Cause.WHISTLE), by=by, words=text)
    call_units(case, agencies, by=by, words=text, hard=hard, at=at)
    return case


def raise_level(case: Case, run: Run, reached: Reached, *, by: Actor, words: str) -> None:
    """Put a case on a level by somebody's word; one it is on already stays as it was recorded."""
    on_it = case.escalations.filter(origin=run.origin, stage=run.stage, level=reached.level)
    if on_it.exists():
        return
    case.level = max(case.level, reached.level)
    case.save(update_fields=["level"])
    _record_all(case, [(run, reached)], by=by, at=reached.at, words=words)


def _rung_of(by: Actor) -> Level:
    """One rung above the highest post the person holds."""
    rungs = [ladder.RUNGS[post] for grant in by.grants if (post := grant.post) in ladder.RUNGS]
    return max(rungs, default=Level.LEAD)


def _record_all(
    case: Case, new: list[tuple[Run, Reached]], *, by: Actor, at: datetime, words: str = ""
) -> list[Escalation]:
    recorded = [_record(case, run, reached, by=by, at=at, words=words) for run, reached in new]
    if recorded:
        publish(events.CaseEscalated(case.pk, recorded[-1].origin_id, recorded[-1].pk))
    return recorded


def _record(
    case: Case, run: Run, reached: Reached, *, by: Actor, at: datetime, words: str
) -> Escalation:
    posts, passed_over = _whom(case, run, reached.level)
    district = reached.level == Level.DISTRICT
    row = Escalation.objects.create(
        case=case,
        origin_id=run.origin,
        stage=run.stage,
        level=reached.level,
        at=reached.at,
        recorded_at=at,
        cause=reached.cause,
        by_id=by.user_id,
        words=words,
        told_to=",".join(posts),
        passed_over=passed_over,
        follow_up_on=(at.astimezone(SHANGHAI) + FOLLOW_UP).date() if district else None,
    )
    audit.record(by, "cases.escalate", case, level=row.level, cause=row.cause)
    _act_on(case, row, by=by, at=at)
    return row


def _whom(case: Case, run: Run, level: Level) -> tuple[list[str], str]:
    """The posts to tell; where nobody holds any of them, the next one up that somebody does."""
    posts = list(ladder.told(level, run.stage, case.category.line if case.category else ""))
    empty = ""
    while not any(holders(case, post) for post in posts):
        empty = empty or posts[0]
        above = ladder.NEXT_UP.get(posts[0])
        if above is None:
            return posts, empty
        posts = [above]
    return posts, empty


def _act_on(case: Case, row: Escalation, *, by: Actor, at: datetime) -> None:
    """The leader urges; the street calls the agency that has it to the place."""
    if row.level == Level.LEADER:
        asks = row.words or str(ASKS[Cause(row.cause)])
        write_urge(case, by=by, words=asks, at=at, escalation=row)
    calls = row.level == Level.STREET and row.cause == Cause.SHARE
    if calls and case.agency is not None:
        call_units(case, [case.agency], by=by, words=str(CALLS), hard=False, at=at)
