"""Numbers of identity documents: normalise, check, warn. Nothing here raises or guesses a digit.

Source: GB 11643-1999 公民身份号码; GA/T 517-2004 证件代码; ISO 7064 MOD 11-2.
Checksum and date are errors; the area code is only ever a warning, for people keep the number
of their first issue while areas are renamed and withdrawn.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

Areas = Mapping[str, bool]
"""Six-digit area codes ever issued; the value tells whether the code is still in use."""

DEMO_AREA = "990101"
CITIZEN, RESIDENCE_PERMIT, FOREIGNER = "111", "154", "553"
PERMIT_PREFIXES = ("81", "82", "83")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
TAIL = "10X98765432"

_DROPPED = re.compile(r"[\s\-‐‑‒–—―−\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_LOOKS_LIKE_X = re.compile("[x×✕Хх]$|[Χχ]$")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,2}")
_AMBIGUOUS_CENTURY = ("996", "997", "998", "999")
_OTHERS = MappingProxyType(
    {
        "414": re.compile(r"[A-Z0-9]{5,20}"),
        "511": re.compile(r"\d{8}(\d{2})?"),
        "516": re.compile(r"[HM]\d{8}(\d{2})?"),
    }
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a number turned out to be. ``value`` is its normal form, None when it was empty."""

    value: str | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    kind: str = CITIZEN
    birth: date | None = None
    sex: str | None = None
    suggestion: str | None = None

    @property
    def ok(self) -> bool:
        return not self.errors


def normalise(raw: object) -> str:
    """Half-width, without blanks, hyphens, invisible marks or a spreadsheet's leading ``'``."""
    folded = unicodedata.normalize("NFKC", "" if raw is None else str(raw))
    return _DROPPED.sub("", folded).lstrip("'’")


def check_digit(body: str) -> str:
    """The 18th sign for the first seventeen digits of a citizen number."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return TAIL[total % 11]


def upgraded(number15: str) -> str:
    """The 18-digit form of a retired 15-digit number, of a person born in the 1900s."""
    body = f"{number15[:6]}19{number15[6:]}"
    return body + check_digit(body)


def check_citizen(
    raw: object,
    *,
    today: date,
    areas: Areas,
    sex: str | None = None,
    birth: date | None = None,
    demo: bool = False,
) -> Checked:
    """Check a citizen number (居民身份证), a residence permit or a foreigner's card.

    ``sex`` (1 or 2) and ``birth`` are what the form says, compared with what the number says.
    ``demo`` lets numbers of the made-up area 990101 pass without a warning.
    """
    if isinstance(raw, float) or _SCIENTIFIC.fullmatch(normalise(raw)):
        return Checked(normalise(raw), errors=("stored_as_number",))
    text = _LOOKS_LIKE_X.sub("X", normalise(raw))
    if not text:
        return Checked(None)
    if len(text) not in (15, 18):
        return Checked(text, errors=("length",))
    if not re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", text):
        return Checked(text, errors=("characters",))
    number = upgraded(text) if len(text) == 15 else text
    return _judge(number, text, today=today, areas=areas, sex=sex, birth=birth, demo=demo)


def _judge(
    number: str,
    typed: str,
    *,
    today: date,
    areas: Areas,
    sex: str | None,
    birth: date | None,
    demo: bool,
) -> Checked:
    born = _birth(number, today)
    own_sex = "1" if int(number[16]) % 2 else "2"
    errors = []
    if born is None:
        errors.append("date")
    if check_digit(number[:17]) != number[17]:
        errors.append("checksum")
    warnings = [
        *_area_warnings(number[:6], areas, demo),
        *_form_warnings(number, typed),
        *(["birth_early"] if born and born.year < 1900 else []),
        *(["sex_mismatch"] if sex in ("1", "2") and sex != own_sex else []),
        *(["birth_mismatch"] if birth and born and birth != born else []),
    ]
    return Checked(number, tuple(errors), tuple(warnings), kind_of(number), born, own_sex)


def kind_of(number: str) -> str:
    """The kind of document an 18-digit number belongs to, by its first digits."""
    if number[:2] in PERMIT_PREFIXES:
        return RESIDENCE_PERMIT
    if number[0] == "9" and number[:6] != DEMO_AREA:
        return FOREIGNER
    return CITIZEN


def _birth(number: str, today: date) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born <= today else None


def _area_warnings(area: str, areas: Areas, demo: bool) -> list[str]:
    if area == DEMO_AREA:
        return [] if demo else ["demo_number"]
    if area not in areas:
        return ["area_unknown"]
    return [] if areas[area] else ["area_retired"]


def _form_warnings(number: str, typed: str) -> list[str]:
    warnings = []
    if len(typed) == 15:
        warnings.append("retired_15")
        if number[14:17] in _AMBIGUOUS_CENTURY:
            warnings.append("century_ambiguous")
    if number[14:17] == "000":
        warnings.append("sequence_zero")
    return warnings


def check_document(kind: str, raw: object) -> Checked:
    """Check a passport, a travel permit or another document by the shape its kind has."""
    text = normalise(raw).upper()
    if not text:
        return Checked(None, kind=kind)
    shape = _OTHERS.get(kind)
    if shape is not None and not shape.fullmatch(text):
        return Checked(text, errors=("characters",), kind=kind)
    return Checked(text, kind=kind, errors=("length",) if len(text) > 30 else ())
