"""Which home a row means: the address in one column or in four, looked up among known homes."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from linge.territory.rules.addresses import number_key, text_key

from .. import addresses
from ..addresses import Address
from .judging import Judged

PARTS = ("estate", "building", "unit", "room")
MOST_OFFERED = 4
_NUMERALS = tuple("零〇一二三四五六七八九十百甲乙丙丁")


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling as an importer must know it."""

    pk: int
    estate: str
    building: str
    unit: str
    room: str
    mine: bool = True

    @property
    def label(self) -> str:
        stair = f"{self.unit}单元" if self.unit else ""
        return f"{self.estate}{self.building}号楼{stair}{self.room}室"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What an address led to: one home, or why not and what lies near."""

    home: Home | None = None
    fault: str = ""
    near: Sequence[str] = ()


@dataclass
class Homes:
    """Every home of the community, by building; names of estates elsewhere; other spellings."""

    elsewhere: frozenset[str] = frozenset()
    aliases: Mapping[str, int] = field(default_factory=dict)
    _by_building: dict[tuple[str, str], list[Home]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_room: dict[tuple[str, str, str], list[Home]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_pk: dict[int, Home] = field(default_factory=dict)
    _estates: dict[str, str] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)
    _buildings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, home: Home, names: Iterable[str] = ()) -> None:
        """Know a home; ``names`` are all names of its estate."""
        estate = self._know_estate(home.estate, names)
        building = number_key(home.building)
        self._by_building[estate, building].append(home)
        self._by_room[estate, building, home.room.upper()].append(home)
        self._buildings[building].add(estate)
        self._by_pk[home.pk] = home

    def know_building(self, estate: str, building: str, names: Iterable[str] = ()) -> None:
        """Know a building, even one without homes."""
        key = self._know_estate(estate, names)
        self._buildings[number_key(building)].add(key)

    def _know_estate(self, estate: str, names: Iterable[str]) -> str:
        key = text_key(estate)
        if key not in self._written:
            self._written[key] = estate
            for name in (estate, *names):
                self._estates[text_key(name)] = key
        return key

    def __getitem__(self, pk: int) -> Home:
        return self._by_pk[pk]

    def named(self, spelling: str) -> int | None:
        """The home another spelling was noted for."""
        return self.aliases.get(text_key(spelling))

    def estate_name(self, key: str) -> str:
        """The name of an estate as it is written, from the name as it compares."""
        return self._written.get(key, "")

    def estates_of(self, estate: str, building: str) -> set[str]:
        """The estates (as keys) whose building of that number may be meant."""
        having = self._buildings.get(building, set())
        if not estate:
            return having
        named = self._estates.get(text_key(estate))
        return {named} & having if named else set()

    def find(self, told: Address, raw: str) -> Lookup:
        """The home an address means. One that fits several is a question, never a guess."""
        if (pk := self.aliases.get(text_key(raw))) is not None and pk in self._by_pk:
            return Lookup(self._by_pk[pk])
        if told.estate and text_key(told.estate) not in self._estates:
            outside = text_key(told.estate) in self.elsewhere
            fault = "out_of_scope" if outside else "address_unknown"
            return Lookup(fault=fault, near=self._near_estates(told))
        building = number_key(told.building) if told.building else ""
        candidates = self._fitting(told, building)
        if not candidates:
            return Lookup(fault="address_unknown", near=self._near(told, building))
        if len(candidates) == 1:
            home = candidates[0]
            return Lookup(home) if home.mine else Lookup(fault="out_of_scope")
        several = len({home.estate for home in candidates}) > 1
        fault = "address_estates" if several else "address_units"
        return Lookup(fault=fault, near=[home.label for home in candidates[:MOST_OFFERED]])

    def _fitting(self, told: Address, building: str) -> list[Home]:
        unit = number_key(told.unit) if told.unit else ""
        room = told.room.upper()
        return [
            home
            for estate in sorted(self.estates_of(told.estate, building))
            for home in self._by_room.get((estate, building, room), ())
            if not unit or number_key(home.unit) == unit
        ]

    def _near_estates(self, told: Address) -> list[str]:
        names = {home.estate for homes in self._by_building.values() for home in homes}
        close = get_close_matches(told.estate, sorted(names), n=2, cutoff=0.3)
        return [f"{name}{told.building}号楼" for name in close] or sorted(names)[:2]

    def _near(self, told: Address, building: str) -> list[str]:
        """Homes of the same building with a like room, else buildings of the estate."""
        homes = [
            home
            for estate in self.estates_of(told.estate, building)
            for home in self._by_building.get((estate, building), ())
        ]
        if homes:
            labels = {f"{home.unit}-{home.room}": home for home in homes}
            wanted = f"{told.unit}-{told.room}"
            close = get_close_matches(wanted, list(labels), n=3, cutoff=0.4)
            return [labels[label].label for label in close] or [homes[0].label]
        estate = self._estates.get(text_key(told.estate)) if told.estate else None
        numbers = {
            home.building
            for (place, _number), found in self._by_building.items()
            if estate in (None, place)
            for home in found
        }
        close = get_close_matches(building, sorted(numbers), n=3, cutoff=0)
        return [f"{told.estate}{number}号楼" for number in close]


def told_address(values: Mapping[str, Any]) -> tuple[Address | None, str]:
    """The address a row tells and how it was written; no text at all: nothing was told."""
    estate, building, unit, room = (str(values.get(part, "")) for part in PARTS)
    whole = str(values.get("address", ""))
    if not (building or room):
        raw = whole if not estate or estate in whole else f"{estate}{whole}"
        return (addresses.parse(raw) if whole else None), whole
    raw = "".join(
        (
            estate,
            _with(building, "栋"),
            _with(unit, "单元"),
            room,
        )
    )
    told = addresses.parse(raw)
    if told is None and building and room:
        told = _from_parts(estate, building, unit, room)
    return told, raw


def _with(text: str, word: str) -> str:
    """``3`` and ``三`` get the word that makes them a building or a unit; ``3号楼`` has one."""
    folded = unicodedata.normalize("NFKC", text)
    bare = folded[-1:].isascii() and folded[-1:].isalnum()
    return f"{folded}{word}" if bare or folded[-1:] in _NUMERALS else folded


def _from_parts(estate: str, building: str, unit: str, room: str) -> Address | None:
    """Four columns whose words the address forms do not know: numbers compared as they stand."""
    bare = number_key(room).removesuffix("室")
    return Address(estate, number_key(building), number_key(unit) if unit else "", bare)


def settle(judged: Judged, home: Home) -> None:
    """Write the known home's parts into the row's values."""
    judged.values |= {
        "dwelling": home.pk,
        "estate": home.estate,
        "building": number_key(home.building),
        "unit": number_key(home.unit) if home.unit else "",
        "room": home.room,
    }
    judged.values.pop("address", None)
