"""The outbox (待发箱): what leaves the building is written here first, in the deed's transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from . import clock, crypto
from .models import OutboxMessage

Carrier = Callable[[OutboxMessage, str], None]
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]
ADDRESS = "kernel.outbox_message.address"
_carriers: dict[str, Carrier] = {}


def carry(kind: str, carrier: Carrier) -> None:
    """Name the function that takes messages of a kind out of the house (`site/carriers.py`)."""
    _carriers[kind] = carrier


def post(
    kind: str,
    *,
    key: str,
    body: str,
    to: str = "",
    recipient_id: int | None = None,
    subject: str = "",
    link: str = "",
    not_before: datetime | None = None,
) -> OutboxMessage:
    """Write a message once. ``to`` is a phone or address, sealed at rest; ``recipient_id`` a user.

    The same ``key`` twice leaves the first message as it is.
    """
    message = OutboxMessage(
        kind=kind,
        key=key,
        subject=subject,
        body=body,
        link=link,
        recipient_id=recipient_id,
        created_at=clock.now(),
        not_before=not_before or clock.now(),
    )
    if to:
        message.address_sealed = crypto.seal(to, field=ADDRESS, owner=message.uuid)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(key=key)


def take_back(prefix: str) -> int:
    """Withdraw messages not yet sent whose key starts so (an undone move); returns how many."""
    waiting = OutboxMessage.objects.filter(key__startswith=prefix, sent_at__isnull=True)
    return waiting.delete()[0]


def address(message: OutboxMessage) -> str:
    """The clear address, for the carrier alone."""
    if not message.address_sealed:
        return ""
    return crypto.unseal(message.address_sealed, field=ADDRESS, owner=message.uuid)


def send_waiting(limit: int = 100) -> int:
    """Send what is due; each message at least once, recorded once. Returns how many went out."""
    due = OutboxMessage.objects.filter(
        sent_at__isnull=True, not_before__lte=clock.now(), attempts__lt=len(BACK_OFF) + 1
    ).order_by("not_before")[:limit]
    return sum(_send(message) for message in due)


def _send(message: OutboxMessage) -> int:
    carrier = _carriers.get(message.kind)
    if carrier is None:
        return 0
    try:
        carrier(message, address(message))
    except OSError as fault:
        _note_fault(message, str(fault) or _("线路没有应答"))
        return 0
    message.sent_at = clock.now()
    message.save(update_fields=["sent_at"])
    return 1


@transaction.atomic
def _note_fault(message: OutboxMessage, fault: str) -> None:
    wait = BACK_OFF[min(message.attempts, len(BACK_OFF) - 1)]
    message.attempts += 1
    message.fault = fault[:200]
    message.not_before = clock.now() + wait
    message.save(update_fields=["attempts", "fault", "not_before"])
