"""Sheets of the 12345 hotline come in, and how their cases ended goes back."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.cases import actions as cases
from linge.cases import queries as case_queries
from linge.cases.actions import Report
from linge.cases.models import Case, Category
from linge.cases.rules import Source
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, now
from linge.kernel.refusals import Refused
from linge.kernel.trail import record
from linge.territory.models import Region
from linge.ui.sheets import safe

from ..rules import hotline as rules
from ..rules.hotline import Fault, HotlineSheet

BELIEVED = timedelta(hours=72)
HEADINGS = (
    gettext_lazy("工单编号"), gettext_lazy("事件编号"), gettext_lazy("办理状态"),
    gettext_lazy("责任单位"), gettext_lazy("受理时间"), gettext_lazy("办结时间"),
    gettext_lazy("答复内容"), gettext_lazy("是否联系"), gettext_lazy("是否解决"),
    gettext_lazy("满意程度"),
)  # fmt: skip


class FaultyFile(Refused):
    """A file with faults; nothing of it was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        told = {"n": len(faults)}
        message = _("文件有%(n)s处问题，没有导入任何一行。请按提示改好后重新导入。") % told
        super().__init__("integrations.faulty_file", message, "file")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: sheets that became cases, and those that were here before."""

    new: tuple[Case, ...]
    known: tuple[str, ...]


@transaction.atomic
def import_hotline(body: bytes, *, by: Actor, community: Region) -> Imported:
    """Report every sheet of a hotline file that isn't here yet; imported twice it adds nothing.

    All or nothing: refuses with ``integrations.faulty_file``, naming every faulty cell.
    """
    read = rules.read(body)
    categories = _categories()
    unknown = tuple(
        Fault(rules.cell_of(sheet, "category", body), _("没有这个小类，请填编码或名称。"))
        for sheet in read.sheets
        if sheet.category and sheet.category not in categories
    )
    if read.faults or unknown:
        raise FaultyFile(tuple(sorted((*read.faults, *unknown), key=_in_order)))
    numbers = [sheet.outer_no for sheet in read.sheets]
    known = case_queries.known_sheets(Source.HOTLINE, numbers)
    new = [sheet for sheet in read.sheets if sheet.outer_no not in known]
    made = tuple(_reported(sheet, categories, by, community) for sheet in new)
    record(by, "integrations.import_hotline", community, new=len(made), known=len(known))
    return Imported(made, tuple(number for number in numbers if number in known))


def _in_order(fault: Fault) -> tuple[int, str]:
    digits = "".join(sign for sign in fault.cell if sign.isdecimal())
    return int(digits), fault.cell


def _categories() -> dict[str, Category]:
    """Small categories by their code and by their name."""
    smalls = list(case_queries.smalls())
    return {one.name: one for one in smalls} | {one.code: one for one in smalls}


def _reported(
    sheet: HotlineSheet, categories: Mapping[str, Category], by: Actor, community: Region
) -> Case:
    at = now()
    called = sheet.called_at
    recent = called is not None and at - BELIEVED <= called <= at
    report = Report(
        community=community,
        source=Source.HOTLINE,
        outer_no=sheet.outer_no,
        words=sheet.words,
        place_text=sheet.place,
        place_unknown=not sheet.place,
        category=categories.get(sheet.category),
        urgent=sheet.urgent,
        reporter_name=sheet.name,
        reporter_phone=sheet.phone,
        device_at=called if recent else None,
    )
    case = cases.report_case(report, by=by).case
    if called is not None and not recent:
        words = _("热线记录的来电时间：%(at)s") % {"at": f"{called:%Y-%m-%d %H:%M}"}
        cases.add_note(case, by=by, words=words)
    return case


@transaction.atomic
def hotline_results(*, by: Actor, since: datetime) -> bytes:
    """How the sheets reported since then stand, as CSV for the hotline; no person is in it."""
    rows = case_queries.sheets_since(by, Source.HOTLINE, since)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([str(heading) for heading in HEADINGS])
    count = 0
    for case in rows:
        writer.writerow([safe(value) for value in _result(case)])
        count += 1
    record(by, "integrations.hotline_results", Case, rows=count)
    return text.getvalue().encode("utf-8-sig")


def _result(case: Case) -> tuple[str, ...]:
    rated = next((one for one in case.evaluations.all() if one.episode == case.episode), None)
    return (
        case.outer_no or "",
        case.number,
        str(case.get_state_display()),
        case.agency.name if case.agency else "",
        _told(case.accepted_at),
        _told(case.closed_at),
        case.public_words,
        _yes(rated.contacted) if rated else "",
        _yes(rated.solved) if rated else "",
        str(rated.get_satisfaction_display()) if rated else "",
    )


def _yes(value: bool) -> str:
    return _("是") if value else _("否")


def _told(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
