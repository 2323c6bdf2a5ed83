"""Who may agree for whom, and what an agreement is called. Source: trust.md §4.1; 个保法 二十九至三十一."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

from .care import GUARDED_UNDER

TEXT_VERSION = "2026-11"
CARE_PREFIX = "care."
ADULT = 18


@dataclass(frozen=True, slots=True)
class Giver:
    """Who agrees: the person (no guardian) or a guardian of some age in the same household."""

    person_age: int | None
    guardian_age: int | None = None
    by_guardian: bool = False
    same_household: bool = False


def age_on(born: date | None, day: date) -> int | None:
    """Full years on a day, where the birth date is known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_guarded(age: int | None) -> bool:
    """Whether a guardian speaks for somebody of this age."""
    return age is not None and age < GUARDED_UNDER


def may_give(giver: Giver) -> None:
    """Refuse an agreement given by the wrong person.

    Refuses with ``registry.consent_guardian`` (under fourteen: an adult of the same household) or
    ``registry.consent_own`` (from fourteen on nobody agrees for another).
    """
    if is_guarded(giver.person_age):
        grown = giver.guardian_age is not None and giver.guardian_age >= ADULT
        if not (giver.by_guardian and grown and giver.same_household):
            message = _("未满14周岁，要由同住的监护人（成年人）同意。")
            raise Refused("registry.consent_guardian", str(message), "guardian")
    elif giver.by_guardian:
        message = _("已满14周岁，要由本人同意，他人不能代为同意。")
        raise Refused("registry.consent_own", str(message), "guardian")


def care_purpose(code: str) -> str:
    """The purpose a care kind's separate consent is given for."""
    return f"{CARE_PREFIX}{code}"


def care_code(purpose: str) -> str:
    """The care kind a purpose belongs to, or empty."""
    return purpose.removeprefix(CARE_PREFIX) if purpose.startswith(CARE_PREFIX) else ""


def gone_and_kept(needs: Iterable[tuple[str, str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """What an erasure takes and what stays with its article, of (name, article) pairs."""
    pairs = list(needs)
    gone = [name for name, article in pairs if not article]
    return gone, [(name, article) for name, article in pairs if article]
