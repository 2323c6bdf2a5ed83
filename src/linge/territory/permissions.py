"""What may be done to places and grids, and what the decision needs to know about a row."""

from typing import Any

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject, subject_key

VIEW = "territory.view"
SURVEY = "territory.survey"  # correct and add what is met on the round: shops, organisations …
SET_USE = "territory.set_use"
CHANGE = "territory.change"  # estates, lanes, buildings, dwellings
MOVE = "territory.move"
RESHAPE = "territory.reshape"  # rename, recode, split, merge, move, abolish divisions
DRAFT = "territory.draft_division"
PUBLISH = "territory.publish_division"
LOAD = "territory.load"  # division codes, calendars and the grids of earlier years


def subject_facts(row: Any) -> Subject:
    """Where a row of the territory lies. Places are facilities, no person's data (C1)."""
    return Subject(
        node=path_of(row),
        grid=grid_of(row),
        classes=frozenset({DataClass.C1}),
        key=subject_key(row),
    )


def path_of(row: Any) -> str:
    """The path of a row, or of the community it belongs to."""
    return str(row.path if hasattr(row, "path") else row.community.path)


def grid_of(row: Any) -> int | None:
    """The grid a row lies in today; a grid lies in itself."""
    if row._meta.model_name == "grid":
        return int(row.pk)
    return getattr(row, "grid_id", None)


def require(by: Actor, capability: str, row: Any) -> None:
    """Refuse unless the actor may do this to this row."""
    access.require(by, capability, subject_facts(row))
