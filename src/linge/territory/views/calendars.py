"""The working calendar: days off, working weekends, and the next year's notice."""

import csv
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.clock import today
from linge.kernel.refusals import Refused
from linge.ui.pages import Crumb, FormPage, Link, ListPage

from .. import actions, filters, forms, permissions, queries, tables
from ..models import WorkCalendar
from ..rules import calendars

FIRST_YEAR, LAST_YEAR = 2007, 2099


class Calendar(ListPage):
    title = _("工作日历")
    capability = permissions.VIEW
    template = "territory/calendar.html"
    query = queries.calendar_days
    filter = filters.DayFilter
    table = tables.DayTable
    nothing = _("还没有载入放假安排，时限将无法计算。请载入国务院办公厅的放假通知。")

    def actions(self) -> list[Link]:
        load = reverse("territory:calendar_load")
        return [Link(_("载入放假通知"), load, "upload", True, capability=permissions.LOAD)]

    def frame(self, **more: Any) -> dict[str, Any]:
        year = self._year()
        return super().frame(**more) | {
            "calendars": queries.calendars(self.request.actor),
            "year": queries.year_of(year),
            "before": year - 1,
            "after": year + 1,
        }

    def _year(self) -> int:
        asked = self.request.GET.get("year", "")
        inside = asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR
        return int(asked) if inside else today().year


class LoadNotice(FormPage):
    title = _("载入放假通知")
    capability = permissions.LOAD
    form = forms.NoticeForm
    submit = _("载入")
    done = _("已载入，新的时限按新日历计算。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("工作日历")), reverse("territory:calendar"))]

    def perform(self, form: forms.NoticeForm, row: None) -> WorkCalendar:
        return actions.load_calendar(_read(form.cleaned_data["sheet"]), by=self.request.actor)

    def done_at(self, row: WorkCalendar) -> str:
        return reverse("territory:calendar")


def _read(sheet: Any) -> list[calendars.ArrangedDay]:
    """The days of an uploaded sheet; refuses one that is not a notice."""
    try:
        lines = sheet.read().decode("utf-8-sig").splitlines()
        days = list(calendars.read_days(csv.DictReader(lines)))
    except (KeyError, UnicodeDecodeError, ValueError) as fault:
        raise Refused(
            "territory.not_a_notice",
            str(_("读不出这份通知，请核对编码（UTF-8）、列名和日期格式。")),
            "sheet",
        ) from fault
    if not days:
        raise Refused("territory.not_a_notice", str(_("这份通知里没有日期，请核对文件。")), "sheet")
    return days
