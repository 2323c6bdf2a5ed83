"""Sending twice is harmless: the same request id and payload get the same answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from . import clock
from .access import Actor
from .models import StoredAnswer
from .refusals import Refused

Answer = dict[str, Any]


def fingerprint(payload: Mapping[str, Any]) -> str:
    """SHA-256 over the payload's canonical JSON."""
    text = json.dumps(payload, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def once(
    actor: Actor, request_id: UUID | None, payload: Mapping[str, Any], deed: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Do the deed, or give the answer it gave before; returns (answer, replayed).

    Refuses with ``kernel.request_reused`` when the id was used for other content.
    """
    if request_id is None:
        return deed(), False
    digest = fingerprint(payload)
    earlier = StoredAnswer.objects.filter(actor_key=actor.key, request_id=request_id).first()
    if earlier is None:
        answer = deed()
        StoredAnswer.objects.create(
            actor_key=actor.key,
            request_id=request_id,
            payload_hash=digest,
            answer=answer,
            created_at=clock.now(),
        )
        return answer, False
    if earlier.payload_hash != digest:
        raise Refused(
            "kernel.request_reused", _("同一编号对应了不同内容，已另存为待处理，请核对。")
        )
    return earlier.answer, True
