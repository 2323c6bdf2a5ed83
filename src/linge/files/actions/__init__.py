"""Every write on files: keep and destroy them, let exports leave the house."""

from .exports import (
    Wanted,
    ask_export,
    decide_export,
    end_exports,
    fetch_export,
    keep_export,
    seal_export,
    take_export,
    withdraw_export,
)
from .storing import PHOTO_BYTES, WORKBOOK_BYTES, destroy, store_photo, store_workbook

__all__ = [
    "PHOTO_BYTES",
    "WORKBOOK_BYTES",
    "Wanted",
    "ask_export",
    "decide_export",
    "destroy",
    "end_exports",
    "fetch_export",
    "keep_export",
    "seal_export",
    "store_photo",
    "store_workbook",
    "take_export",
    "withdraw_export",
]
