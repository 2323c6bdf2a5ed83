"""Numbers, days and moments as people write them (experience.md §7)."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from linge.kernel.clock import SHANGHAI, now


def day(value: date | None) -> str:
    """``2026-11-23``; nothing for no day."""
    return value.strftime("%Y-%m-%d") if value else ""


def moment(value: datetime | None) -> str:
    """``11月23日（周一）09:05`` in Asia/Shanghai, with the year when it is not this one."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    facts = {
        "year": local.year,
        "month": local.month,
        "day": local.day,
        "weekday": _weekday(local),
        "time": local.strftime("%H:%M"),
    }
    if local.year == now().astimezone(SHANGHAI).year:
        return _("%(month)s月%(day)s日（周%(weekday)s）%(time)s") % facts
    return _("%(year)s年%(month)s月%(day)s日（周%(weekday)s）%(time)s") % facts


def weekday(value: datetime) -> str:
    """``11月24日 星期二`` in Asia/Shanghai."""
    local = value.astimezone(SHANGHAI)
    facts = {"month": local.month, "day": local.day, "weekday": _weekday(local)}
    return _("%(month)s月%(day)s日 星期%(weekday)s") % facts


def _weekday(local: datetime) -> str:
    names = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
    return names[local.weekday()]


def ago(value: datetime | None) -> str:
    """``3小时前`` within a day, the whole moment beyond it."""
    if value is None:
        return ""
    passed = now() - value
    if not timedelta(0) <= passed < timedelta(days=1):
        return moment(value)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(count)s分钟前") % {"count": minutes}
    return _("%(count)s小时前") % {"count": minutes // 60}


def grouped(value: int | None) -> str:
    """``15,730``; missing is a dash, never 0."""
    return "—" if value is None else f"{value:,}"


def counted(pages: Any) -> str:
    """How many rows a list has: ``1,234``, or ``50,000+`` where counting ended."""
    return grouped(pages.count) + ("+" if getattr(pages, "more", False) else "")


def short_number(value: int | None) -> str:
    """For cards: ``1.57万`` from ten thousand on, grouped below."""
    if value is None or abs(value) < 10_000:
        return grouped(value)
    tens = (Decimal(value) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _("%(count)s万") % {"count": number_format(tens)}


def rate(part: int, whole: int) -> str:
    """``86.08%`` to two decimals, half up; nothing of nothing is a dash."""
    if not whole:
        return "—"
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{share}%"
