"""Builds the `Actor` of a request: who, from where, and every grant in force today."""

from collections.abc import Callable
from datetime import date

from linge.kernel import clock
from linge.kernel.access import Actor, Grant

from . import queries
from .models import User

GrantSource = Callable[[User, date], tuple[Grant, ...]]
grant_sources: list[GrantSource] = []
"""Contexts that hold grants of their own (`staff`: grid teams) add a function at start."""


def actor_of(user: User, *, how: str = "desk") -> Actor:
    """The actor a signed-in user is today. Two queries and one per further source of grants."""
    day = clock.today()
    grants = queries.grants_of(user, day)
    for source in grant_sources:
        grants += source(user, day)
    kind = "resident" if {grant.role for grant in grants} == {"resident"} else "staff"
    return Actor(user_id=user.pk, name=user.name, kind=kind, how=how, grants=grants)
