"""Late cases have climbed: levels, urges and calls, as the clock would have recorded them."""

from datetime import datetime

from django.db.models import F

from linge.cases import actions
from linge.cases.models import Case

from .places import Community

RELATED = ("community", "category", "agency", "grid")


def climb_late(community: Community, end: datetime) -> None:
    """Let every open case of a community climb as far as it has come by ``end``."""
    waiting = Case.objects.open().filter(community=community.region)
    waiting.update(climbs_at=F("moved_at"))
    for case in waiting.select_related(*RELATED).order_by("id"):
        actions.climb(case, end)
