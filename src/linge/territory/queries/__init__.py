"""Every read of places, grids and calendars, scoped to who is asking."""

from .addresses import address_text, building_text, dwelling_by_address, with_address
from .calendars import forget_workdays, workdays
from .divisions import (
    division_on,
    division_remarks,
    divisions,
    open_division,
    size_rule,
)
from .grids import (
    GridCounts,
    contents_of,
    grid_counts,
    grid_history,
    grid_load,
    grid_of_point,
    grids,
    members_of,
)
from .maps import MapLayers, map_layers
from .scope import visible_to
from .tree import ancestors, children, communities, community_of, region_tree

__all__ = [
    "GridCounts",
    "MapLayers",
    "address_text",
    "ancestors",
    "building_text",
    "children",
    "communities",
    "community_of",
    "contents_of",
    "division_on",
    "division_remarks",
    "divisions",
    "dwelling_by_address",
    "forget_workdays",
    "grid_counts",
    "grid_history",
    "grid_load",
    "grid_of_point",
    "grids",
    "map_layers",
    "members_of",
    "open_division",
    "region_tree",
    "size_rule",
    "visible_to",
    "with_address",
    "workdays",
]
