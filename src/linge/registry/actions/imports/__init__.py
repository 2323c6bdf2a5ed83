"""Importing a workbook: receive, map, check, confirm, write, roll back. One function per deed."""

from .applying import apply_batch, confirm_batch, resume_batch, stop_batch
from .checking import check_batch, start_check
from .receiving import (
    destroy_workbook,
    discard_batch,
    fail_batch,
    map_columns,
    point_at_header,
    receive_workbook,
    reopen_mapping,
)
from .reversing import roll_back, start_roll_back

__all__ = [
    "apply_batch",
    "check_batch",
    "confirm_batch",
    "destroy_workbook",
    "discard_batch",
    "fail_batch",
    "map_columns",
    "point_at_header",
    "receive_workbook",
    "reopen_mapping",
    "resume_batch",
    "roll_back",
    "start_check",
    "start_roll_back",
    "stop_batch",
]
