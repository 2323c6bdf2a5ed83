"""A column of a table, ready to be compared: its values in one spelling, numbered."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .. import addresses
from ..identity import check_digit
from .likeness import Kind, Level, Tongue
from .repairs import plain, settled

Codes = npt.NDArray[np.int32]
EMPTY = -1


class Form(Protocol):
    """A coarser spelling of a value."""

    def __call__(self, value: str, /, tongue: Tongue) -> str: ...


_BLANKS = frozenset({"", "na", "n/a", "nan", "none", "null", "unknown", "-", "不详", "未知", "无"})
_SEXES = {"男": "1", "m": "1", "male": "1", "女": "2", "f": "2", "female": "2"}
_VOWELS = re.compile("[aeiouyhw]")


@dataclass(frozen=True)
class Column:
    """A field of every row: its number among ``values``, -1 where the row says nothing.

    ``forms`` are coarser spellings, the closest first: rows that differ in the value and agree in a
    form are alike in the form's level.
    """

    field: str
    kind: Kind
    side: str
    values: Sequence[str]
    codes: Codes
    forms: Sequence[tuple[Level, Codes]] = ()


def numbered(values: Iterable[str]) -> tuple[list[str], Codes]:
    """The different values, and for each row the place of its own; -1 for an empty one."""
    places: dict[str, int] = {}
    codes = [places.setdefault(value, len(places)) if value else EMPTY for value in values]
    return list(places), np.array(codes, dtype=np.int32)


def recoded(values: Sequence[str], codes: Codes, form: Callable[[str], str]) -> Codes:
    """The numbers of a coarser spelling for the rows of a column."""
    _, coarse = numbered(form(value) for value in values)
    told = np.append(coarse, np.int32(EMPTY))
    return told[codes]


def column(field: str, kind: Kind, side: str, raw: Iterable[str], tongue: Tongue) -> Column:
    """Read a column of one kind."""
    read = READERS[kind]
    written, places = numbered(raw)
    values, readings = numbered(read(_told(value)) for value in written)
    codes = np.append(readings, np.int32(EMPTY))[places]
    forms = [
        (level, recoded(values, codes, partial(form, tongue=tongue)))
        for level, form in FORMS.get(kind, ())
    ]
    return Column(field, kind, side, values, codes, forms)


def _told(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw).strip()
    return "" if text.lower() in _BLANKS else text


def folded(text: str) -> str:
    """Words in small letters without accents and marks, one blank between them."""
    letters = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    return " ".join(re.sub(r"[\W_]+", " ", letters.lower()).split())


def joined(text: str) -> str:
    """Letters and digits alone."""
    return folded(text).replace(" ", "")


def digits_of_day(text: str) -> str:
    """A day as eight digits, year first; what is no day keeps the digits it has."""
    parts = re.findall(r"\d+", text.split("T")[0])
    if len(parts) >= 3 and len(parts[0]) == 4:
        return f"{parts[0]}{parts[1]:0>2}{parts[2]:0>2}"
    if len(parts) >= 3 and len(parts[2]) == 4:
        day, month = (parts[1], parts[0]) if int(parts[1]) > 12 else (parts[0], parts[1])
        return f"{parts[2]}{month:0>2}{day:0>2}"
    return "".join(parts)[:8]


def _exact(text: str) -> str:
    return _SEXES.get(text.lower(), folded(text))


def _text(text: str) -> str:
    """An address in its short form if it has one, else its words."""
    found = addresses.parse(text) if re.search(r"[\u4e00-\u9fff#]|\d-\d", text) else None
    return f"{found.estate}{found.key}" if found and found.room else folded(text)


def _without_estate(text: str, tongue: Tongue) -> str:
    found = addresses.parse(text)
    return found.key if found and found.room else " ".join(sorted(text.split()))


def _swapped(day: str, tongue: Tongue) -> str:
    """A day with month and day in order of size, so that a swapped pair meets."""
    return day[:4] + "".join(sorted((day[4:6], day[6:8]))) if len(day) == 8 else day


def _short_name(name: str, tongue: Tongue) -> str:
    return tongue.short_names.get(name, name)


def skeleton(name: str, tongue: Tongue) -> str:
    """A Latin name by its consonants: first letter, then no vowels, no doubles."""
    letters = re.sub("ph", "f", name.replace("ck", "k").replace("c", "k").replace("z", "s"))
    rest = _VOWELS.sub("", letters[1:])
    return re.sub(r"(.)\1+", r"\1", letters[:1] + rest)


READERS: dict[Kind, Callable[[str], str]] = {
    Kind.HAN_NAME: joined,
    Kind.LATIN_NAME: joined,
    Kind.DATE: digits_of_day,
    Kind.EXACT: _exact,
    Kind.NUMBER: plain,
    Kind.TEXT: _text,
}
FORMS: dict[Kind, tuple[tuple[Level, Form], ...]] = {
    Kind.HAN_NAME: (
        (Level.VARIANT, lambda name, tongue: tongue.plain_name(name)),
        (Level.READING, lambda name, tongue: tongue.sound(name)),
    ),
    Kind.LATIN_NAME: ((Level.VARIANT, _short_name), (Level.READING, skeleton)),
    Kind.DATE: ((Level.REPAIR, _swapped),),
    Kind.NUMBER: ((Level.REPAIR, lambda number, tongue: settled(number)),),
    Kind.TEXT: (
        (Level.VARIANT, lambda text, tongue: text.replace(" ", "")),
        (Level.VARIANT, _without_estate),
    ),
}


def valid_numbers(column: Column) -> npt.NDArray[np.bool_]:
    """Which rows hold a citizen number whose check sign is right."""
    right = [
        bool(re.fullmatch(r"\d{17}[\dX]", value)) and check_digit(value[:17]) == value[17]
        for value in column.values
    ]
    return np.array([*right, False])[column.codes]
