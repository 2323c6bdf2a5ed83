"""What the lists of the register can be narrowed by."""

from .places import grids
from .register import DwellingFilter, HouseholdFilter, MissingFilter, ResidentFilter
from .work import (
    CareVisitFilter,
    ChangeRequestFilter,
    FindingFilter,
    HeardFilter,
    NeedFilter,
    SampledFilter,
    VisitFilter,
)

__all__ = [
    "CareVisitFilter",
    "ChangeRequestFilter",
    "DwellingFilter",
    "FindingFilter",
    "HeardFilter",
    "HouseholdFilter",
    "MissingFilter",
    "NeedFilter",
    "ResidentFilter",
    "SampledFilter",
    "VisitFilter",
    "grids",
]
