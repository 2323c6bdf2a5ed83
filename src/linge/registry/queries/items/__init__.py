"""Item groups: how many are filled, how many lately, and which rows miss what."""

from .counting import ItemBoard, Line, Tally, grid_items, item_board, limits, rule_facts
from .gaps import Narrowed, lacking, too_low, unproved, unrecorded
from .held import HELD, Held, held_values

__all__ = [
    "HELD",
    "Held",
    "ItemBoard",
    "Line",
    "Narrowed",
    "Tally",
    "grid_items",
    "held_values",
    "item_board",
    "lacking",
    "limits",
    "rule_facts",
    "too_low",
    "unproved",
    "unrecorded",
]
