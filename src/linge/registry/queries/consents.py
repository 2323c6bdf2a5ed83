"""Consents as people read them: for what, since when, how given, and what still may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import CareKind, Consent, Resident
from ..rules.care import Basis
from ..rules.consents import care_code, care_purpose
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A purpose one may agree to, with what it brings and what happens without."""

    purpose: str
    kind: CareKind


def offered(person: Resident) -> list[Offer]:
    """The purposes a person has not agreed to; a need proposed for the person comes first."""
    held = {one.row.purpose for one in standing(person) if not one.withdrawn}
    asked = set(person.needs.filter(until=None).values_list("kind", flat=True))
    offers = [
        Offer(care_purpose(kind.code), kind)
        for kind in care.kinds()
        if kind.basis == Basis.CONSENT and care_purpose(kind.code) not in held
    ]
    return sorted(offers, key=lambda offer: offer.kind.pk not in asked)
