"""What a person's posts and stand-ins open: grants, on exactly the days they hold."""

from collections.abc import Iterator
from datetime import date

from linge.accounts.actors import grant_sources
from linge.accounts.models import User
from linge.accounts.tables import role_of
from linge.kernel.access import Grant
from linge.territory.models import Grid

from .models import Post, StandIn

STAND_IN = "stand_in"


def grants_of(user: User, day: date) -> tuple[Grant, ...]:
    """The grants of somebody's posts and stand-ins that hold on a day; each opens one grid."""
    return tuple(_grants_on(user, day))


def _grants_on(user: User, day: date) -> Iterator[Grant]:
    posts = Post.objects.on(day).filter(user=user).select_related("grid__community")
    for post in posts:
        yield _grant(post.role, post.grid, post.since, post.until)
    stand_ins = StandIn.objects.on(day).filter(stand_in=user).select_related("grid__community")
    for row in stand_ins:
        yield _grant(STAND_IN, row.grid, row.since, row.until)


def _grant(post: str, grid: Grid, since: date, until: date | None) -> Grant:
    return Grant(
        role=role_of(post),
        post=post,
        node=grid.community.path,
        grid=grid.pk,
        since=since,
        until=until,
    )


def open_grids() -> None:
    """Let `accounts` ask here whenever it builds an actor; once at start."""
    if grants_of not in grant_sources:
        grant_sources.append(grants_of)
