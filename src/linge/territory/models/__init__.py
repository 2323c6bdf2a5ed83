"""Tables of the territory, from the province down to a door, and the grids laid over them."""

from .addresses import AddressAlias, Building, Dwelling, DwellingUse, Unit
from .calendars import CalendarDay, WorkCalendar, WorkSession
from .changes import RegionChange, RegionState
from .grids import Division, Grid, GridMember, GridShape, GridSizeRule, MoveInShare
from .places import Estate, Lane, Organisation, Place, Shop, StreetFront
from .regions import PathCounter, PathHistory, Region

__all__ = [
    "AddressAlias",
    "Building",
    "CalendarDay",
    "Division",
    "Dwelling",
    "DwellingUse",
    "Estate",
    "Grid",
    "GridMember",
    "GridShape",
    "GridSizeRule",
    "Lane",
    "MoveInShare",
    "Organisation",
    "PathCounter",
    "PathHistory",
    "Place",
    "Region",
    "RegionChange",
    "RegionState",
    "Shop",
    "StreetFront",
    "Unit",
    "WorkCalendar",
    "WorkSession",
]
