"""Importing a workbook: receive, map, check, confirm, write, roll back. One function per deed."""

from .applying import apply_batch, confirm_batch
from .receiving import (
    check_batch,
    discard_batch,
    map_columns,
    point_at_header,
    receive_workbook,
)
from .reversing import roll_back

__all__ = [
    "apply_batch",
    "check_batch",
    "confirm_batch",
    "discard_batch",
    "map_columns",
    "point_at_header",
    "receive_workbook",
    "roll_back",
]
