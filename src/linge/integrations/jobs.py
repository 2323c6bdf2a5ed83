"""What the clock and the queue start."""

from .actions import media, receiving, sending
from .models import ReceivedRequest


def fetch_media(received: int) -> None:
    """Fetch the photo one report named."""
    rows = ReceivedRequest.objects.select_related("key", "jurisdiction__community", "case")
    media.fetch_media(rows.get(pk=received))


def take_up_batch() -> int:
    """Make cases of the reports that were answered with a token; fetch photos left behind."""
    made = receiving.take_up_batch()
    waiting = ReceivedRequest.objects.filter(
        media_state=ReceivedRequest.Media.WAITING, case__isnull=False
    )
    for received in waiting.values_list("pk", flat=True)[:100]:
        fetch_media(received)
    return made


def take_updates() -> int:
    """Ask other servers how the cases we sent them stand."""
    return sending.take_updates()
