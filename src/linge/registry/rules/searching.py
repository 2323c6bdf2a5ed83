"""What somebody means by the words typed into the one search box."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from . import addresses, names, phones
from .addresses import Address
from .names import Surnames

FEWEST_HAN, FEWEST_LATIN = 1, 2
LONGEST = 60
LAST = chr(0x10FFFF)


class Kind(StrEnum):
    """How the words are looked up."""

    HAN = "han"
    LATIN = "latin"
    MIXED = "mixed"
    TAIL = "tail"
    DOCUMENT = "document"
    PHONE = "phone"
    USCC = "uscc"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to look the words up. ``parts``: Han and Latin runs of a mixed name, in order."""

    kind: Kind
    text: str
    parts: tuple[str, ...] = ()
    address: Address | None = None


def understand(raw: str) -> tuple[Ask, ...]:
    """Every way the words can be meant; none when they are too short to look up."""
    text = unicodedata.normalize("NFKC", raw).strip()[:LONGEST]
    plain = re.sub(r"[\s'\"`%\\*]|_", "", text)
    return tuple(ask for ask in (_number(plain), _place(plain), _name(plain)) if ask)


def _number(text: str) -> Ask | None:
    upper = text.upper()
    if re.fullmatch(r"\d{3}[\dX]", upper):
        return Ask(Kind.TAIL, upper)
    if re.fullmatch(r"\d{15}|\d{17}[\dX]|[A-Z]{1,2}\d{6,10}", upper):
        return Ask(Kind.DOCUMENT, upper)
    if re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", upper):
        return Ask(Kind.USCC, upper)
    phone = phones.check_phone(text, demo=True)
    return Ask(Kind.PHONE, phone.value) if phone.value and phone.ok else None


def _place(text: str) -> Ask | None:
    found = addresses.parse(text)
    return Ask(Kind.ADDRESS, text, address=found) if found else None


def _name(text: str) -> Ask | None:
    parts = tuple(re.findall(r"[a-zA-ZüÜ]+|[^\W\d_a-zA-ZüÜ]+", text))
    joined = "".join(parts)
    if not joined or re.search(r"\d", text):
        return None
    if all(names.is_han(part) for part in parts):
        return Ask(Kind.HAN, joined)
    if len(parts) > 1:
        return Ask(Kind.MIXED, joined, parts)
    return Ask(Kind.LATIN, names.typed(joined)) if len(joined) >= FEWEST_LATIN else None


def bounds(start: str) -> tuple[str, str]:
    """The range of keys that begin with a text, byte by byte."""
    return start, start + LAST


@dataclass(frozen=True, slots=True)
class Spelling:
    """A mixed name in one alphabet: as full syllables, and as initials."""

    full: str
    initials: str


def spellings(parts: tuple[str, ...], surnames: Surnames) -> tuple[Spelling, ...]:
    """``张gl`` as ``zhanggl`` and ``zgl``: the Han parts in every reading, the Latin as typed."""
    options = [_sounds(part, surnames) for part in parts]
    return tuple(
        Spelling("".join(s.full for s in chosen), "".join(s.initials for s in chosen))
        for chosen in product(*options)
    )


def _sounds(part: str, surnames: Surnames) -> list[Spelling]:
    if not names.is_han(part):
        latin = names.typed(part)
        return [Spelling(latin, latin)]
    return [
        Spelling("".join(sounds), "".join(sound[0] for sound in sounds))
        for sounds in (
            [names.spelled(syllable) for syllable in reading]
            for reading in names.readings(part, surnames)
        )
    ]
