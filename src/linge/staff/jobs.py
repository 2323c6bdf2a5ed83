"""What the clock starts: in the morning, who has no grid worker today."""

from collections import defaultdict
from datetime import time

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from linge.accounts.queries import holders_of
from linge.kernel import outbox
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, now, today
from linge.kernel.models import OutboxMessage

from . import queries

FROM = time(7)
LEADER = "community_leader"


def tell_uncovered_grids() -> int:
    """From 07:00 on, tell the leads and the community leader once which grids nobody works today.

    Run every few minutes; what was told is not told again. Gives the number of people told.
    """
    if now().astimezone(SHANGHAI).time() < FROM:
        return 0
    day = today()
    grids = list(queries.uncovered_grids(Actor.clock("task"), day).select_related("community"))
    told: dict[int, list[str]] = defaultdict(list)
    for grid, team in zip(grids, queries.teams(grids, day).values(), strict=True):
        leaders = holders_of(LEADER, grid.community.path)
        people = {user.pk for user in leaders} | ({team.lead.user_id} if team.lead else set())
        for person in people:
            told[person].append(grid.name)
    with override(settings.LANGUAGE_CODE):
        for person, names in told.items():
            outbox.post(
                OutboxMessage.Kind.IN_APP,
                key=f"staff.uncovered.{day.isoformat()}.{person}",
                recipient_id=person,
                subject=_("今天有网格没有A岗"),
                body=_("%(grids)s今天没有A岗，也没有人顶岗，请安排。")
                % {"grids": "、".join(names)},
                link="/desk/staff/",
            )
    return len(told)
