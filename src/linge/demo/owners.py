"""People tied to the community without living in it: owners, shopkeepers, those who moved away."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from linge.kernel.access import Actor
from linge.registry import numbers
from linge.registry.actions.entries import Entries, Spot
from linge.registry.actions.pouring import pour_rows
from linge.registry.actions.saving import known
from linge.registry.models import (
    OrganisationContact,
    Ownership,
    Resident,
    ResidentScope,
    ShopOperation,
    Tenancy,
)
from linge.registry.rules.drafts import NewHome
from linge.registry.rules.kinds import (
    ContactRole,
    Life,
    Outcome,
    ResidencyRole,
    ScopeReason,
    Source,
)
from linge.territory.rules.kinds import DwellingUseKind

from .people import Crowd
from .places import Community
from .register import Door, Round

LIVES_ELSEWHERE = "elsewhere"
FORMER_TENANTS = 0.44
SHOPS_WITH_CONTACT = 0.85
STATUS_OF_ABSENT = {
    "abroad": "away_abroad",
    "left_lately": "away_lately",
    "left_long_ago": "away_long",
    "left_unknown": "away_unknown",
    "dead": "here",
}


class Hands:
    """What the functions here share: the community, its round, the crowd and the rows so far."""

    def __init__(
        self, community: Community, round_: Round, crowd: Crowd, *, by: Actor, at: datetime
    ) -> None:
        self.community, self.round, self.crowd, self.at = community, round_, crowd, at
        self.rng: Random = crowd.rng
        self.entries = Entries(by, known(), Source.EXCHANGE, None, at)
        self.rows: dict[type, list[Any]] = {
            Ownership: [],
            Tenancy: [],
            ShopOperation: [],
            OrganisationContact: [],
        }

    def person(self, age: int, status: str) -> Resident:
        """A new person of the community, not yet saved."""
        draft = self.crowd.person(age, status)
        return self.entries.person(draft, community=self.community.region.pk)

    def spot(self, door: Door) -> Spot:
        return Spot(door.pk, self.community.region.pk, door.path, door.grid)

    def add(self, row: Any) -> None:
        """A further row, with the marks of who recorded it and whence."""
        row.source, row.recorded_at, row.confirmed_at = Source.EXCHANGE, self.at, self.at
        self.rows[type(row)].append(row)

    def contact(self, role: ContactRole, since: date, **of: Any) -> None:
        """Somebody to speak to at a shop or an organisation."""
        phone = self.crowd.numbers.mobile()
        row = OrganisationContact(
            role=role,
            phone=phone,
            phone_index=numbers.phone_index(phone),
            since=since,
            **of,
        )
        self.add(row)

    def write(self) -> None:
        """Save people first, then what hangs on them."""
        self.entries.write()
        for model, rows in self.rows.items():
            pour_rows(model, rows)


def tie(
    community: Community, round_: Round, crowd: Crowd, today: date, *, by: Actor, at: datetime
) -> None:
    """Owners and leases, shopkeepers and contacts, people away and people gone."""
    hands = Hands(community, round_, crowd, by=by, at=at)
    _own_homes(hands, today)
    _keep_shops(hands, today)
    _name_contacts(hands, today)
    _register_absent(hands, today)
    _remember_former_tenants(hands, today)
    hands.write()


def _own_homes(hands: Hands, today: date) -> None:
    """Owners in their own homes, landlords elsewhere with the lease, owners of what stands empty."""
    for door in hands.round.doors:
        since = today - timedelta(days=hands.rng.randint(700, 8_000))
        if door.use == DwellingUseKind.LET and door.outcome == Outcome.MET:
            landlord = _owner_elsewhere(hands, door, since)
            _let(hands, door, landlord, today)
        elif door.outcome == Outcome.VACANT:
            _owner_elsewhere(hands, door, since)
        elif door.outcome == Outcome.MET and door.pk in hands.round.heads:
            hands.add(
                Ownership(dwelling_id=door.pk, person_id=hands.round.heads[door.pk], since=since)
            )


def _owner_elsewhere(hands: Hands, door: Door, since: date) -> Resident:
    owner = hands.person(hands.rng.randint(35, 75), LIVES_ELSEWHERE)
    hands.entries.scope(owner, hands.spot(door), ScopeReason.OWNERSHIP, since)
    hands.add(Ownership(dwelling_id=door.pk, person=owner, since=since))
    return owner


def _let(hands: Hands, door: Door, landlord: Resident, today: date) -> None:
    since = today - timedelta(days=hands.rng.randint(20, 700))
    tenant = hands.round.heads[door.pk]
    hands.add(
        Tenancy(
            dwelling_id=door.pk,
            landlord=landlord,
            tenant_id=tenant,
            since=since,
            until=today + timedelta(days=hands.rng.randint(5, 700)),
            filing_no=f"ZL2026{hands.rng.randrange(10**6):06d}",
        )
    )
    hands.entries.rows[ResidentScope].append(
        ResidentScope(
            person_id=tenant,
            community_id=hands.community.region.pk,
            path=door.path,
            grid_id=door.grid,
            dwelling_id=door.pk,
            reason=ScopeReason.TENANCY,
            since=since,
        )
    )


def _keep_shops(hands: Hands, today: date) -> None:
    """Who trades in each shop; the keeper is seen there."""
    for shop in hands.community.shops:
        if shop.state == "empty":
            continue
        since = today - timedelta(days=hands.rng.randint(30, 3_000))
        keeper = hands.person(hands.rng.randint(22, 62), LIVES_ELSEWHERE)
        hands.entries.rows[ResidentScope].append(
            ResidentScope(
                person=keeper,
                community_id=hands.community.region.pk,
                path=shop.path,
                grid_id=shop.grid_id,
                reason=ScopeReason.EMPLOYMENT,
                since=since,
            )
        )
        hands.add(
            ShopOperation(
                shop_id=shop.pk,
                operator=keeper,
                trade_name=shop.name,
                licence_no=f"92990101{hands.rng.randrange(10**7):07d}",
                staff_count=hands.rng.randint(1, 9),
                since=since,
            )
        )
        if hands.rng.random() < SHOPS_WITH_CONTACT:
            hands.contact(ContactRole.MANAGER, since, person=keeper, shop_id=shop.pk)


def _name_contacts(hands: Hands, today: date) -> None:
    """A legal representative and somebody for safety at every organisation."""
    for organisation in hands.community.organisations:
        for role in (ContactRole.LEGAL_REP, ContactRole.SAFETY):
            born = today.year - hands.rng.randint(28, 58)
            name = hands.crowd.names.name(hands.rng.choice("12"), born)
            since = date(2026, 1, 5)
            hands.contact(role, since, name=name, organisation_id=organisation.pk)


def _register_absent(hands: Hands, today: date) -> None:
    """Hukou here and living elsewhere, or dead: every such row of the population table."""
    homes = hands.round.found(Outcome.MET)
    for why, count in hands.community.size.absent.items():
        for _number in range(count):
            door = hands.rng.choice(homes)
            age = hands.rng.randint(70, 96) if why == "dead" else hands.rng.randint(19, 58)
            person = hands.person(age, STATUS_OF_ABSENT[why])
            since = today - timedelta(days=hands.rng.randint(400, 4_000))
            if why == "dead":
                person.life = Life.DEAD
                person.death_date = today - timedelta(days=hands.rng.randint(20, 380))
                hands.entries.scope(person, hands.spot(door), ScopeReason.HUKOU, since)
                continue
            on_paper = NewHome(
                door.pk, since, ResidencyRole.REGISTERED_ONLY, main=False, reason="户口未迁出"
            )
            hands.entries.home(on_paper, person, hands.spot(door))


def _remember_former_tenants(hands: Hands, today: date) -> None:
    """People who lived here once: their ties are closed, their records stay."""
    homes = [door for door in hands.round.doors if door.outcome == Outcome.MET]
    for door in homes:
        if hands.rng.random() >= FORMER_TENANTS:
            continue
        began = today - timedelta(days=hands.rng.randint(1_600, 3_000))
        ended = began + timedelta(days=hands.rng.randint(100, 1_400))
        person = hands.person(hands.rng.randint(22, 60), "far")
        person.life = Life.MOVED
        home = NewHome(door.pk, began, ResidencyRole.TENANT, main=True)
        hands.entries.home(home, person, hands.spot(door)).until = ended
        hands.entries.rows[ResidentScope][-1].until = ended
