"""What a dwelling is used for, from when on (房屋用途)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.db import hold
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import Dwelling, DwellingUse
from ..rules.kinds import DwellingUseKind
from .rows import keep


@transaction.atomic
def set_use(
    dwelling: Dwelling,
    *,
    by: Actor,
    use: str,
    since: date | None = None,
    evidence: Sequence[str] = (),
) -> Dwelling:
    """Note what a dwelling is used for since a day; the use before ends there.

    ``evidence`` holds ids of files or names of sources; calling a home vacant needs some.
    Refuses with ``territory.vacant_needs_evidence``, ``territory.use_in_future`` or
    ``territory.use_overlaps``.
    """
    permissions.require(by, permissions.SET_USE, dwelling)
    hold(dwelling)
    since = since or today()
    current = dwelling.uses.filter(until__isnull=True).first()
    _use_is_sound(use, since, evidence, current)
    if current is not None:
        current.until = since
        current.save(update_fields=["until"])
    keep(
        DwellingUse(
            dwelling=dwelling, use=use, evidence=list(evidence), seen_by_id=by.user_id, since=since
        )
    )
    before, dwelling.use = dwelling.use, use
    keep(dwelling)
    record(by, "territory.set_use", dwelling, use=[before, use], since=since.isoformat())
    return dwelling


def _use_is_sound(
    use: str, since: date, evidence: Sequence[str], current: DwellingUse | None
) -> None:
    if use == DwellingUseKind.VACANT and not evidence:
        raise Refused(
            "territory.vacant_needs_evidence",
            str(_("登记空置需要佐证，请附上照片或写明两位知情人。")),
            "evidence",
        )
    if since > today():
        raise Refused("territory.use_in_future", str(_("起始日期不能晚于今天。")), "since")
    if current is not None and since < current.since:
        raise Refused(
            "territory.use_overlaps",
            str(_("起始日期早于现行用途的起始日，请核对。")),
            "since",
        )
