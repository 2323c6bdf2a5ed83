"""What the lists of the register can be narrowed by."""

from .places import BuildingChoiceFilter, buildings, communities, grids
from .register import DwellingFilter, HouseholdFilter, MissingFilter, ResidentFilter
from .work import (
    CareVisitFilter,
    ChangeRequestFilter,
    FindingFilter,
    HeardFilter,
    MatchFilter,
    NeedFilter,
    SampledFilter,
    VisitFilter,
)

__all__ = [
    "BuildingChoiceFilter",
    "CareVisitFilter",
    "ChangeRequestFilter",
    "DwellingFilter",
    "FindingFilter",
    "HeardFilter",
    "HouseholdFilter",
    "MatchFilter",
    "MissingFilter",
    "NeedFilter",
    "ResidentFilter",
    "SampledFilter",
    "VisitFilter",
    "buildings",
    "communities",
    "grids",
]
