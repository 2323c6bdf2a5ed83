"""The life of a hazard (隐患): found → noticed → rectified → passed; a failed look goes back."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How grave a hazard is. A major one goes to the street at once."""

    GENERAL = "general", _("一般隐患")
    MAJOR = "major", _("重大隐患")


class HazardState(TextChoices):
    """Where a hazard stands."""

    FOUND = "found", _("待下发通知")
    NOTICED = "noticed", _("整改中")
    RECTIFIED = "rectified", _("待复查")
    PASSED = "passed", _("复查通过")


DEEDS = {  # what may be done to a hazard: from where it leads where
    "notice": ({HazardState.FOUND}, HazardState.NOTICED),
    "rectify": ({HazardState.NOTICED}, HazardState.RECTIFIED),
    "pass": ({HazardState.RECTIFIED}, HazardState.PASSED),
    "fail": ({HazardState.RECTIFIED}, HazardState.NOTICED),
}


def lands(deed: str, state: str) -> HazardState | None:
    """Where a deed leads from a state; nothing where it isn't possible."""
    starts, end = DEEDS[deed]
    return end if HazardState(state) in starts else None
