"""How the grids are overseen: four posts inspected together, and supervisors' monthly words."""

from datetime import date, timedelta
from random import Random

from linge.accounts.actors import actor_of
from linge.kernel.access import Actor
from linge.staff import actions
from linge.staff.models import Post
from linge.staff.rules import FOUR_BY_DEFAULT, QUESTIONS, Role

from .cast import SINCE
from .places import Community

SCORES, WEIGHTS = (5, 4, 3, 2), (38, 42, 15, 5)
WORDS = (
    "楼道堆物清理得快，居民反映好。",
    "隐患都按期办结，台账与现场一致。",
    "两件路灯问题拖过了期限，请跟进。",
    "走访记录细致，建议补齐出租房租期。",
    "",
)


def oversee(community: Community, today: date, rng: Random, *, by: Actor) -> None:
    """Say which four posts are looked at together, and let supervisors rate two months."""
    actions.set_four_in_one(community.region, by=by, roles=FOUR_BY_DEFAULT, since=SINCE)
    this_month = today.replace(day=1)
    months = ((this_month - timedelta(days=1)).replace(day=1), this_month)
    posts = Post.objects.filter(grid__community=community.region, role=Role.SUPERVISOR)
    for post in posts.select_related("grid__community", "user").order_by("grid__code"):
        supervisor = actor_of(post.user)
        for month in months:
            scores = rng.choices(SCORES, WEIGHTS, k=len(QUESTIONS))
            actions.rate_results(
                post.grid, by=supervisor, month=month, scores=scores, words=rng.choice(WORDS)
            )
