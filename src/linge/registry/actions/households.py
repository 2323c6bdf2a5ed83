"""Households: forming one, who joins, who leaves, what each is to the head."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.identifiers import uuid7
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from .. import codes, numbers, permissions
from ..events import HouseholdFormed
from ..models import Household, HouseholdMember, Resident
from ..rules.kinds import HouseholdKind, LivingKind, Source
from .entries import Entries
from .residencies import leave
from .saving import known, sound

Related = tuple[Resident, str]
"""A person and the relation to the head, a code of GB/T 4761."""


@transaction.atomic
def form_household(
    dwelling: Dwelling,
    members: Sequence[Related],
    *,
    by: Actor,
    since: date,
    living_kind: LivingKind = LivingKind.FAMILY,
    shared: bool = False,
    source: Source = Source.DESK,
    batch: UUID | None = None,
    uuid: UUID | None = None,
) -> Household:
    """Put people who live together on record as a living household (居住户).

    ``uuid`` is that of a row born on a phone.

    Refuses with ``registry.household_one_family`` where a family lives already and neither is
    marked shared, and with what `add_member` refuses.
    """
    permissions.require(by, permissions.EDIT, dwelling)
    entries = Entries(by, known(), source, batch)
    household = entries.add(
        Household(
            uuid=uuid or uuid7(),
            community_id=dwelling.community_id,
            kind=HouseholdKind.LIVING,
            living_kind=living_kind,
            dwelling=dwelling,
            shared=shared,
            since=since,
        )
    )
    sound(household)
    for person, relation in members:
        refuse_misfit(person, relation, since)
    entries.write()
    _join(household, members, by=by, since=since, main=True, source=source, batch=batch)
    record(by, "registry.form_household", household, dwelling=dwelling.pk, members=len(members))
    publish(HouseholdFormed(household.pk, dwelling.pk))
    return household


@transaction.atomic
def open_book(
    book_no: str,
    members: Sequence[Related],
    *,
    by: Actor,
    community: int,
    since: date,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> Household:
    """Put a hukou book on record as a household (户籍户), wherever its people live."""
    for person, _relation in members:
        permissions.require(by, permissions.EDIT, person)
    entries = Entries(by, known(), source, batch)
    household = entries.add(
        Household(
            community_id=community,
            kind=HouseholdKind.HUKOU,
            book_no=book_no,
            book_index=numbers.book_index(book_no),
            since=since,
        )
    )
    sound(household)
    for person, relation in members:
        refuse_misfit(person, relation, since)
    entries.write()
    _join(household, members, by=by, since=since, main=False, source=source, batch=batch)
    record(by, "registry.open_book", household, members=len(members))
    return household


@transaction.atomic
def enter_book(
    person: Resident, *, by: Actor, book_no: str, relation: str, since: date
) -> HouseholdMember:
    """Put a person into a hukou book: one on record in the community, or a new one.

    Refuses with ``registry.member_overlap`` while the person is in another book.
    """
    permissions.require(by, permissions.EDIT, person)
    number = book_no.strip()
    book = Household.objects.filter(
        kind=HouseholdKind.HUKOU,
        community=person.community_id,
        book_index=numbers.book_index(number),
        until=None,
    ).first()
    if book is None:
        book = open_book(number, [], by=by, community=person.community_id, since=since)
    refuse_misfit(person, relation, since)
    joined = _join(book, [(person, relation)], by=by, since=since, main=False,
                   source=Source.DESK, batch=None)  # fmt: skip
    record(by, "registry.enter_book", person, relation=relation)
    return joined[0]


@transaction.atomic
def add_member(
    household: Household,
    person: Resident,
    *,
    by: Actor,
    relation: str,
    since: date,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> HouseholdMember:
    """Let a person join a household.

    Refuses with ``registry.member_relation`` for 本人, ``registry.member_one_head``,
    ``registry.member_one_main`` and ``registry.before_birth``.
    """
    permissions.require(by, permissions.EDIT, household)
    refuse_misfit(person, relation, since)
    main = household.kind == HouseholdKind.LIVING
    joined = _join(household, [(person, relation)], by=by, since=since, main=main, source=source,
                   batch=batch)  # fmt: skip
    record(by, "registry.add_member", household, person=str(person.uuid), relation=relation)
    return joined[0]


def _join(
    household: Household,
    members: Sequence[Related],
    *,
    by: Actor,
    since: date,
    main: bool,
    source: Source,
    batch: UUID | None,
) -> list[HouseholdMember]:
    joined = []
    for person, relation in members:
        entries = Entries(by, known(), source, batch)
        member = HouseholdMember(
            household=household, person=person, relation=relation, main=main, since=since
        )
        joined.append(entries.add(member))
        sound(member)
        entries.write()
    return joined


def refuse_misfit(person: Resident, relation: str, since: date, field: str = "relation") -> None:
    """Refuse a relation that does not exist, and a membership that begins before birth."""
    if relation not in codes.table("family_relation"):
        message = _("请从列表中选择与户主的关系。")
        raise Refused("registry.member_relation", str(message), field)
    if person.birth_date and since < person.birth_date:
        message = _("入户日期不能早于出生日期，请核对。")
        raise Refused("registry.before_birth", str(message), "since")


@transaction.atomic
def leave_household(member: HouseholdMember, *, by: Actor, on: date) -> HouseholdMember:
    """Let a person leave a household; the last one to leave ends it."""
    permissions.require(by, permissions.EDIT, member)
    leave(member, by=by, on=on, source=Source.DESK, batch=None)
    record(by, "registry.leave_household", member.household, person=str(member.person.uuid))
    return member
