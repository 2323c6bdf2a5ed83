"""Looking people up by the last four of an ID: allowed so often a day, and on the trail each time."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ..models import IdentityDocument, TailTally

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
