"""What a sheet says of protected facts: asked for, never written (变更申请)."""

from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ...models import ImportBatch, Resident
from ...queries.imports.batches import RowPayload, row_payload
from ...rules import identity
from ...rules.kinds import Source
from ..requests import request_change
from .people import precision_of

REASON = "导入表格与现有资料不一致"
MANY = 500
FACTS = {
    "sex": "sex",
    "birth_date": "birth_date",
    "hukou_state": "hukou_state",
    "hukou_region": "region_code",
    "id_number": "number",
}
"""Column of a sheet → fact of a request."""


def ask_protected(batch: ImportBatch, *, by: Actor) -> int:
    """Turn the protected differences of a written batch into change requests; says how many.

    A second run of the same sheet asks nothing new: a request that waits is the same one.
    """
    asked = 0
    for start in range(0, len(batch.asks), MANY):
        rows = batch.rows.filter(number__in=batch.asks[start : start + MANY]).order_by("number")
        asked += sum(_ask(batch, row_payload(row), by) for row in rows)
    return asked


def _ask(batch: ImportBatch, row: RowPayload, by: Actor) -> bool:
    told = _told(row)
    person = Resident.objects.filter(pk=row.person).first() if row.person else None
    if person is None or not told:
        return False
    try:
        request_change(person, told, by=by, reason=REASON, source=Source.IMPORT, batch=batch.uuid)
    except Refused:
        return False
    return True


def _told(row: RowPayload) -> dict[str, str]:
    names = {f.about for f in row.findings if f.code == "protected" and f.about in FACTS}
    if row.values.get("id_kind") != identity.CITIZEN:
        names.discard("id_number")
    told = {FACTS[name]: str(row.values[name]) for name in names}
    if born := told.get("birth_date"):
        told["birth_precision"] = precision_of(born)
        told["birth_date"] = f"{born}-01-01"[:10] if len(born) < 10 else born
    return told
