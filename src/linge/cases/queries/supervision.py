"""Cases somebody higher looks at: climbed levels, open urges, called units, forced ends."""

from django.db.models import Exists, OuterRef, Q, Subquery

from linge.kernel.access import Actor

from ..models import Urge
from ..models.cases import CaseQuerySet
from .queues import RELATED
from .scope import visible_to


def supervised(actor: Actor) -> CaseQuerySet:
    """督办升级: open cases on a level or with an open urge, with when its reply is due."""
    open_urges = Urge.objects.filter(case=OuterRef("pk"), replied_at__isnull=True)
    rows = (
        visible_to(actor)
        .open()
        .annotate(
            reply_due=Subquery(open_urges.order_by("reply_due_at").values("reply_due_at")[:1])
        )
    )
    late = rows.filter(Q(level__gt="") | Exists(open_urges))
    related = late.select_related(*RELATED)
    return related.prefetch_related("escalations", "urges").order_by("-level", "current_due_at")
