"""The bytes of a file, for the page of the row that owns it; exports, for whoever asks or decides."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.scope import within

from . import permissions, shelf
from .models import ExportRequest, StoredFile
from .rules import LOOK_BACK, ExportState, Way


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


def exports(actor: Actor) -> QuerySet[ExportRequest]:
    """The own exports, and those whose approval is asked of the actor."""
    leader = within(actor, permissions.APPROVE, grid=None) & Q(way__in=(Way.LEADER, Way.BOTH))
    street = within(actor, permissions.APPROVE_LARGE, grid=None)
    street &= Q(way__in=(Way.STREET, Way.BOTH))
    own = Q(asked_by=actor.user_id) if actor.user_id else Q(pk__in=[])
    rows = ExportRequest.objects.filter(own | leader | street)
    return rows.select_related("asked_by", "community", "file").prefetch_related("votes__by")


def seats_taken(row: ExportRequest) -> list[str]:
    """From which seats somebody decided already."""
    return list(row.votes.values_list("seat", flat=True))


def locked_export(row: ExportRequest) -> ExportRequest:
    """The row as it is now, held until the transaction ends."""
    return ExportRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)


def earlier_exports(row: ExportRequest) -> QuerySet[ExportRequest]:
    """What the same person asked for or took in the 90 days before."""
    since = row.asked_at - LOOK_BACK
    earlier = ExportRequest.objects.filter(asked_by=row.asked_by_id, asked_at__gte=since)
    return earlier.exclude(pk=row.pk).order_by("-asked_at")


def late_exports() -> list[ExportRequest]:
    """Files past their link, and askings past the day they were needed."""
    ready = Q(state=ExportState.READY, link_until__lte=clock.now())
    unused = Q(state__in=(ExportState.ASKED, ExportState.APPROVED), expires_on__lt=clock.today())
    return list(ExportRequest.objects.filter(ready | unused).select_related("file"))
