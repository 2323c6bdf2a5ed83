"""The guard against confirming homes nobody went to: three of a quick run are looked at again."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import SampleAsked
from ..models import CollectionRule, SampleCheck, SampledVisit, Visit
from ..rules import collection
from ..rules.kinds import Outcome, SampleResult


def watch(visit: Visit) -> SampleCheck | None:
    """Ask for a second look when the visit ends a run of quick confirmations.

    A run that goes on lengthens the check it has already led to. Figures stay as they are.
    """
    if visit.outcome != Outcome.CONFIRMED or visit.worker_id is None:
        return None
    rule = CollectionRule.objects.filter(community_id=visit.community_id).first()
    rule = rule or CollectionRule(community_id=visit.community_id)
    run = _run(visit, timedelta(minutes=rule.burst_minutes), rule.burst_doors)
    if not run:
        return None
    open_check = SampleCheck.objects.filter(
        worker_id=visit.worker_id,
        community_id=visit.community_id,
        ended_at__gte=_moment(run[0]),
        began_at__lte=_moment(run[-1]),
    ).first()
    return _lengthen(open_check, run) if open_check else _ask(visit, run)


def _moment(visit: Visit) -> datetime:
    return visit.device_at or visit.at


def _run(visit: Visit, span: timedelta, doors: int) -> list[Visit]:
    """The confirmations of the worker up to this one, one for each home, by the phone's time."""
    moment = _moment(visit)
    near = (
        Visit.objects.filter(worker_id=visit.worker_id, outcome=Outcome.CONFIRMED, voided_at=None)
        .annotate(moment=Coalesce("device_at", "at"))
        .filter(moment__gte=moment - span, moment__lte=moment)
        .order_by("moment", "pk")
    )
    homes = {paid.dwelling_id: paid for paid in near}
    moments = [_moment(paid) for paid in homes.values()]
    return list(homes.values()) if collection.burst(moments, doors=doors, span=span) else []


def _ask(visit: Visit, run: list[Visit]) -> SampleCheck:
    check = SampleCheck.objects.create(
        community_id=visit.community_id,
        path=visit.path,
        grid_id=visit.grid_id,
        worker_id=visit.worker_id,
        began_at=_moment(run[0]),
        ended_at=_moment(run[-1]),
        doors=len(run),
    )
    chosen = Random(str(check.uuid)).sample(run, collection.SAMPLED)
    SampledVisit.objects.bulk_create(SampledVisit(check_of=check, visit=paid) for paid in chosen)
    publish(SampleAsked(check.pk))
    return check


def _lengthen(check: SampleCheck, run: list[Visit]) -> SampleCheck:
    check.ended_at, check.doors = _moment(run[-1]), check.doors + 1
    check.save(update_fields=["ended_at", "doors"])
    return check


@transaction.atomic
def look_again(sampled: SampledVisit, *, by: Actor, result: SampleResult, note: str = "") -> None:
    """Say what a second look at an entry found; the third answer closes the check.

    A wrong entry is voided by whoever is in charge of it, not here. Refuses with
    ``registry.own_visit`` and ``registry.note_needed``.
    """
    check = sampled.check_of
    permissions.require(by, permissions.SAMPLE, check)
    if check.worker_id == by.user_id:
        raise Refused("registry.own_visit", str(_("抽查要由走访人以外的人员办理。")))
    if result != SampleResult.RIGHT and not note.strip():
        raise Refused("registry.note_needed", str(_("请写明看到的情况。")), "note")
    sampled.result, sampled.note = result, note.strip()
    sampled.save(update_fields=["result", "note"])
    record(by, "registry.look_again", check, visit=sampled.visit_id, result=str(result))
    if not check.sampled.filter(result="").exists():
        check.closed_at, check.closed_by_id = clock.now(), by.user_id
        check.save(update_fields=["closed_at", "closed_by"])
