"""Every write to a case, one function for each deed."""

from .closing import close_case, reopen_case, send_back_case, undo_step, verify_case
from .handling import (
    decline_case,
    dispatch_case,
    handle_case,
    reassign_case,
    recall_case,
    self_handle_case,
    sign_case,
)
from .hearing import report_heard
from .intake import accept_case, ask_confirm, confirm_case, reject_case, withdraw_case
from .merging import merge_case, unmerge_case
from .placing import Spot, place_case
from .records import add_note, evaluate_case, record_contact
from .relations import forward_case, take_back_case
from .reporting import Report, Reported, report_case

__all__ = [
    "Report",
    "Reported",
    "Spot",
    "accept_case",
    "add_note",
    "ask_confirm",
    "close_case",
    "confirm_case",
    "decline_case",
    "dispatch_case",
    "evaluate_case",
    "forward_case",
    "handle_case",
    "merge_case",
    "place_case",
    "reassign_case",
    "recall_case",
    "record_contact",
    "reject_case",
    "reopen_case",
    "report_case",
    "report_heard",
    "self_handle_case",
    "send_back_case",
    "sign_case",
    "take_back_case",
    "undo_step",
    "unmerge_case",
    "verify_case",
    "withdraw_case",
]
