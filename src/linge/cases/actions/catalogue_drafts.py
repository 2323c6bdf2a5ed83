"""The catalogue edited by spreadsheet: read with every fault named, drafted, weighed, published.

A draft is what somebody brought; it changes nothing until it is published. Source: cases §3.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from linge.audit import actions as audit
from linge.files.sheets import open_book
from linge.kernel import access
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.refusals import Refused

from .. import permissions, rules
from ..models import CatalogueDraft
from ..rules.sheets import CellFault, Reading, read_sheet
from .catalogue import Loaded, load_rows


class FaultyCells(Refused):
    """A workbook with faults: nothing was kept, every fault is listed by sheet and cell."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("cases.catalogue_faults", "\n".join(map(str, self.faults)), "file")


@transaction.atomic
def draft_catalogue(data: bytes, filename: str, *, by: Actor) -> CatalogueDraft:
    """Keep a brought catalogue as a draft, all of it or nothing.

    Refuses with ``cases.catalogue_faults``, one line a fault: ``sheet!cell`` what is wrong and how to
    put it right.
    """
    access.require(by, permissions.CATALOGUE, access.Subject(node="", key="cases.catalogue"))
    reading = read_catalogue(data, filename)
    if reading.faults:
        raise FaultyCells(reading.faults)
    draft = CatalogueDraft.objects.create(
        name=filename[:200],
        rows=[dict(row) for row in reading.rows],
        remarks=[str(remark) for remark in reading.remarks],
        by_id=by.user_id,
        at=now(),
    )
    audit.record(by, "cases.draft_catalogue", draft, rows=len(reading.rows))
    return draft


@transaction.atomic
def publish_catalogue(draft: CatalogueDraft, *, by: Actor) -> Loaded:
    """Put a draft in force: what differs opens a dated version today, what is absent stays.

    Refuses with ``cases.moved_on`` when somebody published it first.
    """
    access.require(by, permissions.CATALOGUE, access.Subject(node="", key="cases.catalogue"))
    waiting = CatalogueDraft.objects.filter(pk=draft.pk, published_at__isnull=True)
    if not waiting.update(published_at=now(), published_by_id=by.user_id):
        raise rules.refusal("moved_on")
    draft.refresh_from_db()
    loaded = load_rows(draft.rows)
    audit.record(by, "cases.load_catalogue", draft, opened=loaded.opened, closed=loaded.closed)
    return loaded


def read_catalogue(data: bytes, filename: str) -> Reading:
    """The first sheet of a workbook that has a catalogue's heading; csv, xls and xlsx alike."""
    book = open_book(data, filename)
    readings = [read_sheet(book.read(name)) for name in book.sheets]
    if not readings:
        raise Refused("cases.catalogue_empty", _("表格里没有工作表。"), "file")
    return next((reading for reading in readings if reading.rows), readings[0])
