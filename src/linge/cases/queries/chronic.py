"""Chronic places: what is looked at every night, and what waits for the leader."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.scope import within
from linge.territory.models import Region

from ..models import Case, CaseLink, Category, ChronicPlace
from ..rules import OPEN
from .scope import visible_to
from .workflows import workflow_now


def numbers_of(community: Region) -> Mapping[str, Any]:
    """The numbers in force at a community."""
    numbers: Mapping[str, Any] = workflow_now(community.path, now()).moves["numbers"]
    return numbers


def lately_accepted(community: Region, days: int) -> list[list[Case]]:
    """The cases accepted within so many days, by the code of their small category, oldest first."""
    rows = Case.objects.filter(
        community=community,
        category__parent__isnull=False,
        accepted_at__gte=now() - timedelta(days=days),
    )
    found: dict[str, list[Case]] = defaultdict(list)
    for case in rows.select_related("category", "community").order_by("accepted_at", "pk"):
        assert case.category is not None  # so it was filtered
        found[case.category.code].append(case)
    return list(found.values())


def live_places(community: Region, category: Category) -> QuerySet[ChronicPlace]:
    """Proposals of a small category that wait, rest, or have a parent case still open."""
    rests = Q(dismissed_until__gt=today())
    worked_on = Q(parent__closed_at__isnull=True, parent__isnull=False)
    places = ChronicPlace.objects.filter(community=community, category__code=category.code)
    return places.filter(Q(decided_at__isnull=True) | rests | worked_on).select_related(
        "first_case"
    )


def free_parts(place: ChronicPlace) -> QuerySet[Case]:
    """The open cases of a place that are part of nothing yet."""
    linked = CaseLink.objects.filter(unlinked_at__isnull=True).values("child")
    rows = Case.objects.filter(chronic_places=place, state__in=OPEN)
    return rows.exclude(pk__in=linked).order_by("accepted_at", "pk")


def chronic_places(actor: Actor) -> QuerySet[ChronicPlace]:
    """反复点位: the proposals in scope, those that wait first. ``times`` counts the cases."""
    rows = ChronicPlace.objects.filter(within(actor, path="path"))
    related = ("category", "community", "first_case", "parent", "decided_by")
    counted = rows.select_related(*related).annotate(times=Count("cases"))
    return counted.order_by(F("decided_at").desc(nulls_first=True), "-found_at", "-pk")


def cases_of_place(actor: Actor, place: ChronicPlace) -> QuerySet[Case]:
    """The cases of a place that the actor may see, the latest first."""
    rows: QuerySet[Case] = visible_to(actor).filter(chronic_places=place)
    return rows.select_related("category", "agency").order_by("-accepted_at")
