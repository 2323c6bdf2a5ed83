"""Appeals (申诉) against a case counting for an indicator."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from linge.audit import actions as audit
from linge.kernel import clock
from linge.kernel.access import Actor

from ... import permissions, rules
from ...models import Case, FigureAppeal, FigureMonth
from ...rules.indicators import INDICATORS, SPREAD
from .freezing import restate

Standing = FigureAppeal.Standing
LEAST_WORDS = 10


@transaction.atomic
def appeal_figure(case: Case, *, by: Actor, code: str, reason: str) -> FigureAppeal:
    """Ask that a case be left out of one indicator; once for each.

    Refuses with ``cases.reason_needed``, ``cases.unknown_figure`` and ``cases.appealed_before``.
    """
    permissions.require(by, permissions.APPEAL, case)
    assert by.user_id is not None
    if code not in (*INDICATORS, SPREAD):
        raise rules.refusal("unknown_figure", "code")
    if len(reason.strip()) < LEAST_WORDS:
        raise rules.refusal("reason_needed", "reason")
    appeal = FigureAppeal(
        case=case, code=code, reason=reason.strip(), asked_by_id=by.user_id, asked_at=clock.now()
    )
    try:
        with transaction.atomic():
            appeal.save(force_insert=True)
    except IntegrityError as twice:
        raise rules.refusal("appealed_before", "code") from twice
    audit.record(by, "cases.appeal", case, code=code)
    return appeal


@transaction.atomic
def decide_appeal(
    appeal: FigureAppeal, *, by: Actor, agreed: bool, answer: str = ""
) -> FigureAppeal:
    """A reviewer's word. Two who agree leave the case out of the statistic; the fact stays.

    Refuses with ``cases.second_reviewer`` whoever appealed or has agreed before, and with
    ``cases.moved_on`` when somebody decided meanwhile.
    """
    permissions.require(by, permissions.REVIEW_APPEAL, appeal.case)
    if by.user_id in (appeal.asked_by_id, appeal.first_by_id):
        raise rules.refusal("second_reviewer")
    now = clock.now()
    columns = _columns(appeal, by, agreed, now) | {"answer": answer.strip()}
    waits = FigureAppeal.objects.filter(pk=appeal.pk, standing=appeal.standing)
    if appeal.standing not in (Standing.ASKED, Standing.AGREED) or not waits.update(**columns):
        raise rules.refusal("moved_on")
    appeal.refresh_from_db()
    audit.record(by, "cases.decide_appeal", appeal.case, code=appeal.code, agreed=agreed)
    if appeal.standing == Standing.UPHELD:
        _restate_frozen(appeal.case)
    return appeal


def _columns(appeal: FigureAppeal, by: Actor, agreed: bool, now: datetime) -> dict[str, Any]:
    second = appeal.standing == Standing.AGREED
    person = {"second_by_id": by.user_id, "second_at": now}
    if not second:
        person = {"first_by_id": by.user_id, "first_at": now}
    if not agreed:
        return person | {"standing": Standing.REFUSED}
    return person | {"standing": Standing.UPHELD if second else Standing.AGREED}


def _restate_frozen(case: Case) -> None:
    """Months that were told already are told anew beside."""
    counted = case.counts.values("month")
    frozen = FigureMonth.objects.filter(month__in=counted, frozen_at__isnull=False)
    for month in frozen.values_list("month", flat=True):
        restate(month)
