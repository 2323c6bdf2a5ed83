"""What is asked about accounts and grants."""

from datetime import date

from django.db.models import QuerySet

from linge.kernel import access, clock
from linge.kernel.access import Actor, DataClass
from linge.kernel.scope import subtree

from .models import Grant, Reveal, User


def grants_of(user: User, day: date) -> tuple[access.Grant, ...]:
    """The user's grants in force on the day. One query."""
    return tuple(_grant(row) for row in Grant.objects.on(day).filter(user=user).order_by("pk"))


def _grant(row: Grant) -> access.Grant:
    return access.Grant(
        role=row.role,
        post=row.post,
        node=row.node,
        grid=row.grid_id,
        agency=row.agency_id,
        lines=tuple(row.lines) or ("*",),
        since=row.since,
        until=row.until,
    )


def people_at(path: str) -> QuerySet[User]:
    """Active staff with a grant at or below a node."""
    held = Grant.objects.on(clock.today()).filter(subtree(path, "node")).exclude(role="resident")
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def holders_of(role: str, path: str) -> QuerySet[User]:
    """Active staff who hold a role at exactly this node today."""
    held = Grant.objects.on(clock.today()).filter(role=role, node=path)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def visible_to(actor: Actor) -> QuerySet[User]:
    """Accounts whose grants lie inside the actor's nodes."""
    people = User.objects.none()
    for node in sorted(actor.nodes):
        people = people | User.objects.filter(
            pk__in=Grant.objects.filter(subtree(node, "node")).values("user")
        )
    return people.distinct().order_by("name")


def reveal_quota(actor: Actor, klass: DataClass = DataClass.C3) -> int:
    """How many clear views a day the actor's roles give (access.csv)."""
    cells = (access.tables.cells.get((role, klass)) for role in actor.roles)
    return max((cell.reveal_per_day for cell in cells if cell), default=0)


def reveals_today(actor: Actor) -> int:
    """Clear views the actor has had since midnight in Shanghai."""
    midnight = clock.now().astimezone(clock.SHANGHAI).replace(hour=0, minute=0, second=0)
    return Reveal.objects.filter(user_id=actor.person, at__gte=midnight).count()


def reveals_of(subjects: list[str]) -> QuerySet[Reveal]:
    """Every clear view of some rows, newest first, for the person they belong to."""
    return Reveal.objects.filter(subject__in=subjects).select_related("user").order_by("-at")
