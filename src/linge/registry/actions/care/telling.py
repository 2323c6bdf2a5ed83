"""What care needs make others know. Bound in `site/reactions.py`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linge.kernel import outbox
from linge.staff import queries as staff

from ...events import CareVisitsMissed
from ...models import CareNeed
from .visits import grid_of


def tell_lead(event: CareVisitsMissed) -> None:
    """Three visits missed in a row reach the grid lead; the message names nobody."""
    need = CareNeed.objects.get(pk=event.need)
    grid = grid_of(need)
    post = staff.team(grid).lead if grid else None
    if post is None:
        return
    latest = need.visits.order_by("-pk").values_list("pk", flat=True).first()
    outbox.post(
        "inapp",
        key=f"registry.care_missed:{need.uuid}:{latest}",
        recipient_id=post.user_id,
        body=_("有一位关爱对象连续三次没有走访到，请安排。"),
        link=reverse("registry:care_need", args=[need.uuid]),
    )
