"""What the four posts of a grid are inspected for together, and the supervisor's monthly word."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.refusals import Refused
from linge.territory.models import Grid, Region

from .. import permissions, rules
from ..models import FourInOne, Post, RoleWord, SupervisorRating


@transaction.atomic
def set_four_in_one(
    community: Region, *, by: Actor, roles: Sequence[str], since: date | None = None
) -> FourInOne:
    """Say which four posts of a grid are inspected together (四位一体) from a day on.

    The choice before ends there. Refuses with ``staff.four`` or ``staff.dates``.
    """
    permissions.require(by, permissions.APPOINT, community)
    if not rules.are_four(roles):
        raise Refused("staff.four", str(_("请选择四个不同的岗位。")), "roles")
    since = since or today()
    current = FourInOne.objects.filter(community=community, until=None).first()
    if current is not None:
        if since <= current.since:
            raise Refused(
                "staff.dates", str(_("起始日期要晚于现行安排的起始日期，请核对。")), "since"
            )
        current.until = since
        current.save(update_fields=["until"])
    four = FourInOne.objects.create(community=community, roles=list(roles), since=since)
    record(by, "staff.set_four_in_one", four, roles=list(roles), since=since.isoformat())
    return four


@transaction.atomic
def rate_results(
    grid: Grid, *, by: Actor, month: date, scores: Sequence[int], words: str = ""
) -> SupervisorRating:
    """The grid supervisor's word on a month's results: five questions from 1 to 5.

    It speaks of results, never of where a worker was. A month may be rated anew until the next
    has ended. Refuses with ``staff.not_supervisor``, ``staff.month_to_come``,
    ``staff.month_closed`` or ``staff.scores``.
    """
    permissions.require(by, permissions.RATE, grid)
    _is_supervisor(grid, by)
    first = month.replace(day=1)
    if why := rules.month_fault(first, today()):
        raise Refused(f"staff.{why}", str(rules.MONTH_FAULTS[why]), "month")
    if not rules.are_scores(scores):
        raise Refused("staff.scores", str(_("请为每个问题打1到5分。")), "scores")
    rating, _new = SupervisorRating.objects.update_or_create(
        grid=grid,
        month=first,
        defaults={
            "rated_by_id": by.user_id,
            "scores": list(scores),
            "words": words.strip(),
            "rated_at": now(),
        },
    )
    record(by, "staff.rate_results", rating, grid=grid.code, month=first.isoformat())
    return rating


@transaction.atomic
def set_role_word(region: Region, *, by: Actor, role: str, word: str) -> RoleWord | None:
    """Call a post by another word in a territory (grid lead 网格长: 网格管理员); blank: as usual."""
    permissions.require(by, permissions.APPOINT, region)
    RoleWord.objects.filter(region=region, role=role).delete()
    row = None
    if word.strip():
        row = RoleWord.objects.create(region=region, role=role, word=word.strip())
    record(by, "staff.set_role_word", region, role=role, set=bool(row))
    return row


def _is_supervisor(grid: Grid, by: Actor) -> None:
    held = Post.objects.on(today()).filter(grid=grid, user=by.user_id, role=rules.Role.SUPERVISOR)
    if not held.exists():
        raise Refused("staff.not_supervisor", str(_("只有本网格的督导员可以评价。")))
