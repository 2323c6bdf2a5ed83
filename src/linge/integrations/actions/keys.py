"""Opening communities to other systems, giving out keys, counting their use, taking them back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.refusals import Refused
from linge.kernel.trail import record
from linge.territory.models import Region

from .. import permissions
from ..models import Jurisdiction, PartnerKey, ServiceQuestion
from ..queries.jurisdictions import SECRET
from .catalogue import ship_questions

MARK = "lg_"
HINT_SIGNS = 7
MOST_A_MINUTE = 600


@dataclass(frozen=True, slots=True)
class Created:
    """A new key and its secret, which nobody can read again."""

    key: PartnerKey
    secret: str


@transaction.atomic
def open_jurisdiction(community: Region, *, by: Actor, contact: str) -> Jurisdiction:
    """Open a community to other systems (开放辖区), or change whom they turn to there.

    The first one brings the start set of questions along.
    Refuses with ``integrations.contact`` without words.
    """
    permissions.require_keys(by)
    if not contact.strip():
        message = _("请写明对方有问题时找谁，例如值班电话或邮箱。")
        raise Refused("integrations.contact", message, "contact")
    facts = {"contact": contact.strip(), "is_open": True}
    row, _new = Jurisdiction.objects.update_or_create(
        community=community, defaults=facts, create_defaults={**facts, "opened_at": now()}
    )
    record(by, "integrations.open_jurisdiction", row)
    if not ServiceQuestion.objects.exists():
        ship_questions(by=by)
    return row


@transaction.atomic
def close_jurisdiction(row: Jurisdiction, *, by: Actor) -> Jurisdiction:
    """Close a community to other systems; what came in stays."""
    permissions.require_keys(by)
    row.is_open = False
    row.save(update_fields=["is_open"])
    record(by, "integrations.close_jurisdiction", row)
    return row


@transaction.atomic
def create_key(
    name: str,
    *,
    by: Actor,
    jurisdictions: Sequence[Jurisdiction],
    per_minute: int = 60,
    media_hosts: str = "",
) -> Created:
    """Give another system a key (合作密钥). The secret is in the answer and nowhere else.

    Refuses with ``integrations.key_name``, ``integrations.key_where`` and ``integrations.key_limit``.
    """
    permissions.require_keys(by)
    _check_key(name, jurisdictions, per_minute)
    secret = MARK + secrets.token_urlsafe(32)
    row = PartnerKey.objects.create(
        name=name.strip(),
        secret_hash=crypto.keyed_hash(SECRET, secret),
        hint=secret[:HINT_SIGNS],
        per_minute=per_minute,
        media_hosts="\n".join(media_hosts.split()),
        created_at=now(),
        created_by_id=by.user_id,
    )
    row.jurisdictions.set(jurisdictions)
    record(by, "integrations.create_key", row, name=row.name)
    return Created(row, secret)


def _check_key(name: str, jurisdictions: Sequence[Jurisdiction], per_minute: int) -> None:
    if not name.strip():
        raise Refused("integrations.key_name", _("请写明这把密钥给哪个系统。"), "name")
    if not jurisdictions:
        message = _("请至少选择一个辖区。")
        raise Refused("integrations.key_where", message, "jurisdictions")
    if not 1 <= per_minute <= MOST_A_MINUTE:
        message = _("每分钟上报上限要在1到%(most)s之间。") % {"most": MOST_A_MINUTE}
        raise Refused("integrations.key_limit", message, "per_minute")


@transaction.atomic
def revoke_key(row: PartnerKey, *, by: Actor) -> PartnerKey:
    """Take a key back; from now on it opens nothing. Twice changes nothing."""
    permissions.require_keys(by)
    if row.revoked_at is None:
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        record(by, "integrations.revoke_key", row)
    return row


@transaction.atomic
def spend(row: PartnerKey) -> bool:
    """Count one post of this minute; whether the key has any left. One statement, so none is lost."""
    at = now()
    minute = at.replace(second=0, microsecond=0)
    PartnerKey.objects.filter(pk=row.pk).update(
        posts=Case(When(minute=minute, then=F("posts") + 1), default=Value(1)),
        minute=minute,
        last_used_at=at,
    )
    row.refresh_from_db(fields=["posts", "per_minute"])
    return row.posts <= row.per_minute
