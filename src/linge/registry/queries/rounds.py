"""The rounds of a community beside one another, each counted over what the actor may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Region

from ..models import CollectionRound
from ..rules.collection import Share
from .boards import unlisted
from .homes import counted

SHOWN = 6


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round with its figure on its last day, or today while it runs."""

    round: CollectionRound
    as_of: date
    share: Share


def round_results(actor: Actor, community: Region) -> list[RoundResult]:
    """The latest rounds, the newest first: in the order of time, never of success.

    Homes are those of today; a worker's figures are of the own grids alone.
    """
    rounds = CollectionRound.objects.filter(community=community).order_by("-since", "-pk")
    missing = unlisted(actor, community=str(community.pk))
    return [_result(actor, community, row, missing) for row in rounds[:SHOWN]]


def _result(actor: Actor, community: Region, row: CollectionRound, missing: int) -> RoundResult:
    last = row.until - timedelta(days=1) if row.until else clock.today()
    day = max(last, row.since)
    tally = (
        counted(actor, day)
        .filter(community=community)
        .aggregate(homes=Count("pk"), done=Count("pk", filter=Q(collected=True)))
    )
    return RoundResult(row, day, Share(tally["done"], tally["homes"] + missing))
