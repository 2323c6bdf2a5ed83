"""Tables of what comes in from other systems and goes out to them."""

from .keys import Jurisdiction, PartnerKey
from .published import Changeset, Publication
from .questions import ServiceQuestion, ServiceSetting
from .received import ReceivedRequest

__all__ = [
    "Changeset",
    "Jurisdiction",
    "PartnerKey",
    "Publication",
    "ReceivedRequest",
    "ServiceQuestion",
    "ServiceSetting",
]
