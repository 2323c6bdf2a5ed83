"""The bytes of a file, for the page of the row that owns it."""

from . import shelf
from .models import StoredFile


def photo(stored: StoredFile, *, thumb: bool = False) -> bytes:
    """A photo's JPEG bytes; the thumbnail is at most 320 px."""
    return shelf.get(stored.uuid, ".thumb.jpg" if thumb else ".jpg")


def content(stored: StoredFile) -> bytes:
    """The original bytes of a workbook."""
    return shelf.get_sealed(stored.uuid, ".sealed")
