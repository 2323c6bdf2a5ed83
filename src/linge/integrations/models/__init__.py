"""Tables of what comes in from other systems and goes out to them."""

from .keys import Jurisdiction, PartnerKey
from .published import Changeset, Publication
from .questions import ServiceQuestion, ServiceSetting
from .received import ReceivedRequest
from .sent import RemoteServer, SentCase, SentUpdate

__all__ = [
    "Changeset",
    "Jurisdiction",
    "PartnerKey",
    "Publication",
    "ReceivedRequest",
    "RemoteServer",
    "SentCase",
    "SentUpdate",
    "ServiceQuestion",
    "ServiceSetting",
]
