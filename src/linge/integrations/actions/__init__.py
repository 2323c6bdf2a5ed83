"""Every write on the ways in and out: keys, what came in, what is published."""

from .catalogue import changeset, set_service_kind, ship_questions
from .keys import close_jurisdiction, create_key, open_jurisdiction, revoke_key, spend
from .media import fetch_media
from .publishing import publish_case
from .receiving import Told, receive_request, take_up_batch

__all__ = [
    "Told",
    "changeset",
    "close_jurisdiction",
    "create_key",
    "fetch_media",
    "open_jurisdiction",
    "publish_case",
    "receive_request",
    "revoke_key",
    "set_service_kind",
    "ship_questions",
    "spend",
    "take_up_batch",
]
