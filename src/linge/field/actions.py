"""What the phone writes besides cases and photos: that a message was read."""

from django.db import transaction

from linge.kernel.access import Actor
from linge.kernel.clock import now

from .queries import inbox


@transaction.atomic
def read_messages(by: Actor) -> int:
    """Mark everything that has arrived as read; returns how many were new."""
    return inbox(by).filter(read_at__isnull=True).update(read_at=now())
