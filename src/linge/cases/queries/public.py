"""What of the cases may be read by everybody, without an account (open data)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from linge.territory.models import Region

from ..models import Case, CaseStep, Category
from ..models.cases import CaseQuerySet
from ..rules import State

NEVER = (State.VOID, State.WITHDRAWN)
EXPLAINED = ("reject", "merge", "forward")


def public_cases(communities: Iterable[Region]) -> CaseQuerySet:
    """Cases of public categories; what was void or withdrawn was never there."""
    cases = Case.objects.filter(community__in=list(communities), category__public=True)
    return cases.exclude(state__in=NEVER)


def public_codes() -> list[str]:
    """Codes of small categories that are or once were public."""
    rows = Category.objects.filter(public=True, parent__isnull=False)
    return list(rows.order_by("code").values_list("code", flat=True).distinct())


def endings(cases: Iterable[Case]) -> QuerySet[CaseStep]:
    """The steps that rejected, merged or forwarded these cases, in order."""
    steps = CaseStep.objects.filter(case__in=[case.pk for case in cases], action__in=EXPLAINED)
    return steps.order_by("case_id", "number")
