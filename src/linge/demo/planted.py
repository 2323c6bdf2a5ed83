"""What is hidden in the register on purpose, and told in the truth file.

Duplicates and look-alikes for the matcher, requests that the record has outrun, edits of phones
that meet an edit of the desk.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from linge.accounts.actors import actor_of
from linge.accounts.models import User
from linge.kernel.access import Actor
from linge.registry import actions
from linge.registry.actions import Edit
from linge.registry.actions.entries import Entries
from linge.registry.actions.facts import write_facts
from linge.registry.actions.matches import look_again
from linge.registry.actions.saving import known
from linge.registry.events import ResidentRegistered
from linge.registry.models import ChangeRequest, Conflict, Residency, Resident
from linge.registry.rules.identity import CITIZEN
from linge.registry.rules.kinds import Life, Outcome, Source

from .doubles import Doubles
from .people import Crowd
from .places import Community
from .register import Round
from .truth import Truth

SCHOOLS = ("20", "40", "60", "70", "80")
COMPARED = 40
FROM = 18
"""People of this age and older, who have a phone and finished school."""


class Planting:
    """The community, its round and the chosen people, each used once."""

    def __init__(
        self, community: Community, round_: Round, crowd: Crowd, today: date, *, by: Actor
    ) -> None:
        self.community, self.round, self.crowd, self.by = community, round_, crowd, by
        self.today, self.rng = today, crowd.rng
        self.workers: dict[int, Actor] = {}
        self.sent: dict[int, int] = {}

    def chosen(self, count: int) -> list[Residency]:
        """So many grown people with an identity card and a phone, at home where somebody called."""
        born_by = self.today.replace(year=self.today.year - FROM, day=1)
        doors = {door.pk for door in self.round.found(Outcome.MET)}
        rows = Residency.objects.filter(
            person__community=self.community.region,
            person__life=Life.ALIVE,
            person__birth_date__lt=born_by,
            person__documents__kind=CITIZEN,
            person__phones__is_main=True,
            main=True,
            until=None,
        ).exclude(person__name="张桂兰")
        ordered = rows.order_by("dwelling__path", "person").values_list("pk", "dwelling_id")
        pks = self.rng.sample([pk for pk, home in ordered if home in doors], count)
        found = Residency.objects.select_related("dwelling", "person__community")
        homes = found.prefetch_related("person__documents", "person__phones").in_bulk(pks)
        return [homes[pk] for pk in pks]

    def worker(self, home: Residency) -> Actor:
        """The A worker of the home's grid, on the phone."""
        user = self.round.workers[home.dwelling.grid_id][0]
        if user not in self.workers:
            self.workers[user] = actor_of(User.objects.get(pk=user), how="field")
        return self.workers[user]

    def schools(self, home: Residency) -> tuple[str, str, str]:
        """What the record says of somebody's schooling, and two things others say."""
        now = home.person.education
        one, two = self.rng.sample([code for code in SCHOOLS if code != now], 2)
        return now, one, two


def plant(
    community: Community, round_: Round, crowd: Crowd, today: date, truth: Truth,
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Hide what the community's size says, and note it in the truth."""
    planted = community.size.planted
    planting = Planting(community, round_, crowd, today, by=by)
    pairs = planted.one_slip + planted.several_alike + planted.look_alikes
    homes = planting.chosen(pairs + planted.stale_requests + planted.conflicts)
    if not homes:
        return
    entries = Entries(by, known(), Source.IMPORT, None, at)
    Doubles(crowd, entries, truth).plant(homes[:pairs], planted)
    entries.write()
    _compare_at_once(entries.rows[Resident])
    rest = iter(homes[pairs:])
    for _number in range(planted.stale_requests):
        truth.stale_requests.append(str(_outrun(planting, next(rest)).uuid))
    truth.conflicts += [str(one.uuid) for home in rest for one in _meet(planting, home, at)]


def _compare_at_once(people: list[Resident]) -> None:
    """Some were compared as they came, which is what registering does; the night finds the rest."""
    for person in people[:: max(1, len(people) // COMPARED)]:
        look_again(ResidentRegistered(person.pk, person.community_id))


def _outrun(planting: Planting, home: Residency) -> ChangeRequest:
    """Somebody asks for one thing; before it is looked at, the record says another."""
    _now, asked, found = planting.schools(home)
    request = actions.request_change(
        home.person,
        {"education": asked},
        by=planting.worker(home),
        reason="本人说登记有误",
        source=Source.VISIT,
    )
    write_facts(home.person, {"education": found}, by=planting.by, source=Source.EXCHANGE)
    days = timedelta(days=planting.rng.randint(1, 13))
    made = {"made_at": request.made_at - days, "submitted_on": planting.today - days}
    ChangeRequest.objects.filter(pk=request.pk).update(**made)
    return request


def _meet(planting: Planting, home: Residency, at: datetime) -> Iterator[Conflict]:
    """The desk changed what a phone, away at the time, changes too."""
    now, mine, ours = planting.schools(home)
    worker, version = planting.worker(home), home.person.version
    write_facts(home.person, {"education": ours}, by=planting.by, source=Source.DESK)
    seq = planting.sent[worker.person] = planting.sent.get(worker.person, 0) + 1
    edit = Edit(
        request_id=UUID(int=planting.rng.getrandbits(128), version=4),
        device=f"demo-{worker.name}",
        seq=seq,
        entity="resident",
        uuid=home.person.uuid,
        base_version=version,
        changes={"education": {"base": now, "value": mine}},
        at=at,
    )
    actions.receive_edits([edit], by=worker)
    yield from Conflict.objects.filter(edit__request_id=edit.request_id)
