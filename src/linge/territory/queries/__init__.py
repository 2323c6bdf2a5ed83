"""Every read of places, grids and calendars, scoped to who is asking."""

from .addresses import (
    WITH_ADDRESS,
    address_text,
    building_text,
    dwelling_by_address,
    with_address,
)
from .calendars import calendar_days, calendars, forget_workdays, workdays
from .divisions import (
    MemberLine,
    division_members,
    division_on,
    division_remarks,
    divisions,
    grid_homes,
    open_division,
    size_rule,
)
from .grids import (
    GridCounts,
    grid_counts,
    grid_history,
    grid_load,
    grid_of_point,
    grids,
    members_of,
    units_of,
)
from .lists import buildings, contents_of, estates, handovers, organisations, places, shops
from .maps import MapLayers, base_map, extent, map_layers
from .scope import visible_to
from .tree import ancestors, children, communities, community_of, region_tree

__all__ = [
    "WITH_ADDRESS",
    "GridCounts",
    "MapLayers",
    "MemberLine",
    "address_text",
    "ancestors",
    "base_map",
    "building_text",
    "buildings",
    "calendar_days",
    "calendars",
    "children",
    "communities",
    "community_of",
    "contents_of",
    "division_members",
    "division_on",
    "division_remarks",
    "divisions",
    "dwelling_by_address",
    "estates",
    "extent",
    "forget_workdays",
    "grid_counts",
    "grid_history",
    "grid_homes",
    "grid_load",
    "grid_of_point",
    "grids",
    "handovers",
    "map_layers",
    "members_of",
    "open_division",
    "organisations",
    "places",
    "region_tree",
    "shops",
    "size_rule",
    "units_of",
    "visible_to",
    "with_address",
    "workdays",
]
