"""Collection rounds, the rules a community collects by, and hours not to knock in."""

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling, Grid, Region

from .. import permissions
from ..models import CollectionRound, CollectionRule, ItemLimit, PlaceCount, QuietDoor
from ..rules.items import DAYS, Item
from .saving import sound


@transaction.atomic
def open_round(community: Region, *, by: Actor, name: str, since: date) -> CollectionRound:
    """Begin a collection round (采集轮次); the one before ends there."""
    permissions.require(by, permissions.ROUNDS, community)
    current = CollectionRound.objects.filter(community=community, until=None).first()
    if current:
        _end(current, since)
    started = CollectionRound(community=community, name=name, since=since)
    sound(started)
    started.save()
    record(by, "registry.open_round", started, since=since.isoformat())
    return started


@transaction.atomic
def close_round(round_: CollectionRound, *, by: Actor, until: date) -> CollectionRound:
    """End a round without beginning another; ``until`` is the first day that no longer counts.

    Refuses with ``registry.round_closed`` and ``registry.interval``.
    """
    permissions.require(by, permissions.ROUNDS, round_.community)
    if until > clock.today():
        raise Refused("registry.round_ahead", str(_("结束日期不能晚于今天。")), "until")
    if not CollectionRound.objects.filter(pk=round_.pk, until=None).exists():
        raise Refused("registry.round_closed", str(_("这一轮采集已经结束，请刷新页面。")))
    _end(round_, until)
    record(by, "registry.close_round", round_, until=until.isoformat())
    return round_


def _end(round_: CollectionRound, until: date) -> None:
    round_.until = until
    sound(round_)
    round_.save(update_fields=["until"])


@transaction.atomic
def set_rule(
    community: Region,
    *,
    by: Actor,
    phone_counts: bool,
    burst_doors: int,
    burst_minutes: int,
    days: Mapping[Item, int],
) -> CollectionRule:
    """Say how a community collects: what counts, when entries are looked at, how long facts hold.

    Limits equal to the default leave no row of their own.
    """
    permissions.require(by, permissions.ROUNDS, community)
    rule = CollectionRule.objects.filter(community=community).first() or CollectionRule(
        community=community
    )
    rule.phone_counts = phone_counts
    rule.burst_doors, rule.burst_minutes = burst_doors, burst_minutes
    sound(rule)
    rule.save()
    own = [
        ItemLimit(community=community, item=item, days=span)
        for item, span in days.items()
        if span != DAYS[item]
    ]
    ItemLimit.objects.filter(community=community).delete()
    for limit in own:
        sound(limit)
    ItemLimit.objects.bulk_create(own)
    told = {row.item: row.days for row in own}
    record(by, "registry.set_rule", community, phone_counts=phone_counts, days=told)
    return rule


@transaction.atomic
def count_places(grid: Grid, *, by: Actor, counts: Mapping[str, int]) -> list[PlaceCount]:
    """Note how many places of each kind there are in a grid (场所清点); none is an answer too."""
    permissions.require_grid(by, permissions.VISIT, grid)
    rows = [
        PlaceCount(grid=grid, kind=kind, counted=counted, day=clock.today(), by_id=by.user_id)
        for kind, counted in counts.items()
    ]
    PlaceCount.objects.bulk_create(rows)
    record(by, "registry.count_places", grid, counts=dict(counts))
    return rows


@transaction.atomic
def ask_quiet(
    home: Dwelling,
    *,
    by: Actor,
    opens: time | None = None,
    closes: time | None = None,
    note: str = "",
) -> QuietDoor:
    """Note the hours in which a household does not want to be called on; new ones replace old."""
    permissions.require(by, permissions.VISIT, home)
    today = clock.today()
    QuietDoor.objects.filter(dwelling=home, until=None).update(until=today)
    quiet = QuietDoor(dwelling=home, opens=opens, closes=closes, note=note.strip(), since=today)
    sound(quiet)
    quiet.save()
    record(by, "registry.ask_quiet", home, opens=str(opens or ""), closes=str(closes or ""))
    return quiet


@transaction.atomic
def end_quiet(home: Dwelling, *, by: Actor) -> None:
    """The household may be called on at any hour again."""
    permissions.require(by, permissions.VISIT, home)
    if QuietDoor.objects.filter(dwelling=home, until=None).update(until=clock.today()):
        record(by, "registry.end_quiet", home)
