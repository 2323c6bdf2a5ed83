"""The working calendar: opening hours, days off and working weekends (工作日历)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.models import Dated

from ..rules.kinds import DayKind


class WorkCalendar(models.Model):
    """A calendar as loaded: the national one has no region, a district may keep its own.

    ``version`` rises with each load, so that a computed due names the calendar it came from.
    """

    code = models.CharField(_("代码"), max_length=20, unique=True)
    region = models.OneToOneField(
        "territory.Region", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    known_until = models.DateField(_("已公布至"))
    day_minutes = models.PositiveSmallIntegerField(_("一个工作日的分钟数"), default=480)

    def __str__(self) -> str:
        return self.code


class WorkSession(Dated):
    """Hours of work that hold in an interval of days; several make up a day."""

    calendar = models.ForeignKey(
        "territory.WorkCalendar", on_delete=models.CASCADE, related_name="sessions"
    )
    opens = models.TimeField(_("上班"))
    closes = models.TimeField(_("下班"))

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")),
                name="work_session_order",
                violation_error_message=_("下班时间要晚于上班时间。"),
            ),
        ]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a weekday off, or a weekend worked (调休)."""

    calendar = models.ForeignKey(
        "territory.WorkCalendar", on_delete=models.CASCADE, related_name="days"
    )
    day = models.DateField(_("日期"))
    kind = models.CharField(pgettext_lazy("day", "安排"), max_length=4, choices=DayKind)
    name = models.CharField(_("节日"), max_length=40)
    notice = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")
        ]
        ordering = ["day"]
