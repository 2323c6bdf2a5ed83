"""The posts of a grid team and how they follow one another. Source: registry.md §2.3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A post in a grid team. Grid manager 网格管理员 is the same post as grid lead 网格长."""

    LEAD = "lead", _("网格长")
    A = "a", _("A岗网格员")
    B = "b", _("B岗网格员")
    ASSISTANT = "assistant", _("网格协管员")
    SUPERVISOR = "supervisor", _("网格督导员")


SINGLE = (Role.LEAD, Role.A, Role.B)
WORKERS = (Role.A, Role.B)


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one post of a grid, half-open; no end: still there."""

    role: str
    user: int
    since: date
    until: date | None = None

    def meets(self, other: "Term") -> bool:
        """Whether two terms share a day."""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )


def clash(new: Term, held: Iterable[Term]) -> str:
    """Why a term cannot begin beside those held in the grid: ``occupied``, ``both_workers``,
    ``already``; empty text when it can."""
    together = [term for term in held if term.meets(new)]
    if any(term.user == new.user and term.role == new.role for term in together):
        return "already"
    if new.role in SINGLE and any(term.role == new.role for term in together):
        return "occupied"
    if new.role in WORKERS and any(
        term.user == new.user and term.role in WORKERS for term in together
    ):
        return "both_workers"
    return ""
