"""Every read of what other systems see of us, and of what they sent."""

from .jurisdictions import jurisdiction_of, jurisdictions, key_of_secret, keys, received_by_token
from .publications import publishable, released_photo
from .requests import RequestFacts, public_requests, request_rows
from .sent import sendable, sent_cases, servers, servers_for
from .services import definition, digest, kind_of, questions_of, service_rows

__all__ = [
    "RequestFacts",
    "definition",
    "digest",
    "jurisdiction_of",
    "jurisdictions",
    "key_of_secret",
    "keys",
    "kind_of",
    "public_requests",
    "publishable",
    "questions_of",
    "received_by_token",
    "released_photo",
    "request_rows",
    "sendable",
    "sent_cases",
    "servers",
    "servers_for",
    "service_rows",
]
