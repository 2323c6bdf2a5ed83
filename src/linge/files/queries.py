"""The bytes of a file, for the page of the row that owns it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

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


def own_photos(uuids: Sequence[UUID], by: Actor) -> list[StoredFile]:
    """Photos the actor sent before, in the order named. Refuses with ``files.unknown``."""
    own = StoredFile.objects.filter(
        uuid__in=uuids,
        kind=StoredFile.Kind.PHOTO,
        uploaded_by_id=by.user_id,
        destroyed_at=None,
    )
    found = {photo.uuid: photo for photo in own}
    if len(found) < len(set(uuids)):
        raise Refused("files.unknown", _("有照片还没有传上来，请重新上传后再提交。"), "photos")
    return [found[uuid] for uuid in dict.fromkeys(uuids)]
