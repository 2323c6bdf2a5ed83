"""How edits of a phone are taken: in order, each once, with patience for a gap.

Source: registry.md §10, §15.
"""

from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_EDITS = 100
GAP_WAIT = timedelta(hours=120)
CLOCK_SLACK = timedelta(minutes=10)


class EditState(TextChoices):
    """What the phone is told of an edit, and ``reused``: another body under a used id."""

    APPLIED = "applied", _("已保存")
    PARALLEL = "parallel", _("并行修改")
    CONFLICT = "conflict", _("有冲突")
    REQUEST = "request", _("待核对")
    DUPLICATE = "duplicate", _("已收到过")
    HELD = "held", _("等前一条")
    REFUSED = "refused", _("未采纳")
    REUSED = "reused", _("编号重复")


class Choice(TextChoices):
    """How a conflict is settled."""

    MINE = "mine", _("用手机上的值")
    KEEP = "keep", _("保留现有值")
    NEW = "new", _("另填一个值")


def waits_for_gap(seq: int, last: int, received: datetime, now: datetime) -> bool:
    """Whether an edit waits for those before it: ``last`` is the newest run of the device."""
    return seq > last + 1 and now - received < GAP_WAIT


def is_out_of_order(seq: int, last: int) -> bool:
    """It runs after a gap that was given up, or after its followers."""
    return seq != last + 1


def clock_is_wrong(device: datetime, server: datetime, sent: datetime | None = None) -> bool:
    """Whether the phone's clock is off by more than ten minutes.

    ``sent`` is the phone's time at sending: an edit may be days old, the clock right all the same.
    """
    return abs((sent or device) - server) > CLOCK_SLACK
