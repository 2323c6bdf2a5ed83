"""Names of people: their written form, their readings, and the keys a search looks up.

A reading is a tuple of syllables without tone, ``ü`` written ``v`` and, in keys, ``u``: passports
write 吕 as LYU, keyboards as lv, and many people as lu, so all three meet in one key.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import Any

from pypinyin import Style, pinyin

from .kinds import NameKeyKind

Surnames = Mapping[str, tuple[tuple[str, ...], ...]]
"""Surname → its readings, the usual one first."""

MOST_READINGS = 8
LONGEST_KEY = 100
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_INNER_BLANK = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[•・．·‧∙.]\s*(?=[{_HAN}])")
_SILENT = re.compile(r"[\W_]")
_PART = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_VOID = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(raw: str) -> str:
    """A name as we keep it: NFC, no control marks, no blanks between Han, one kind of dot."""
    visible = _VOID.sub("", unicodedata.normalize("NFC", raw))
    text = "".join(" " if unicodedata.category(s) == "Cc" else s for s in visible)
    return _DOTS.sub("·", _INNER_BLANK.sub("", " ".join(text.split())))


def faults(name: str) -> tuple[str, ...]:
    """What is wrong with a cleaned name: ``empty``, ``too_long``, ``characters``, ``single``."""
    if not name:
        return ("empty",)
    if len(name) > 50:
        return ("too_long",)
    if not all(s.isalnum() or s in " ·-'’.,()（）" for s in name):
        return ("characters",)
    return ("single",) if _HAN_RUN.fullmatch(name) and len(name) == 1 else ()


def is_han(text: str) -> bool:
    """Whether the text is Han characters only."""
    return bool(_HAN_RUN.fullmatch(text))


def readings(name: str, surnames: Surnames) -> tuple[tuple[str, ...], ...]:
    """Every way the name is read aloud, at most eight, the likeliest first."""
    parts = parts_of(name)
    family = surname_of("".join(parts), surnames)
    first: Iterable[tuple[str, ...]] = surnames.get(family, ())
    rest = parts[len(family) :] if first else parts
    ranked = sorted(
        product(enumerate(first or [()]), *(enumerate(_syllables(part)) for part in rest)),
        key=lambda combination: sum(rank for rank, _ in combination),
    )
    read = (_joined(combination) for combination in islice(ranked, MOST_READINGS))
    return tuple(dict.fromkeys(read))


def _joined(combination: Sequence[tuple[int, Any]]) -> tuple[str, ...]:
    """A surname's syllables, then one syllable for each further part."""
    (_rank, family), *rest = combination
    return (*family, *(syllable for _rank, syllable in rest))


def parts_of(name: str) -> list[str]:
    """The Han characters of a name one by one, and its Latin words, small."""
    return _PART.findall(clean(name).lower())


@cache
def _syllables(part: str) -> tuple[str, ...]:
    """The readings of one Han character, or a Latin word as it stands; two at most."""
    if not is_han(part):
        return (part.lower(),)
    found = pinyin(part, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    return tuple(dict.fromkeys(sound.lower() for sound in found if sound.isalpha()))[:2] or (part,)


def syllable(part: str) -> str:
    """The likeliest reading of one Han character, or a Latin word as it stands."""
    return _syllables(part)[0]


def spelled(syllable: str) -> str:
    """A syllable as keys hold it: ``lv``, ``lü`` and ``lyu`` are all ``lu``."""
    flat = syllable.replace("ü", "v")
    flat = {"lyu": "lv", "nyu": "nv"}.get(flat, flat)
    return flat.replace("v", "u") if re.fullmatch("[a-zü]+", syllable) else syllable


def typed(query: str) -> str:
    """What somebody typed, in the spelling of keys."""
    flat = _SILENT.sub("", query.lower().replace("ü", "v"))
    flat = re.sub(r"lyu|(?<![aeiou])nyu", lambda found: found[0][0] + "u", flat)
    return flat.replace("v", "u")


def alike(spelling: str) -> str:
    """A spelling with sounds that many speakers do not tell apart made one (读音相近)."""
    folded = re.sub("([zcs])h", r"\1", spelling)
    folded = re.sub("([aei])ng(?![aeiou])", r"\1n", folded)
    return folded.replace("n", "l")


WHOLE = (NameKeyKind.HAN, NameKeyKind.FULL, NameKeyKind.INITIALS)
REST = (NameKeyKind.HAN_REST, NameKeyKind.FULL_REST, NameKeyKind.INITIALS_REST)


def keys(name: str, surnames: Surnames) -> frozenset[tuple[NameKeyKind, str]]:
    """Every key a search may find the name by: its rest from each character on, in each way."""
    parts = parts_of(name)
    found: set[tuple[NameKeyKind, str]] = set()
    for reading in readings(name, surnames):
        sounds = [spelled(syllable) for syllable in reading]
        for start in range(len(parts)):
            spelt = (
                "".join(parts[start:]),
                "".join(sounds[start:]),
                "".join(sound[0] for sound in sounds[start:]),
            )
            found.update(zip(REST if start else WHOLE, spelt, strict=True))
        found.add((NameKeyKind.SOUND, alike("".join(sounds))))
    return frozenset((kind, key[:LONGEST_KEY]) for kind, key in found if key)


def surname_of(name: str, surnames: Surnames) -> str:
    """The family name a Han name begins with, compound ones whole."""
    two = name[:2]
    return two if len(name) > 2 and two in surnames else name[:1] if is_han(name[:1]) else ""
