"""What an export needs before it leaves the house, by its class and its size. Source: trust.md §3.4."""

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
