"""Who works in which grid, when; and which agencies serve a community."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linge.accounts import queries as accounts
from linge.accounts.models import User
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.scope import within
from linge.territory import queries as territory
from linge.territory.models import Grid, Region
from linge.territory.rules import paths

from .models import Agency, FourInOne, Post, RoleWord, StandIn, SupervisorRating
from .rules import FOUR_BY_DEFAULT, SINGLE, WORKERS, Role


@dataclass(slots=True)
class Team:
    """The posts of one grid on one day, and who stands in."""

    posts: list[Post] = field(default_factory=list)
    stand_ins: list[StandIn] = field(default_factory=list)

    def held(self, role: str) -> list[Post]:
        """The posts of one kind, the earliest first."""
        return [post for post in self.posts if post.role == role]

    @property
    def lead(self) -> Post | None:
        return self._single(Role.LEAD)

    @property
    def a(self) -> Post | None:
        return self._single(Role.A)

    @property
    def b(self) -> Post | None:
        return self._single(Role.B)

    @property
    def assistants(self) -> list[Post]:
        return self.held(Role.ASSISTANT)

    @property
    def supervisors(self) -> list[Post]:
        return self.held(Role.SUPERVISOR)

    @property
    def by_role(self) -> list[tuple[Role, list[Post]]]:
        """Every kind of post in order, with who holds it."""
        return [(role, self.held(role)) for role in Role]

    def _single(self, role: Role) -> Post | None:
        return next(iter(self.held(role)), None)


def team(grid: Grid, day: date | None = None) -> Team:
    """The team of one grid on a day, today by default."""
    return teams([grid], day)[grid.pk]


def teams(grids: Iterable[Grid], day: date | None = None) -> dict[int, Team]:
    """The teams of many grids on a day, by grid id; two queries however many."""
    day = day or today()
    found = {grid.pk: Team() for grid in grids}
    posts = Post.objects.on(day).filter(grid__in=found).select_related("user")
    for post in posts.order_by("since", "pk"):
        found[post.grid_id].posts.append(post)
    stand_ins = StandIn.objects.on(day).filter(grid__in=found)
    for row in stand_ins.select_related("absent", "stand_in").order_by("since", "pk"):
        found[row.grid_id].stand_ins.append(row)
    return found


def visible_posts(actor: Actor) -> QuerySet[Post]:
    """The posts, past and present, of the grids an actor may see."""
    return Post.objects.filter(_in_grid(actor)).select_related("grid__community", "user")


def visible_stand_ins(actor: Actor) -> QuerySet[StandIn]:
    """The stand-ins of the grids an actor may see."""
    rows = StandIn.objects.filter(_in_grid(actor))
    return rows.select_related("grid__community", "absent", "stand_in")


def stand_ins_from(actor: Actor, day: date | None = None) -> QuerySet[StandIn]:
    """The stand-ins that hold on a day or are still to come, in order."""
    day = day or today()
    return visible_stand_ins(actor).filter(until__gt=day).order_by("since", "grid__code")


def uncovered_grids(actor: Actor, day: date | None = None) -> QuerySet[Grid]:
    """The actor's grids that nobody covers on a day: no A post, and nobody standing in."""
    day = day or today()
    a_post = Post.objects.on(day).filter(grid=OuterRef("pk"), role=Role.A)
    stand_in = StandIn.objects.on(day).filter(grid=OuterRef("pk"))
    grids = territory.visible_to(actor, Grid).filter(Q(until__isnull=True) | Q(until__gt=day))
    return grids.filter(~Exists(a_post), ~Exists(stand_in), since__lte=day).order_by("code")


def workers_on_duty(grid: Grid, day: date | None = None) -> QuerySet[User]:
    """The people who work a grid today: its A post, its B post, and who stands in."""
    day = day or today()
    posts = Post.objects.on(day).filter(grid=grid, role__in=WORKERS)
    stand_ins = StandIn.objects.on(day).filter(grid=grid)
    people = Q(pk__in=posts.values("user")) | Q(pk__in=stand_ins.values("stand_in"))
    return User.objects.filter(people, is_active=True)


def on_duty(worker: User, grid: Grid | None = None) -> bool:
    """Whether somebody works this grid today, or any grid when none is named."""
    posts = Post.objects.on(today()).filter(user=worker.pk, role__in=WORKERS)
    stand_ins = StandIn.objects.on(today()).filter(stand_in=worker.pk)
    if grid is not None:
        posts, stand_ins = posts.filter(grid=grid), stand_ins.filter(grid=grid)
    return posts.exists() or stand_ins.exists()


def grids_of(user: User, day: date | None = None) -> QuerySet[Grid]:
    """The grids somebody has a post in, or stands in for, on a day."""
    day = day or today()
    posts = Post.objects.on(day).filter(user=user.pk)
    stand_ins = StandIn.objects.on(day).filter(stand_in=user.pk)
    held = Q(pk__in=posts.values("grid")) | Q(pk__in=stand_ins.values("grid"))
    return Grid.objects.filter(held).order_by("code")


def posts_to_come(grid: Grid) -> QuerySet[Post]:
    """Posts of a grid that begin on a later day."""
    return (
        Post.objects.filter(grid=grid, since__gt=today()).select_related("user").order_by("since")
    )


def people_near(grid: Grid) -> QuerySet[User]:
    """The people who may be given a post in a grid: active staff of its community.

    They hold a grant in the community, or hold or held a post in one of its grids.
    """
    posts = Post.objects.filter(grid__community=grid.community_id)
    granted = accounts.people_at(grid.community.path)
    here = Q(pk__in=posts.values("user")) | Q(pk__in=granted.values("pk"))
    return User.objects.filter(here, is_active=True).order_by("name")


def visible_agencies(actor: Actor) -> QuerySet[Agency]:
    """The agencies that serve where an actor works, and the actor's own."""
    above = {step for grant in actor.grants for step in paths.ancestors(grant.node)}
    serving = Q(community__path__in=above)
    here = within(actor, path="community__path", grid=None)
    rows = Agency.objects.filter(here | serving | Q(pk__in=actor.agencies))
    return rows.select_related("community")


def agencies_of_community(community: Region) -> QuerySet[Agency]:
    """The agencies in use that serve a community: its own, and those of the nodes above."""
    around = paths.ancestors(community.path)
    return Agency.objects.filter(active=True, community__path__in=around).order_by("name")


def vacancies(team: Team) -> list[Role]:
    """The posts of a team that stand empty and should not."""
    return [role for role in SINGLE if not team.held(role)]


def four_in_one(community: Region, day: date | None = None) -> tuple[Role, ...]:
    """The four posts a community inspects together; by default lead, A, assistant, supervisor."""
    row = FourInOne.objects.on(day or today()).filter(community=community).first()
    return tuple(Role(role) for role in row.roles) if row else FOUR_BY_DEFAULT


def ratings(actor: Actor) -> QuerySet[SupervisorRating]:
    """The supervisors' words on the results of the grids an actor may see, the latest first."""
    rows = SupervisorRating.objects.filter(_in_grid(actor)).select_related("grid", "rated_by")
    return rows.order_by("-month", "grid__code")


def role_words(community: Region) -> dict[str, str]:
    """What each post is called in a community: the word of the narrowest territory around it."""
    around = RoleWord.objects.filter(region__path__in=paths.ancestors(community.path))
    own = dict(around.order_by("region__path").values_list("role", "word"))
    return {role.value: own.get(role.value, str(role.label)) for role in Role}


def _in_grid(actor: Actor) -> Q:
    return within(actor, path="grid__community__path", grid="grid_id")
