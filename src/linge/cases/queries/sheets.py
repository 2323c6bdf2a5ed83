"""Cases by the number they had where they came from (来源单号)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from linge.kernel.access import Actor

from ..models import Case
from .scope import visible_to

AT_ONCE = 500


def known_sheets(source: str, numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that are cases already, wherever they lie."""
    known: set[str] = set()
    asked = list(numbers)
    for first in range(0, len(asked), AT_ONCE):
        some = asked[first : first + AT_ONCE]
        rows = Case.objects.filter(source=source, outer_no__in=some)
        known.update(number for number in rows.values_list("outer_no", flat=True) if number)
    return known


def sheets_since(actor: Actor, source: str, since: datetime) -> QuerySet[Case]:
    """Cases of a source in the actor's scope reported since then, in the order of their numbers."""
    rows = visible_to(actor).filter(source=source, outer_no__isnull=False, reported_at__gte=since)
    return rows.select_related("agency").prefetch_related("evaluations").order_by("outer_no")
