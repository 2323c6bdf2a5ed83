"""Days in the address of a page."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.refusals import Refused


def read_day(text: str) -> date | None:
    """A day out of an address.

    Refuses with ``registry.as_of_unread`` or ``registry.as_of_future``.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        message = _("日期“%(raw)s”不存在，请写成 2026-03-14。") % {"raw": text[:20]}
        raise Refused("registry.as_of_unread", str(message), "as_of") from fault
    if day > clock.today():
        raise Refused("registry.as_of_future", str(_("统计日期不能晚于今天。")), "as_of")
    return day
