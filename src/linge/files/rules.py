"""What an export needs before it leaves the house, by its class and its size. Source: trust.md §3.4."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import DataClass

FREE_ROWS = 200
LEADER_ROWS = 500
PAPER_ROWS = 5_000


class Way(TextChoices):
    """Which way an export goes (导出途径)."""

    FREE = "free", _("直接导出")
    LEADER = "leader", _("社区书记审批")
    STREET = "street", _("街道审批")
    BOTH = "both", _("社区书记和街道共同审批")
    NEVER = "never", _("不能导出")


def way(klass: DataClass, rows: int) -> Way:
    """The way of an export: free, by approval, by two people, or never."""
    match klass:
        case DataClass.C0 | DataClass.C1:
            return Way.FREE
        case DataClass.C2 if rows <= FREE_ROWS:
            return Way.FREE
        case DataClass.C2 | DataClass.C3:
            return Way.LEADER if rows <= LEADER_ROWS else Way.STREET
        case DataClass.C4 if rows <= LEADER_ROWS:
            return Way.BOTH
        case _:
            return Way.NEVER


class Seat(TextChoices):
    """Who decides on an export."""

    LEADER = "leader", _("社区书记")
    STREET = "street", _("街道")


class ExportState(TextChoices):
    """Where an export stands (导出申请)."""

    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("已批准")
    READY = "ready", _("可下载")
    TAKEN = "taken", _("已导出")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")
    ENDED = "ended", _("已到期")


SEATS = {
    Way.LEADER: (Seat.LEADER,),
    Way.STREET: (Seat.STREET,),
    Way.BOTH: (Seat.LEADER, Seat.STREET),
}
OPEN = (ExportState.ASKED, ExportState.APPROVED, ExportState.READY)
LINK = timedelta(days=7)
MOST_DOWNLOADS = 3
MOST_DAYS = timedelta(days=30)
SHORTEST_REASON = 6
LOOK_BACK = timedelta(days=90)
SAMPLE_ROWS = 10


def seats_left(way: str, voted: Collection[str]) -> tuple[Seat, ...]:
    """Whose agreement is still missing."""
    return tuple(seat for seat in SEATS.get(Way(way), ()) if seat not in voted)


def stricter(approved: str, needed: str) -> bool:
    """Whether what would leave now needs more than was approved."""
    ways = list(Way)
    return ways.index(Way(needed)) > ways.index(Way(approved))
