"""Giving out path segments: counted per parent, never given twice."""

from django.db.models import F

from ..models import PathCounter
from ..rules import paths


def take_paths(parent: str, count: int = 1) -> list[str]:
    """The paths of the parent's next ``count`` children. Call inside the deed's transaction."""
    counter = PathCounter.objects.filter(parent_path=parent)
    if not counter.update(last=F("last") + count):
        PathCounter.objects.get_or_create(parent_path=parent)
        counter.update(last=F("last") + count)
    last = counter.values_list("last", flat=True).get()
    return [paths.child(parent, number) for number in range(last - count + 1, last + 1)]


def take_path(parent: str) -> str:
    """The path of the parent's next child."""
    return take_paths(parent)[0]


def count_children(counts: dict[str, int]) -> None:
    """Note how many children new parents were born with."""
    PathCounter.objects.bulk_create(
        PathCounter(parent_path=parent, last=last) for parent, last in counts.items()
    )
