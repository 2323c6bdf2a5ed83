"""Keeping files: a photo or a workbook somebody sent, and destroying it."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.trail import record

from .. import pictures, queries, shelf
from ..models import StoredFile

PHOTO_BYTES = 20 * 2**20
WORKBOOK_BYTES = 50 * 2**20
REFUSALS = {
    "empty": gettext_lazy("照片“%(name)s”是空的，请重新拍一张或换一张。"),
    "kind": gettext_lazy("“%(name)s”不是照片，请选择 JPEG、PNG、WebP 或 HEIC 格式的照片。"),
    "broken": gettext_lazy("照片“%(name)s”已损坏，打不开，请重新拍一张。"),
    "too_big": gettext_lazy("照片“%(name)s”超过20MB或像素过大，请换一张或让手机压缩后再传。"),
}


def _refusal(why: str, name: str) -> Refused:
    return Refused(f"files.{why}", REFUSALS[why] % {"name": name}, "photos")


def store_photo(
    upload: UploadedFile[bytes], *, by: Actor, community: Any = None, has_person: bool = False
) -> StoredFile:
    """Check a photo, re-encode it without EXIF and keep it with a thumbnail.

    The same bytes sent again by the same actor are the same file. Refuses with ``files.empty``,
    ``files.kind``, ``files.broken`` or ``files.too_big``, naming the photo.
    """
    name = PurePath(upload.name or _("照片")).name[:200]
    if upload.size is not None and upload.size > PHOTO_BYTES:
        raise _refusal("too_big", name)
    body = upload.read()
    if not body:
        raise _refusal("empty", name)
    digest = hashlib.sha256(body).hexdigest()
    if earlier := queries.photo_sent_before(by, digest):
        return earlier
    try:
        picture = pictures.read(body)
    except pictures.Unreadable as fault:
        raise _refusal(fault.why, name) from fault
    row = StoredFile(
        kind=StoredFile.Kind.PHOTO,
        name=name,
        sha256=digest,
        size=len(picture.body),
        media_type="image/jpeg",
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
        look=picture.look,
        community=community,
        uploaded_by_id=by.user_id,
        has_person=has_person,
    )
    return _keep_photo(row, picture, by)


def _keep_photo(row: StoredFile, picture: pictures.Picture, by: Actor) -> StoredFile:
    """Bytes first, then the row; of two clicks at once the second gets the first one's file."""
    shelf.put(row.uuid, ".jpg", picture.body)
    shelf.put(row.uuid, ".thumb.jpg", picture.thumb)
    try:
        return _enter(row, by)
    except IntegrityError:
        _take_away(row)
        first = queries.photo_sent_before(by, row.sha256)
        if first is None:
            raise
        return first


@transaction.atomic
def _enter(row: StoredFile, by: Actor) -> StoredFile:
    row.save()
    record(by, "files.store", row, kind=row.kind, sha256=row.sha256)
    return row


def store_workbook(
    upload: UploadedFile[bytes] | bytes, *, name: str, by: Actor, community: Any
) -> StoredFile:
    """Keep a sender's workbook as it came, encrypted at rest. Refuses with ``files.too_big``."""
    size = len(upload) if isinstance(upload, bytes) else upload.size or 0
    if size > WORKBOOK_BYTES:
        raise Refused("files.too_big", _("文件超过50MB，请分成几个文件再导入。"), "workbook")
    body = upload if isinstance(upload, bytes) else upload.read()
    row = StoredFile(
        kind=StoredFile.Kind.WORKBOOK,
        name=PurePath(name).name[:200],
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        media_type="application/octet-stream",
        community=community,
        uploaded_by_id=by.user_id,
    )
    shelf.put_sealed(row.uuid, ".sealed", body)
    return _enter(row, by)


@transaction.atomic
def destroy(stored: StoredFile, *, by: Actor) -> StoredFile:
    """Take the bytes away; the row keeps what the trail needs: when, how long, which hash.

    What is destroyed stays so: a second call changes nothing.
    """
    if stored.destroyed_at is not None:
        return stored
    _take_away(stored)
    stored.destroyed_at = clock.now()
    stored.save(update_fields=["destroyed_at"])
    record(by, "files.destroy", stored)
    return stored


def _take_away(row: StoredFile) -> None:
    for suffix in (".jpg", ".thumb.jpg", ".sealed"):
        shelf.drop(row.uuid, suffix)
