"""Every write on the ways in and out: keys, what came in, what is published."""

from .catalogue import changeset, set_service_kind, ship_questions
from .hotline import FaultyFile, Imported, hotline_results, import_hotline
from .keys import close_jurisdiction, create_key, open_jurisdiction, revoke_key, spend
from .media import fetch_media
from .publishing import publish_case
from .receiving import Told, receive_request, take_up_batch
from .sending import add_server, deliver, retire_server, send_case, take_updates

__all__ = [
    "FaultyFile",
    "Imported",
    "Told",
    "add_server",
    "changeset",
    "close_jurisdiction",
    "create_key",
    "deliver",
    "fetch_media",
    "hotline_results",
    "import_hotline",
    "open_jurisdiction",
    "publish_case",
    "receive_request",
    "retire_server",
    "revoke_key",
    "send_case",
    "set_service_kind",
    "ship_questions",
    "spend",
    "take_up_batch",
    "take_updates",
]
