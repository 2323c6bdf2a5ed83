"""The receipt number of a forwarded case, which may follow later (转报回执)."""

from django.db import transaction

from linge.audit import actions as audit
from linge.kernel.access import Actor

from .. import permissions
from ..models import Case
from ..rules import State


@transaction.atomic
def record_receipt(case: Case, *, by: Actor, receipt: str) -> Case:
    """Write down the number the receiver gave a forwarded case; once taken back it changes nothing."""
    permissions.require(by, permissions.NOTE, case)
    rows = Case.objects.filter(pk=case.pk, state=State.FORWARDED)
    if rows.update(forward_receipt=receipt[:60]):
        case.forward_receipt = receipt[:60]
        audit.record(by, "cases.record_receipt", case, receipt=case.forward_receipt)
    return case
