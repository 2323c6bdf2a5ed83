"""What may be done to teams and agencies."""

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject, subject_key
from linge.territory.models import Grid, Region

from .models import Agency, Post, StandIn

VIEW = "staff.view"
APPOINT = "staff.appoint"
STAND_IN = "staff.stand_in"
AGENCIES = "staff.agencies"
RATE = "staff.rate"  # the supervisor's monthly word on results

Row = Agency | Grid | Post | Region | StandIn


def subject_facts(row: Row) -> Subject:
    """Where a row lies: a post or stand-in in its grid, an agency where it serves (C1)."""
    key = subject_key(row)
    classes = frozenset({DataClass.C1})
    if isinstance(row, Agency):
        of = frozenset({row.pk}) if row.pk else frozenset()
        return Subject(node=row.community.path, agencies=of, classes=classes, key=key)
    if isinstance(row, Region):
        return Subject(node=row.path, classes=classes, key=key)
    grid = row if isinstance(row, Grid) else row.grid
    return Subject(node=grid.community.path, grid=grid.pk, classes=classes, key=key)


def require(by: Actor, capability: str, row: Row) -> None:
    """Refuse unless the actor may do this to this row."""
    access.require(by, capability, subject_facts(row))
