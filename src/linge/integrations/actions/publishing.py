"""What of a case the public may read."""

from django.db import transaction
from django.utils.translation import gettext as _

from linge.cases.models import Case
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.refusals import Refused
from linge.kernel.trail import record

from .. import permissions
from ..models import Publication


@transaction.atomic
def publish_case(
    case: Case, *, by: Actor, withheld: bool, photo: StoredFile | None = None, reason: str = ""
) -> Publication:
    """Withhold a case from other systems, or release one photo of it that somebody looked at.

    Refuses with ``integrations.why_withheld`` without a reason and ``integrations.not_its_photo``.
    """
    permissions.require_publish(by, case.community)
    if withheld and not reason.strip():
        raise Refused("integrations.why_withheld", _("请写明不公开的原因。"), "reason")
    if photo is not None and not case.photos.filter(file=photo).exists():
        raise Refused("integrations.not_its_photo", _("这不是本事件的照片。"), "photo")
    row, _new = Publication.objects.update_or_create(
        case=case,
        defaults={
            "withheld": withheld,
            "photo": None if withheld else photo,
            "reason": reason.strip(),
            "by_id": by.person,
            "at": now(),
        },
    )
    record(by, "integrations.publish", case, withheld=withheld, photo=bool(row.photo_id))
    return row
