"""Files asked for: ledgers that may leave the house only when somebody else agrees."""

from datetime import timedelta

from linge.accounts.actors import actor_of
from linge.files import actions as files
from linge.files.models import ExportRequest
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.registry.actions.exports import ask_for_ledger
from linge.registry.ledgers import find
from linge.territory.models import Building

from .cast import Cast
from .places import Community

ASKERS, DECIDERS = ("周敏", "徐刚"), ("何建国", "蒋岚")
AGREED = ("floating", "给1号楼流动人口逐户打电话核对")
REFUSED = ("hukou", "年底汇总1号楼户籍人数")
WAITING = ("hukou", "通知1号楼户籍居民办理居住登记")
REFUSAL = "汇总人数用人口统计页的数字即可，不必带走名单。"


def ask(community: Community, cast: Cast) -> None:
    """Three askings of an officer, of one building: agreed to, refused in words, waiting."""
    asker, decider = (_first(cast, names) for names in (ASKERS, DECIDERS))
    files.decide_export(_asked(community, AGREED, asker), by=decider, agreed=True)
    files.decide_export(_asked(community, REFUSED, asker), by=decider, agreed=False, words=REFUSAL)
    _asked(community, WAITING, asker)


def _first(cast: Cast, names: tuple[str, ...]) -> Actor:
    return actor_of(next(cast.people[name] for name in names if name in cast.people))


def _asked(community: Community, asking: tuple[str, str], by: Actor) -> ExportRequest:
    """One building's rows with phones in clear: the secretary of the community decides."""
    code, reason = asking
    ledger = find(by, code)
    if ledger is None:
        raise LookupError(code)
    house = Building.objects.filter(community=community.region).order_by("path")[0]
    return ask_for_ledger(
        ledger,
        {"community": str(community.region.pk), "building": str(house.pk)},
        by=by,
        columns=[column.name for column in ledger.columns],
        clear=("phone",),
        reason=reason,
        expires_on=clock.today() + timedelta(days=7),
    )
