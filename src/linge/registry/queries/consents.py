"""Consents as people read them: for what, since when, how given, and what still may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import CareKind, Consent, Resident
from ..rules.consents import care_code
from . import care


@dataclass(frozen=True, slots=True)
class Agreement:
    """A consent with the words of what it is for."""

    row: Consent
    kind: CareKind | None

    @property
    def title(self) -> str:
        return self.kind.name if self.kind else self.row.purpose

    @property
    def withdrawn(self) -> bool:
        return self.row.until is not None


def standing(person: Resident) -> Sequence[Agreement]:
    """A person's consents, the present ones first, then the withdrawn."""
    known = {kind.code: kind for kind in care.all_kinds()}
    rows = person.consents.select_related("guardian").order_by("-until", "-pk")
    agreements = [Agreement(row, known.get(care_code(row.purpose))) for row in rows]
    return sorted(agreements, key=lambda agreement: agreement.withdrawn)
