"""Photos that partners only named: fetched later, carefully, and hung on their case."""

from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from linge.cases import actions as cases
from linge.files import actions as files
from linge.kernel import outgoing
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.trail import record

from .. import permissions
from ..models import ReceivedRequest

Media = ReceivedRequest.Media


def fetch_media(row: ReceivedRequest) -> ReceivedRequest:
    """Fetch the photo of a report and keep it; a failure is noted, and the report stays as it is.

    No transaction is open while the other side is asked.
    """
    if row.media_state != Media.WAITING or row.case is None:
        return row
    by = permissions.partner(row.key, row.jurisdiction.community)
    try:
        _check_host(row)
        answer = outgoing.ask(row.media_url)
        if answer.status != 200:
            raise outgoing.Unreachable(f"HTTP {answer.status}")
    except OSError as fault:
        return _end(row, by, Media.FAILED, str(fault))
    return _keep(row, by, answer.body)


def _check_host(row: ReceivedRequest) -> None:
    """A key may say which hosts its photos lie on."""
    hosts = row.key.media_hosts.split()
    if hosts and urlsplit(row.media_url).hostname not in hosts:
        raise outgoing.Unreachable("the host isn't one of this key's")


@transaction.atomic
def _keep(row: ReceivedRequest, by: Actor, body: bytes) -> ReceivedRequest:
    assert row.case is not None  # looked at before the other side was asked
    upload = SimpleUploadedFile(f"open311-{row.pk}.jpg", body)
    try:
        photo = files.store_photo(upload, by=by, community=row.jurisdiction.community)
    except Refused as refused:
        return _end(row, by, Media.FAILED, refused.message)
    cases.add_report_photo(row.case, by=by, photo=photo)
    return _end(row, by, Media.KEPT, "")


@transaction.atomic
def _end(row: ReceivedRequest, by: Actor, state: str, fault: str) -> ReceivedRequest:
    row.media_state, row.media_fault = state, fault[:200]
    row.save(update_fields=["media_state", "media_fault"])
    record(by, "integrations.fetch_media", row, state=state)
    return row
