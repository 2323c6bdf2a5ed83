"""Looking people up by the last four of an ID: allowed so often a day, and on the trail each time."""

from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor, can
from linge.kernel.refusals import Refused

from .. import permissions, queries
from ..models import IdentityDocument, TailTally
from ..queries import Answer

MOST_TAILS_A_DAY = 30


@transaction.atomic
def note_tail_search(by: Actor) -> None:
    """Count a look-up by the last four; refuses with ``registry.tail_quota`` above the limit."""
    tally, _new = TailTally.objects.get_or_create(actor_key=by.key, day=clock.today())
    counted = TailTally.objects.filter(pk=tally.pk, times__lt=MOST_TAILS_A_DAY).update(
        times=F("times") + 1
    )
    if not counted:
        message = _("今天按证件后四位查询已达%(limit)s次，请改用姓名、地址或完整证件号查询。")
        raise Refused("registry.tail_quota", str(message) % {"limit": MOST_TAILS_A_DAY})
    record(by, "registry.search_tail", IdentityDocument)


def look_up(by: Actor, words: str) -> Answer:
    """What the words find; the last four of an ID are looked up while the day's limit lasts."""
    if not (queries.asks_for_tail(words) and can(by, permissions.SEARCH_TAIL)):
        return queries.search(by, words)
    try:
        note_tail_search(by)
    except Refused as refusal:
        return replace(queries.search(by, words), note=refusal.message)
    return queries.search(by, words, tails=True)
