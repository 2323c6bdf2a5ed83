"""The one search box: people, addresses, organisations and shops in the actor's scope.

Names go by their keys (every rest of a name, each reading, initials), whole numbers and last
four digits by keyed index, addresses by the short form. Twenty rows, masked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel import clock, masking
from linge.kernel.access import Actor
from linge.territory.models import Building, Dwelling, Organisation, Shop
from linge.territory.queries import WITH_ADDRESS, address_text, building_text, communities
from linge.territory.queries import visible_to as territory_visible_to

from .. import codes, numbers
from ..models import IdentityDocument, NameKey, Phone, Residency, Resident
from ..rules import addresses, names, searching
from ..rules.addresses import Address
from ..rules.kinds import DocumentState, NameKeyKind
from ..rules.searching import Ask, Kind
from .people import HOME
from .scope import among, scopes, seen, visible_dwellings

MOST_ROWS = 20
CANDIDATES = 200
FEW = 5
OWN_COMMUNITIES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: where it leads (page and uuid), what it is called, how to tell it apart."""

    page: str
    uuid: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one sort under a heading."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, and a remark where something stays unsaid."""

    groups: tuple[Group, ...]
    note: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def search(actor: Actor, words: str, *, tails: bool = False) -> Answer:
    """Look the words up in every way they can be meant; ``tails`` allows an ID's last four."""
    asks = searching.understand(words)
    groups: list[Group] = []
    for ask in asks:
        groups += _LOOK_UP[ask.kind](actor, ask, tails)
    kinds = {ask.kind for ask in asks}
    groups = [group for group in groups if group.rows]
    if Kind.DOCUMENT in kinds and not groups and _known_elsewhere(asks):
        return Answer((), str(_("其他社区已有登记，请发起迁入核对。")))
    return Answer(tuple(groups))


def asks_for_tail(words: str) -> bool:
    """Whether the words are the last four of a number."""
    return any(ask.kind == Kind.TAIL for ask in searching.understand(words))


def _by_name(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    found = _candidates(actor, ask, names.WHOLE)
    if len(found) < MOST_ROWS:
        found = _candidates(actor, ask, names.REST) | found
    groups = [_people_group(pgettext_lazy("list", "居民"), _ranked(actor, found))]
    if len(found) < FEW:
        alike = _alike(actor, ask)
        near = {person: match for person, match in alike.items() if person not in found}
        groups.append(_people_group(_("读音相近"), _ranked(actor, near)))
    if ask.kind == Kind.HAN:
        groups.append(_named_places(actor, ask.text))
    return groups


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits: exactly, as the beginning of the whole name, or further inside.

    ``syllables``: what was typed ends where a syllable of the name ends (``wang`` is 王 before 万刚).
    """

    exact: bool
    whole: bool
    syllables: bool
    name: str


def _candidates(actor: Actor, ask: Ask, kinds: Sequence[NameKeyKind]) -> dict[int, Match]:
    """People in scope whose name, or a rest of it, begins with what was asked."""
    written = Q()
    for part in ask.parts:
        if names.is_han(part):
            written &= Q(person__name__contains=part)
    return _matches(actor, _texts(ask, kinds), written)


def _texts(ask: Ask, kinds: Sequence[NameKeyKind]) -> list[tuple[NameKeyKind, str]]:
    han, full, initials = kinds
    if ask.kind == Kind.HAN:
        return [(han, ask.text)]
    if ask.kind == Kind.LATIN:
        return [(full, ask.text), (initials, ask.text)]
    spelt = searching.spellings(ask.parts, codes.surnames())
    return [(full, s.full) for s in spelt] + [(initials, s.initials) for s in spelt]


def _alike(actor: Actor, ask: Ask) -> dict[int, Match]:
    """People whose whole name sounds like what was asked (读音相近)."""
    spelt = searching.spellings(ask.parts or (ask.text,), codes.surnames())
    sounds = {names.alike(spelling.full) for spelling in spelt}
    return _matches(actor, [(NameKeyKind.SOUND, sound) for sound in sorted(sounds)])


def _matches(
    actor: Actor, texts: Sequence[tuple[NameKeyKind, str]], condition: Q | None = None
) -> dict[int, Match]:
    """The first people in scope under each beginning of a key, who bear it whole before the rest.

    Each beginning is a walk through the index in its order, ended at ``CANDIDATES`` rows: never
    a sort of everybody whose name begins so.
    """
    asked = {text for kind, text in texts if kind != NameKeyKind.SOUND}
    matches: dict[int, Match] = {}
    for (kind, text), scope in product(texts, _walks(actor)):
        rows = NameKey.objects.filter(_starts(kind, text), condition or Q(), scope)
        found = rows.order_by("key", "person").values_list("person", "key", "person__name")
        for person, key, name in found[:CANDIDATES]:
            if person not in matches or key in asked:
                at_syllables = _at_syllables(name, asked)
                matches[person] = Match(key in asked, kind in names.WHOLE, at_syllables, name)
    return matches


def _walks(actor: Actor) -> list[Q]:
    """Whose people are walked through: those of the own grids first, where there is more besides."""
    if not (actor.grids and actor.nodes):
        return [among(actor)]
    own = scopes(actor).filter(grid__in=actor.grids)
    return [Q(person__in=own.values("person")), among(actor)]


def _at_syllables(name: str, texts: set[str]) -> bool:
    for reading in names.readings(name, codes.surnames()):
        sounds = [names.spelled(syllable) for syllable in reading]
        if any("".join(sounds[:end]) in texts for end in range(1, len(sounds) + 1)):
            return True
    return False


def _starts(kind: NameKeyKind, text: str) -> Q:
    low, high = searching.bounds(text)
    return Q(kind=kind, key__gte=low, key__lt=high)


def _ranked(actor: Actor, found: Mapping[int, Match]) -> list[int]:
    """Exact first, then the own grid, then names that begin so, then the rest; by name."""
    own = _in_own_grids(actor, found)

    def rank(person: int) -> tuple[bool, bool, bool, bool, str]:
        match = found[person]
        exact = match.exact and match.whole
        return (not exact, person not in own, not match.whole, not match.syllables, match.name)

    return sorted(found, key=rank)[:MOST_ROWS]


def _in_own_grids(actor: Actor, people: Iterable[int]) -> set[int]:
    if not actor.grids:
        return set()
    rows = scopes(actor).filter(person__in=list(people), grid__in=actor.grids)
    return set(rows.values_list("person", flat=True))


def _people_group(label: object, order: Sequence[int]) -> Group:
    homes = Residency.objects.filter(main=True, until=None).select_related(*HOME)
    people = Resident.objects.filter(pk__in=order).prefetch_related(
        Prefetch("residencies", homes, to_attr="main_homes")
    )
    by_id = {person.pk: person for person in people}
    return Group(str(label), tuple(_person_row(by_id[pk]) for pk in order if pk in by_id))


def _person_row(person: Any) -> Row:
    """Building and five-year age band tell people of one name apart; never age or birth date."""
    home = next(iter(person.main_homes), None)
    where = building_text(home.dwelling.building) if home else ""
    band = masking.age_band(person.birth_date, clock.today()) if person.birth_date else ""
    return Row(
        "registry:resident",
        str(person.uuid),
        person.name,
        " · ".join(part for part in (where, band) if part),
    )


def _by_document(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    index = numbers.document_index(ask.text)
    rows = IdentityDocument.objects.filter(seen(actor), number_index=index)
    return [*_people(rows.values_list("person", flat=True)), *_by_uscc(actor, ask, tails)]


def _known_elsewhere(asks: Iterable[Ask]) -> bool:
    indexes = [numbers.document_index(ask.text) for ask in asks if ask.kind == Kind.DOCUMENT]
    return IdentityDocument.objects.filter(
        number_index__in=indexes, state=DocumentState.VALID
    ).exists()


def _by_phone(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    index = numbers.phone_index(ask.text)
    rows = Phone.objects.filter(seen(actor), number_index=index)
    return _people(rows.values_list("person", flat=True))


def _by_tail(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    """Four digits try phone and ID together, within the own community."""
    own = list(communities(actor).values_list("pk", flat=True)[: OWN_COMMUNITIES + 1])
    if len(own) > OWN_COMMUNITIES:
        return []
    scope = seen(actor)
    phones = Phone.objects.filter(
        scope, tail_index__in=[numbers.phone_tail(ask.text, pk) for pk in own]
    )
    people = set(phones.values_list("person", flat=True)[:MOST_ROWS])
    if tails:
        documents = IdentityDocument.objects.filter(
            scope, tail_index__in=[numbers.document_tail(ask.text, pk) for pk in own]
        )
        people |= set(documents.values_list("person", flat=True)[:MOST_ROWS])
    return _people(people)


def _in_scope(actor: Actor) -> Exists:
    """Asked of each row found by its index; a list of everybody in scope would be read whole."""
    return Exists(scopes(actor).filter(person=OuterRef("person")))


def _people(ids: Iterable[int]) -> list[Group]:
    return [_people_group(pgettext_lazy("list", "居民"), sorted(set(ids))[:MOST_ROWS])]


def _by_address(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    assert ask.address is not None
    rows = _at(visible_dwellings(actor), ask.address).select_related(*WITH_ADDRESS)
    homes = rows.order_by("path")[:MOST_ROWS]
    found = (Row("registry:dwelling", str(home.uuid), address_text(home)) for home in homes)
    return [Group(str(_("地址")), tuple(found))]


def dwellings_at(actor: Actor, text: str) -> QuerySet[Dwelling] | None:
    """The dwellings in scope a written address means; None when it cannot be read as one."""
    address = addresses.parse(text)
    if address is None or not address.room:
        return None
    return _at(visible_dwellings(actor), address).select_related(*WITH_ADDRESS)


def _at(rows: QuerySet[Dwelling], address: Address) -> QuerySet[Dwelling]:
    """The dwellings an address means; a part that was not written may be any."""
    if address.building or address.estate:
        rows = rows.filter(building__in=_buildings_at(address))
    if address.unit:
        rows = rows.filter(unit__number=address.unit)
    if address.room:
        rows = rows.filter(room=address.room)
    return rows


def _buildings_at(address: Address) -> QuerySet[Building]:
    """Few buildings bear a number or stand in an estate; their homes are found from there."""
    rows = Building.objects.all()
    if address.building:
        rows = rows.filter(number_key=address.building)
    if address.estate:
        rows = rows.filter(
            Q(estate__name__contains=address.estate) | Q(lane__name__contains=address.estate)
        )
    return rows


def _named_places(actor: Actor, text: str) -> Group:
    organisations = territory_visible_to(actor, Organisation).filter(name__contains=text)
    shops = territory_visible_to(actor, Shop).filter(name__contains=text)
    return Group(str(_("单位商户")), (*_organisation_rows(organisations), *_shop_rows(shops)))


def _organisation_rows(rows: QuerySet[Organisation]) -> list[Row]:
    return [
        Row("territory:organisation", str(row.uuid), row.name, row.get_kind_display())
        for row in rows.order_by("name")[:FEW]
    ]


def _shop_rows(rows: QuerySet[Shop]) -> list[Row]:
    return [
        Row("territory:shop", str(row.uuid), row.name, row.trade)
        for row in rows.order_by("name")[:FEW]
    ]


def _by_uscc(actor: Actor, ask: Ask, tails: bool) -> list[Group]:
    rows = territory_visible_to(actor, Organisation).filter(uscc=ask.text)
    return [Group(str(_("单位商户")), tuple(_organisation_rows(rows)))]


_LOOK_UP = {
    Kind.HAN: _by_name,
    Kind.LATIN: _by_name,
    Kind.MIXED: _by_name,
    Kind.DOCUMENT: _by_document,
    Kind.PHONE: _by_phone,
    Kind.TAIL: _by_tail,
    Kind.USCC: _by_uscc,
    Kind.ADDRESS: _by_address,
}
