"""Every write to teams and agencies."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.events import publish
from linge.kernel.refusals import Refused
from linge.territory.models import Grid, Region

from .. import permissions, rules
from ..events import PostEnded, PostFilled, StandInArranged
from ..models import Agency, Post, StandIn

CLASHES = {
    "already": _("此人已在这个岗位上。"),
    "occupied": _("这个岗位已有人在岗，请先结束原任期。"),
    "both_workers": _("同一网格的A岗和B岗不能是同一人。"),
}
AGENCY_FACTS = ("name", "short_name", "lines", "phone", "active")


@transaction.atomic
def appoint(
    grid: Grid,
    *,
    by: Actor,
    user: User,
    role: str,
    since: date | None = None,
    until: date | None = None,
) -> Post:
    """Give somebody a post in a grid's team from a day on, today by default.

    The post opens the grid to them on exactly these days. Refuses with ``staff.occupied``,
    ``staff.both_workers``, ``staff.already`` or ``staff.dates``.
    """
    permissions.require(by, permissions.APPOINT, grid)
    since = since or today()
    _in_order(since, until)
    held = Post.objects.filter(grid=grid).values_list("role", "user", "since", "until")
    new = rules.Term(role, user.pk, since, until)
    if why := rules.clash(new, (rules.Term(*term) for term in held)):
        raise Refused(f"staff.{why}", str(CLASHES[why]), "user" if why == "both_workers" else None)
    post = Post.objects.create(grid=grid, user_id=user.pk, role=role, since=since, until=until)
    record(by, "staff.appoint", post, role=role, user=user.pk, grid=grid.code)
    publish(PostFilled(post.pk, grid.pk, user.pk))
    return post


@transaction.atomic
def end_post(post: Post, *, by: Actor, until: date | None = None) -> Post:
    """End a post; ``until`` is the first day without it, today by default.

    Refuses with ``staff.dates`` or ``staff.moved_on``.
    """
    permissions.require(by, permissions.APPOINT, post)
    until = until or today()
    _in_order(post.since, until)
    rows = Post.objects.filter(pk=post.pk, until=post.until)
    if not rows.update(until=until):
        raise Refused("staff.moved_on", str(_("这个岗位刚刚被其他人调整，请刷新页面。")))
    post.until = until
    record(by, "staff.end_post", post, until=until.isoformat())
    publish(PostEnded(post.pk, post.grid_id, until))
    return post


@transaction.atomic
def arrange_stand_in(
    grid: Grid,
    *,
    by: Actor,
    absent: User,
    stand_in: User,
    since: date,
    until: date,
    reason: str,
) -> StandIn:
    """Let somebody stand in for an absent worker (顶岗) on the days ``[since, until)``.

    The grid is open to them for exactly those days. Refuses with ``staff.dates``,
    ``staff.same_person``, ``staff.not_in_team`` or ``staff.stand_in_twice``.
    """
    permissions.require(by, permissions.STAND_IN, grid)
    _in_order(since, until)
    _may_stand_in(grid, absent.pk, stand_in.pk, since, until)
    arranged = StandIn.objects.create(
        grid=grid,
        absent_id=absent.pk,
        stand_in_id=stand_in.pk,
        since=since,
        until=until,
        reason=reason.strip(),
    )
    record(by, "staff.arrange_stand_in", arranged, grid=grid.code, days=(until - since).days)
    publish(StandInArranged(arranged.pk, grid.pk, stand_in.pk))
    return arranged


@transaction.atomic
def end_stand_in(arranged: StandIn, *, by: Actor, until: date | None = None) -> StandIn:
    """End a stand-in early; ``until`` is the first day without it, today by default."""
    permissions.require(by, permissions.STAND_IN, arranged)
    until = max(until or today(), arranged.since)
    if arranged.until is not None and until < arranged.until:
        arranged.until = until
        arranged.save(update_fields=["until"])
        record(by, "staff.end_stand_in", arranged, until=until.isoformat())
    return arranged


@transaction.atomic
def create_agency(
    community: Region, *, by: Actor, name: str, short_name: str = "", **facts: Any
) -> Agency:
    """Add an agency that handles cases (责任单位) for a community, or for a node above it."""
    agency = Agency(
        community=community,
        name=name.strip(),
        short_name=short_name.strip() or name.strip()[:20],
        **facts,
    )
    permissions.require(by, permissions.AGENCIES, agency)
    _keep(agency)
    record(by, "staff.create_agency", agency)
    return agency


@transaction.atomic
def amend_agency(agency: Agency, *, by: Actor, **changes: Any) -> Agency:
    """Correct an agency's name, lines or phone, or take it out of use."""
    permissions.require(by, permissions.AGENCIES, agency)
    differing = [
        fact for fact in AGENCY_FACTS if fact in changes and getattr(agency, fact) != changes[fact]
    ]
    for fact in differing:
        setattr(agency, fact, changes[fact])
    if differing:
        _keep(agency)
        record(by, "staff.amend_agency", agency, facts=differing)
    return agency


def _in_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Refused("staff.dates", str(_("结束日期不能早于开始日期。")), "until")


def _may_stand_in(grid: Grid, absent: int, stand_in: int, since: date, until: date) -> None:
    if absent == stand_in:
        raise Refused("staff.same_person", str(_("顶岗人不能是缺岗人本人。")), "stand_in")
    days = rules.Term("", absent, since, until)
    posts = Post.objects.filter(grid=grid, user=absent).values_list(
        "role", "user", "since", "until"
    )
    if not any(rules.Term(*post).meets(days) for post in posts):
        raise Refused(
            "staff.not_in_team", str(_("缺岗人在这些日期不属于本网格，请核对。")), "absent"
        )
    if StandIn.objects.filter(grid=grid, absent=absent, since__lt=until, until__gt=since).exists():
        raise Refused(
            "staff.stand_in_twice", str(_("这些日期已安排顶岗，请先结束原安排。")), "since"
        )


def _keep(agency: Agency) -> None:
    try:
        agency.clean_fields(exclude={"community"})
        agency.validate_constraints()
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Refused(
            "staff.invalid", messages[0], None if field == NON_FIELD_ERRORS else field
        ) from fault
    agency.save()
