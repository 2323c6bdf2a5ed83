"""What else has to end before a case may: its hazards and its mediation."""

from django.db.models import Exists, OuterRef

from ..models import Case, Dispute, Hazard
from ..rules import State
from ..rules.hazards import HazardState


def open_matters(case: Case) -> tuple[bool, bool]:
    """Whether a hazard of the case hasn't passed, and whether its mediation is open.

    Asked only of a case that may be closed next: nothing else waits for them.
    """
    if case.state != State.VERIFIED:
        return False, False
    hazards = Hazard.objects.filter(case=OuterRef("pk")).exclude(state=HazardState.PASSED)
    disputes = Dispute.objects.filter(case=OuterRef("pk"), outcome="")
    found: tuple[bool, bool] = (
        Case.objects.filter(pk=case.pk).values_list(Exists(hazards), Exists(disputes)).get()
    )
    return found
