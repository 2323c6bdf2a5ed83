"""Who is told that a hazard is major (重大隐患): the street and the community's leader, at once."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from linge.accounts.models import Grant
from linge.kernel import outbox
from linge.kernel.clock import today
from linge.kernel.models import OutboxMessage

from ..events import MajorHazardFound
from ..models import Hazard
from .telling import in_the_house_language, short_number

TOLD = ("street_officer", "community_leader")


@in_the_house_language
def tell_street(event: MajorHazardFound) -> None:
    """Tell the street and the leader of the place, once each."""
    hazard = Hazard.objects.select_related("case").get(pk=event.hazard_id)
    told = {"number": short_number(hazard.case), "what": hazard.what}
    for user in _above(hazard.case.path):
        outbox.post(
            OutboxMessage.Kind.IN_APP,
            key=f"cases.major_hazard:{hazard.uuid}:{user}",
            recipient_id=user,
            subject=_("重大隐患"),
            body=_("事件%(number)s发现重大隐患：%(what)s。请立即督办。") % told,
            link=reverse("cases:hazard", args=[hazard.uuid]),
        )


def _above(path: str) -> list[int]:
    """Whoever holds such a post on a node the path lies in."""
    rows = Grant.objects.on(today()).filter(Q(post__in=TOLD) | Q(role__in=TOLD))
    held = rows.values_list("user", "node").distinct()
    return sorted({user for user, node in held if path.startswith(node)})
