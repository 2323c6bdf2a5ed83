"""Care needs: who sees which, what is due, how many, and who has been asked.

A sensitive fact is absent for everybody else: no count, no sign that there is one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from linge.accounts.models import User
from linge.kernel import access, crypto
from linge.kernel.access import Actor, DataClass, Grant, Sight
from linge.staff.models import Post
from linge.territory.models import Region

from .. import permissions
from ..models import CareAnswer, CareKind, CareNeed, CareVisit, Residency, Resident
from ..rules import care
from ..rules.care import NeedState
from .people import HOME
from .scope import seen

OPEN = Q(done_at__isnull=True, missed_at__isnull=True)
IN_FORCE = (NeedState.GRANTED,)
AT_WORK = (NeedState.PROPOSED, NeedState.GRANTED, NeedState.PAUSED)


def kinds() -> QuerySet[CareKind]:
    """The kinds in use, in their order."""
    return CareKind.objects.filter(published_at__isnull=False).order_by("pk")


def all_kinds(actor: Actor | None = None) -> QuerySet[CareKind]:
    """Every kind, drafts too; kinds belong to no place, so everybody who may see them sees all."""
    return CareKind.objects.order_by("pk")


def visible_needs(actor: Actor) -> QuerySet[CareNeed]:
    """The needs an actor may read: those of the own visit list, grid or line; nobody else any.

    A paused or proposed one is seen by whoever decides on it; an ended one by no one.
    """
    ours = Q(pk__in=[])
    for grant in actor.holding(permissions.CARE):
        ours |= _seen_by(actor, grant)
    return CareNeed.objects.filter(ours)


def _seen_by(actor: Actor, grant: Grant) -> Q:
    cell = access.tables.cells.get((grant.role, DataClass.C4))
    if cell is None or cell.best < Sight.CLEAR:
        return Q(pk__in=[])
    decides = permissions.CARE_GRANT in access.tables.deeds_of(grant)
    ours = Q(seen(Actor(grants=(grant,))), state__in=AT_WORK if decides else IN_FORCE)
    if "*" not in grant.lines:
        ours &= Q(kind__line__in=grant.lines)
    if "on_my_visit_list" in cell.conditions:
        assigned = CareVisit.objects.filter(OPEN, need=OuterRef("pk"), worker__isnull=False)
        mine = assigned.filter(worker=actor.user_id)
        ours &= Q(Exists(mine))
    return ours


def needs(actor: Actor) -> QuerySet[CareNeed]:
    """Needs with person, home, kind and the visit planned. Four queries a page."""
    homes = Residency.objects.filter(main=True, until=None).select_related(*HOME)
    waiting = CareVisit.objects.filter(OPEN).select_related("worker")
    return (
        visible_needs(actor)
        .select_related("person__community", "kind", "consent")
        .prefetch_related(
            Prefetch("person__residencies", homes, to_attr="main_homes"),
            Prefetch("visits", waiting, to_attr="waiting"),
        )
    )


def needs_of(actor: Actor, person: Resident) -> QuerySet[CareNeed]:
    """A person's needs, as far as the actor may know of them."""
    return needs(actor).filter(person=person).order_by("pk")


def care_visits(actor: Actor) -> QuerySet[CareVisit]:
    """The visits planned for the needs an actor sees, the longest overdue first."""
    homes = Residency.objects.filter(main=True, until=None).select_related(*HOME)
    return (
        CareVisit.objects.filter(OPEN, need__in=visible_needs(actor))
        .select_related("need__person__community", "need__kind", "worker")
        .prefetch_related(Prefetch("need__person__residencies", homes, to_attr="main_homes"))
        .order_by("planned_on", "pk")
    )


def workers_for(community: Region) -> QuerySet[User]:
    """The grid workers of a community, who may be sent on care visits."""
    posts = Post.objects.filter(grid__community=community, until__isnull=True)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name")


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that is over, with its words in clear for those who may read the need."""

    row: CareVisit
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people have a need of a kind; fewer than five are not told."""

    kind: CareKind
    people: str


def figures(actor: Actor) -> list[Figure]:
    """People in care by kind, inside what the actor's grants cover."""
    holding = Actor(grants=actor.holding(permissions.CARE_FIGURES))
    granted = Q(seen(holding, "needs__person"), needs__state=NeedState.GRANTED)
    counted = Count("needs", filter=granted)
    return [Figure(kind, care.figure(kind.people)) for kind in kinds().annotate(people=counted)]


def care_at_stairs(actor: Actor, community: Region) -> Mapping[tuple[int, int | None], int]:
    """People in care at each building and unit, for whoever may know how many there are."""
    holding = Actor(grants=actor.holding(permissions.CARE_FIGURES))
    homes = Residency.objects.filter(
        seen(holding),
        person__needs__state=NeedState.GRANTED,
        dwelling__community=community,
        main=True,
        until=None,
    )
    counted = homes.order_by().values_list("dwelling__building", "dwelling__unit")
    return {
        (building, unit): people
        for building, unit, people in counted.annotate(n=Count("person", distinct=True))
    }


def asked_within(people: Iterable[int], since: date | None = None) -> Mapping[int, date]:
    """People (ids) whom every kind in use was asked about, each with the day of the oldest answer.

    With ``since`` only those asked on that day or later: the item group P4 of a home visit.
    """
    codes = list(kinds().values_list("code", flat=True))
    answers: dict[int, list[tuple[str, date]]] = {}
    told = CareAnswer.objects.filter(person__in=list(people))
    for person, kind, day in told.values_list("person", "kind__code", "asked_on"):
        answers.setdefault(person, []).append((kind, day))
    days = {person: care.asked(given, codes) for person, given in answers.items()}
    return {person: day for person, day in days.items() if day and (not since or day >= since)}


def need_record(actor: Actor) -> QuerySet[CareNeed]:
    """A need as its page shows it."""
    return needs(actor).select_related("person__community", "kind", "consent__guardian")


def past_visits(need: CareNeed) -> list[PastVisit]:
    """The visits paid or missed, newest first, each with its words."""
    rows = CareVisit.objects.filter(need=need).exclude(OPEN).select_related("worker")
    return [
        PastVisit(row, crypto.open_field(row, "what"))
        for row in rows.order_by("-planned_on", "-pk")
    ]


def words_of(need: CareNeed) -> str:
    """What was told when the need was proposed."""
    return crypto.open_field(need, "words")
