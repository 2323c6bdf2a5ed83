"""Looking people up: so often a minute, and by the last four of an ID so often a day, on the trail."""

from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor, can
from linge.kernel.refusals import Refused

from .. import pace, permissions, queries
from ..models import IdentityDocument, Resident, TailTally
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
    """What the words find; nothing for who searches too fast, who is told how long to wait.

    The last four of an ID are looked up while the day's limit lasts.
    """
    searches = pace.count_search(by.key)
    if searches > pace.MOST:
        if searches == pace.MOST + 1:
            _note_haste(by)
        told = _("一分钟内搜索超过%(most)s次，请%(seconds)s秒后再搜索。本次情况已记入审计记录。")
        return Answer((), str(told) % {"most": pace.MOST, "seconds": pace.seconds_left()})
    if not (queries.asks_for_tail(words) and can(by, permissions.SEARCH_TAIL)):
        return queries.search(by, words)
    try:
        note_tail_search(by)
    except Refused as refusal:
        return replace(queries.search(by, words), note=refusal.message)
    return queries.search(by, words, tails=True)


@transaction.atomic
def _note_haste(by: Actor) -> None:
    """Once for each minute in which somebody searched too often."""
    record(by, "registry.search_haste", Resident, most=pace.MOST)
