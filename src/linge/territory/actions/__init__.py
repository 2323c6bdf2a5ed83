"""Every write to places, grids and calendars, one function per deed."""

from .buildings import (
    Plan,
    add_dwelling,
    add_unit,
    name_address,
    raise_building,
    remove_dwelling,
    renumber_building,
)
from .changes import carry_out_change, propose_change, withdraw_change
from .divisions import (
    apply_division,
    assign,
    create_grid,
    draft_division,
    draw,
    publish_division,
    submit_division,
    withdraw_division,
)
from .drafts import save_draft, swap_axes
from .loading import load_calendar, load_divisions
from .moves import move_node
from .places import (
    amend,
    open_estate,
    open_lane,
    open_shop,
    open_street_front,
    register_organisation,
    register_place,
)
from .regions import create_region
from .sites import hand_over_estate, set_move_in_shares
from .surveys import OrganisationFound, ShopFound, open_shops, register_organisations
from .uses import set_use

__all__ = [
    "OrganisationFound",
    "Plan",
    "ShopFound",
    "add_dwelling",
    "add_unit",
    "amend",
    "apply_division",
    "assign",
    "carry_out_change",
    "create_grid",
    "create_region",
    "draft_division",
    "draw",
    "hand_over_estate",
    "load_calendar",
    "load_divisions",
    "move_node",
    "name_address",
    "open_estate",
    "open_lane",
    "open_shop",
    "open_shops",
    "open_street_front",
    "propose_change",
    "publish_division",
    "raise_building",
    "register_organisation",
    "register_organisations",
    "register_place",
    "remove_dwelling",
    "renumber_building",
    "save_draft",
    "set_move_in_shares",
    "set_use",
    "submit_division",
    "swap_axes",
    "withdraw_change",
    "withdraw_division",
]
