"""Photos from the phone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from . import actions

router = Router(tags=["files"])


class PhotoFacts(Schema, extra="forbid"):
    """What the one who took it knows of a photo."""

    has_person: bool = False


class Stored(Schema):
    """A stored photo, to be named in the report or move that shows it."""

    uuid: UUID
    sha256: str
    width: int
    height: int


@router.post("/files", response=Stored, summary="上传照片")
def store_photo(request: HttpRequest, photo: File[UploadedFile], facts: Form[PhotoFacts]) -> Any:
    """Check by content, re-encode without EXIF and keep one photo; the same bytes again give the
    same file."""
    return actions.store_photo(photo, by=request.actor, has_person=facts.has_person)  # type: ignore[attr-defined]  # set by the middleware
