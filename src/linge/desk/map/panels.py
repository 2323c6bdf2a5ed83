"""What the desk adds to the pages of the territory: the way to the editor of a draft."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.territory import panels, permissions
from linge.territory.models import Division
from linge.territory.rules.kinds import DivisionState
from linge.ui.pages import Link


def offer_editor() -> None:
    """Once, when the house opens."""
    panels.add_way(Division, _editor)


def _editor(row: Division) -> Link | None:
    if row.state not in (DivisionState.DRAFT, DivisionState.SUBMITTED):
        return None
    address = reverse("desk_map:division", args=[row.uuid])
    return Link(_("在地图上编辑"), address, "place", capability=permissions.DRAFT)
