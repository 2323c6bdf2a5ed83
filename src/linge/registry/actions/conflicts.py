"""Settling what two people said of one fact: take the phone's, keep the record's, or a third."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock, crypto
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import Conflict
from ..queries.requests import fact_values
from ..rules.kinds import Source
from ..rules.syncing import Choice
from .facts import write_facts


@transaction.atomic
def settle_conflict(conflict: Conflict, *, by: Actor, choice: Choice, value: str = "") -> Conflict:
    """Settle a conflict (处理冲突): by who sent it, or who may settle for the grid.

    Refuses with ``registry.conflict_value`` when a third value is left empty, and with
    ``registry.moved_on`` when somebody settled it first.
    """
    needed = permissions.EDIT if conflict.sender_id == by.user_id else permissions.SETTLE
    permissions.require(by, needed, conflict.person)
    if choice == Choice.NEW and not value.strip():
        raise Refused("registry.conflict_value", str(_("请填写新的值。")), "value")
    taken = Conflict.objects.filter(pk=conflict.pk, settled_at=None).update(
        settled_at=clock.now(), settled_name=by.name, choice=choice
    )
    if not taken:
        message = _("这项冲突刚刚被其他人处理，请刷新页面。")
        raise Refused("registry.moved_on", str(message))
    wanted = crypto.open_field(conflict, "mine") if choice == Choice.MINE else value.strip()
    now = fact_values(conflict.person, conflict.member)[conflict.fact]
    if choice != Choice.KEEP and wanted != now:
        write_facts(
            conflict.person,
            {conflict.fact: wanted},
            by=by,
            source=Source.VISIT,
            reason=str(_("处理离线冲突")),
            member=conflict.member,
        )
    conflict.refresh_from_db()
    record(by, "registry.settle_conflict", conflict, fact=conflict.fact, choice=str(choice))
    return conflict
