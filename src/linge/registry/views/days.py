"""Days in the address of a page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.kernel.zone import day_begins
from linge.ui.pages import ListPage


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


def read_known(text: str) -> datetime | None:
    """The end of a day out of an address: what was recorded later is left out of the count.

    Refuses like `read_day`.
    """
    day = read_day(text)
    return day and day_begins(day + timedelta(days=1))


class OfDay(ListPage):
    """A list that the address may ask as of a day, and as known by one.

    A day that is none is refused in words.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.day()
            self.known()
        except Refused as refusal:
            context = super().frame(refusal=refusal.message)
            return render(request, "registry/refused.html", context, status=400)
        return super().get(request, *args, **kwargs)

    def day(self) -> date | None:
        """The day the address names, if any."""
        return read_day(self.request.GET.get("as_of", ""))

    def known(self) -> datetime | None:
        """The moment up to which records count, if the address names its day."""
        return read_known(self.request.GET.get("known_at", ""))
