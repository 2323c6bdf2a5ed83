"""What the pages of the territory ask."""

from .changes import FORMS, ChangeForm
from .places import (
    AssignForm,
    BuildingForm,
    DraftForm,
    EstateForm,
    GridForm,
    HandOverForm,
    MoveInForm,
    NoticeForm,
    OrganisationForm,
    PlaceForm,
    PublishForm,
    RaiseBuildingForm,
    ShopForm,
    SpotForm,
)

__all__ = [
    "FORMS",
    "AssignForm",
    "BuildingForm",
    "ChangeForm",
    "DraftForm",
    "EstateForm",
    "GridForm",
    "HandOverForm",
    "MoveInForm",
    "NoticeForm",
    "OrganisationForm",
    "PlaceForm",
    "PublishForm",
    "RaiseBuildingForm",
    "ShopForm",
    "SpotForm",
]
