"""Visits a care need leads to: planned, done or missed; one planned at a time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused
from linge.staff import queries as staff
from linge.territory.models import Grid

from ... import permissions
from ...events import CareVisitDone, CareVisitsMissed
from ...models import CareNeed, CareVisit, Residency
from ...rules import care
from ...rules.care import VisitResult, Way
from ..saving import sound

FIRST_WITHIN = 7  # days after the need was granted
AGAIN_AFTER = 3  # days after nobody was met


@transaction.atomic
def plan_care_visit(
    need: CareNeed, *, by: Actor, planned_on: date, worker: User | None, way: Way = Way.VISIT
) -> CareVisit:
    """Plan the next visit, or move the one planned (改期). Only a granted need is visited.

    Refuses with ``registry.care_paused`` and ``registry.visit_past``.
    """
    permissions.require(by, permissions.CARE_VISIT, need)
    if planned_on < clock.today():
        raise Refused("registry.visit_past", str(_("计划日期不能早于今天。")), "planned_on")
    visit = need.visits.filter(done_at=None, missed_at=None).first() or CareVisit(need=need)
    _plan(visit, need, planned_on, worker, way)
    record(by, "registry.plan_care_visit", visit, planned_on=planned_on)
    return visit


def plan_first(need: CareNeed, *, by: Actor) -> CareVisit:
    """Plan the first visit of a need just granted: by the A post of the grid, within a week."""
    wait = min(FIRST_WITHIN, need.kind.visit_days or FIRST_WITHIN)
    visit = CareVisit(need=need)
    _plan(visit, need, clock.today() + timedelta(days=wait), _worker_of(need), Way(need.way))
    record(by, "registry.plan_care_visit", visit, planned_on=visit.planned_on)
    return visit


def _plan(
    visit: CareVisit, need: CareNeed, planned_on: date, worker: User | None, way: Way
) -> None:
    if need.state != care.NeedState.GRANTED:
        message = _("这项关爱需求没有生效或已暂停，请先审核或复核。")
        raise Refused("registry.care_paused", str(message))
    visit.planned_on, visit.worker, visit.way = planned_on, worker, way
    sound(visit)
    visit.save()


@transaction.atomic
def record_care_visit(
    visit: CareVisit, *, by: Actor, result: VisitResult, what: str = "", next_on: date | None = None
) -> CareVisit:
    """Record a visit paid and plan the next one, in the rhythm of the kind unless a day is given."""
    permissions.require(by, permissions.CARE_VISIT, visit.need)
    rhythm = clock.today() + timedelta(days=visit.need.kind.visit_days or 0)
    visit.next_on = next_on or rhythm
    visit.done_at, visit.result, visit.what = clock.now(), result, what
    sound(visit)
    _close(visit)
    record(by, "registry.record_care_visit", visit, next_on=visit.next_on)
    _next(visit, visit.next_on)
    publish(CareVisitDone(visit.pk))
    return visit


@transaction.atomic
def miss_care_visit(visit: CareVisit, *, by: Actor, reason: str) -> CareVisit:
    """Record that nobody was met, and try again in three days; three in a row reach the lead."""
    permissions.require(by, permissions.CARE_VISIT, visit.need)
    again = min(AGAIN_AFTER, visit.need.kind.visit_days or AGAIN_AFTER)
    visit.missed_at, visit.missed_reason = clock.now(), reason.strip()
    visit.next_on = clock.today() + timedelta(days=again)
    sound(visit)
    _close(visit)
    record(by, "registry.miss_care_visit", visit, next_on=visit.next_on)
    _next(visit, visit.next_on)
    paid = visit.need.visits.exclude(done_at=None, missed_at=None).order_by("-planned_on", "-pk")
    if care.missed_in_a_row([one.missed_at is not None for one in paid]) == care.MISSED_IN_A_ROW:
        publish(CareVisitsMissed(visit.need_id))
    return visit


def _close(visit: CareVisit) -> None:
    """Only the first of two reports closes a planned visit."""
    open_still = CareVisit.objects.select_for_update().filter(
        pk=visit.pk, done_at=None, missed_at=None
    )
    if not open_still.exists():
        message = _("这次关爱走访刚刚被其他人登记，请刷新页面。")
        raise Refused("registry.moved_on", str(message))
    visit.save()


def _next(visit: CareVisit, day: date) -> None:
    need = visit.need
    if need.state == care.NeedState.GRANTED:
        CareVisit.objects.create(
            need=need, planned_on=day, worker_id=visit.worker_id, way=visit.way
        )


def grid_of(need: CareNeed) -> Grid | None:
    """The grid of the person's main home."""
    homes = Residency.objects.filter(person=need.person_id, main=True, until=None)
    home = homes.select_related("dwelling__grid").first()
    return home.dwelling.grid if home else None


def _worker_of(need: CareNeed) -> User | None:
    grid = grid_of(need)
    post = staff.team(grid).a if grid else None
    return post.user if post else None
