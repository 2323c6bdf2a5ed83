"""Which communities are open to other systems, and who holds a key."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linge.kernel import crypto
from linge.kernel.access import Actor, can

from .. import permissions
from ..models import Jurisdiction, PartnerKey, ReceivedRequest
from ..rules.georeport import Faulty, ServiceType, bad, unknown

SECRET = "integrations.partner_key"


def jurisdictions(actor: Actor) -> QuerySet[Jurisdiction]:
    """Every community once opened, for whoever looks after the ways in."""
    rows = Jurisdiction.objects.select_related("community")
    return rows if can(actor, permissions.KEYS) else rows.none()


def keys(actor: Actor) -> QuerySet[PartnerKey]:
    """Every key, working ones first, for whoever looks after them."""
    rows = PartnerKey.objects.prefetch_related("jurisdictions__community")
    return rows if can(actor, permissions.KEYS) else rows.none()


def open_jurisdictions() -> list[Jurisdiction]:
    """What we serve."""
    return list(Jurisdiction.objects.filter(is_open=True).select_related("community"))


def jurisdiction_of(code: str) -> list[Jurisdiction]:
    """The jurisdiction of a request. One served needs no naming; of several one must be named."""
    served = open_jurisdictions()
    found = [one for one in served if one.code == code] if code else served
    if not found:
        raise Faulty(unknown(_("没有这个jurisdiction_id，或尚未开放。")))
    if len(found) > 1:
        raise Faulty(bad(_("本系统服务多个辖区，请给出jurisdiction_id。")))
    return found


def key_of_secret(secret: str) -> PartnerKey | None:
    """The key that works and reads so."""
    if not secret:
        return None
    hashed = crypto.keyed_hash(SECRET, secret)
    return PartnerKey.objects.filter(secret_hash=hashed, revoked_at__isnull=True).first()


def received_by_token(token: str, served: Sequence[Jurisdiction]) -> ReceivedRequest | None:
    """What came in under a token; only kinds that are answered with one have any."""
    try:
        name = UUID(token)
    except ValueError:
        return None
    rows = ReceivedRequest.objects.filter(uuid=name, kind=ServiceType.BATCH)
    return rows.filter(jurisdiction__in=served).select_related("case").first()
