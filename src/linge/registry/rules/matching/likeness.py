"""How alike two values are, by the kind a field declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

from ..names import Surnames, clean, parts_of, spelled, surname_of, syllable
from .repairs import day_slip, one_repair, plain

Glyphs = Mapping[int, str]
"""Code of a traditional or variant character → its plain form, as ``str.translate`` takes it."""


class Kind(TextChoices):
    """What sort of value a field holds, and with it how two of them are compared."""

    HAN_NAME = "han_name"
    LATIN_NAME = "latin_name"
    DATE = "date"
    EXACT = "exact"
    NUMBER = "number"
    TEXT = "text"


class Level(TextChoices):
    """How alike two values are, the closest first."""

    EQUAL = "equal"
    COMMON = "common"
    VARIANT = "variant"
    READING = "reading"
    REPAIR = "repair"
    NEAR = "near"
    YEAR = "year"
    DIFFERS = "differs"
    EMPTY = "empty"


@dataclass(frozen=True)
class Tongue:
    """What is known of writing: readings of surnames, plain forms of glyphs, short given names."""

    surnames: Surnames
    glyphs: Glyphs
    short_names: Mapping[str, str] = field(default_factory=dict)
    _plain: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _sounds: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def plain_name(self, name: str) -> str:
        """A name in plain characters, without blanks and dots between its parts."""
        if name not in self._plain:
            self._plain[name] = "".join(parts_of(clean(name).translate(self.glyphs)))
        return self._plain[name]

    def sound(self, name: str) -> str:
        """How a name is read, the surname by its own reading: 单, 曾, 尉迟."""
        if name not in self._sounds:
            self._sounds[name] = self._read(name)
        return self._sounds[name]

    def _read(self, name: str) -> str:
        plain_form = self.plain_name(name)
        family = surname_of(plain_form, self.surnames)
        known = self.surnames.get(family)
        first = known[0] if known else tuple(map(syllable, family))
        rest = map(syllable, plain_form[len(family) :])
        return " ".join(spelled(one) for one in (*first, *rest))


def compare_names(a: str, b: str, tongue: Tongue) -> Level:
    """Two Han names: the same characters, the same but for the glyph, or the same reading."""
    if not a or not b:
        return Level.EMPTY
    if a == b or clean(a) == clean(b):
        return Level.EQUAL
    if tongue.plain_name(a) == tongue.plain_name(b):
        return Level.VARIANT
    return Level.READING if tongue.sound(a) == tongue.sound(b) else Level.DIFFERS


def compare_days(a: str, b: str) -> Level:
    """Two ISO days: equal, one slip apart, or at least of one year."""
    if not a or not b:
        return Level.EMPTY
    if a == b:
        return Level.EQUAL
    if day_slip(a, b):
        return Level.REPAIR
    return Level.YEAR if a[:4] == b[:4] else Level.DIFFERS


def compare_numbers(a: str, b: str) -> Level:
    """Two numbers: equal, equal after one repair, or different."""
    if not a or not b:
        return Level.EMPTY
    if plain(a) == plain(b):
        return Level.EQUAL
    return Level.REPAIR if one_repair(a, b) else Level.DIFFERS
