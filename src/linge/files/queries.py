"""The bytes of a file, for the page of the row that owns it."""

from linge.kernel.access import Actor

from . import shelf
from .models import StoredFile


def photo(stored: StoredFile, *, thumb: bool = False) -> bytes:
    """A photo's JPEG bytes; the thumbnail is at most 320 px."""
    return shelf.get(stored.uuid, ".thumb.jpg" if thumb else ".jpg")


def content(stored: StoredFile) -> bytes:
    """The original bytes of a workbook."""
    return shelf.get_sealed(stored.uuid, ".sealed")


def photo_sent_before(by: Actor, digest: str) -> StoredFile | None:
    """The photo the same person sent as the same bytes; nobody is known by no name."""
    if by.user_id is None:
        return None
    return StoredFile.objects.filter(
        kind=StoredFile.Kind.PHOTO,
        sha256=digest,
        uploaded_by_id=by.user_id,
        destroyed_at__isnull=True,
    ).first()
