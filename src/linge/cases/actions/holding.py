"""Two cases at once: held in one order, so that two clerks who tie them crosswise never wait in a ring."""

from ..models import Case


def hold_both(case: Case, other: Case) -> Case:
    """The other case as it stands, held together with this one until the transaction ends."""
    pair = Case.objects.select_for_update(of=("self",)).filter(pk__in=(case.pk, other.pk))
    held = {row.pk: row for row in pair.select_related("category").order_by("pk")}
    return held[other.pk]
