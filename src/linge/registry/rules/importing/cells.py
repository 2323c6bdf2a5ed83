"""Single values: what a cell says, whatever its writer's habits. Nothing is ever guessed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite

from linge.files.sheets import CellError, Value
from linge.files.sheets.cells import from_serial
from linge.territory.rules.addresses import HAN_DIGITS, HAN_NUMBER, han_number

from ..kinds import Precision

CLEAR_MARKS = frozenset(("[清空]", "[clear]"))
"""What empties a field, as people write it in Chinese or English."""
YES = frozenset(("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "对"))
NO = frozenset(("否", "无", "没有", "×", "✕", "✗", "x", "n", "no", "0", "false"))
SEXES = {
    "男": "1",
    "男性": "1",
    "m": "1",
    "1": "1",
    "女": "2",
    "女性": "2",
    "f": "2",
    "2": "2",
}

HIDDEN = frozenset(("id", "phones"))
"""Kinds of fields whose masks have stars; a birth date is masked by an age."""
_BAND = re.compile(r"\d{1,3}–\d{1,3}(岁| years)?|—")
_VOID = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0]")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{4}|\d{2})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_YEAR = re.compile(r"((?:18|19|20)\d{2})年?")
_CLOCK = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050
"""Spreadsheet days of the years 1927 to 2099: other five-digit numbers are no dates."""


@dataclass(frozen=True, slots=True)
class DateRead:
    """A day, how much of it was written, whether it was put right, or what is wrong with it."""

    value: date | None = None
    precision: Precision = Precision.DAY
    repaired: bool = False
    fault: str = ""


_NO_DAY = DateRead(fault="date_unknown")


def masked(text: str, kind: str) -> bool:
    """Whether a mask stands where a number or a day was: our own exports tell no more."""
    return ("*" in text and kind in HIDDEN) or bool(kind == "date" and _BAND.fullmatch(text))


def text_of(value: Value) -> str:
    """What a cell shows, without invisible marks; line breaks stay."""
    if isinstance(value, str) and value.isprintable():
        return value.strip()
    match value:
        case None:
            return ""
        case CellError():
            return value.text
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    kept = _VOID.sub("", str(value))
    return "".join(s for s in kept if s in "\n\t" or unicodedata.category(s) != "Cc").strip()


def plain(text: str) -> str:
    """Half-width and without blanks: how words and numbers compare."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def read_date(value: Value, *, today: date, date1904: bool = False) -> DateRead:
    """A day in any of the ways people write one. Two digits of a year mean 20yy, unless that lies
    in the future, then 19yy. ``03/04/1985`` may be two days and is no answer."""
    match value:
        case datetime():
            return DateRead(value.date())
        case date():
            return DateRead(value)
        case time() | CellError() | bool() | None:
            return _NO_DAY
        case float():
            return _from_fraction(value, today, date1904)
        case int():
            return _from_whole(value, today, date1904)
    return _from_text(value, today, date1904)


def _from_whole(number: int, today: date, date1904: bool) -> DateRead:
    """A number: a serial day, a year, or the digits of a date."""
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        day = from_serial(number, date1904=date1904)
        return DateRead(day, repaired=True) if isinstance(day, date) else _NO_DAY
    return _from_text(str(number), today, date1904)


def _from_fraction(number: float, today: date, date1904: bool) -> DateRead:
    """``1985.3`` typed as a number is March; ``1985.1`` may have been October and is not read."""
    if 1850 <= number < 2100:
        year, month = f"{number:.2f}".split(".")
        if month == "10":
            return DateRead(fault="date_ambiguous")
        return _built(year, month.rstrip("0") or "0", None, today, repaired=True)
    return _from_whole(int(number), today, date1904) if isfinite(number) else _NO_DAY


def _from_text(raw: str, today: date, date1904: bool) -> DateRead:
    text = _CLOCK.sub("", unicodedata.normalize("NFKC", text_of(raw)))
    text = _han_to_digits("".join(text.split())).rstrip(".")
    if re.fullmatch(r"\d{5}", text) and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return _from_whole(int(text), today, date1904)
    if whole := _EIGHT.fullmatch(text):
        return _built(whole[1], whole[2], whole[3], today)
    if re.fullmatch(r"\d{6}", text):
        return _six_digits(text, today)
    if last := _YEAR_LAST.fullmatch(text):
        return _year_last(last[1], last[2], last[3], today)
    if parts := _PARTS.fullmatch(text):
        return _built(parts[1], parts[2], parts[3], today)
    if year := _YEAR.fullmatch(text):
        return DateRead(date(int(year[1]), 1, 1), Precision.YEAR)
    return _NO_DAY


def _han_to_digits(text: str) -> str:
    """``一九八五年三月十二日`` in digits."""
    if not any(sign in HAN_DIGITS or sign == "十" for sign in text):
        return text
    return HAN_NUMBER.sub(lambda found: str(han_number(found[0])), text)


def _six_digits(text: str, today: date) -> DateRead:
    """``198503`` is a month, ``850312`` a day; what may be both is asked."""
    month = _built(text[:4], text[4:], None, today)
    is_month = not month.fault and text[:2] in ("19", "20")
    day = _built(text[:2], text[2:4], text[4:], today)
    if is_month and not day.fault:
        return DateRead(fault="date_ambiguous")
    return month if is_month else day


def _year_last(first: str, second: str, year: str, today: date) -> DateRead:
    one, two = int(first), int(second)
    if one <= 12 and two <= 12 and one != two:
        return DateRead(fault="date_ambiguous")
    month, day = (first, second) if one <= 12 else (second, first)
    read = _built(year, month, day, today)
    return DateRead(read.value, read.precision, repaired=not read.fault, fault=read.fault)


def _built(
    year: str, month: str, day: str | None, today: date, *, repaired: bool = False
) -> DateRead:
    full = int(year)
    if len(year) == 2:
        full += 2000
        repaired = True
        if (full, int(month), int(day or 1)) > (today.year, today.month, today.day):
            full -= 100
    try:
        value = date(full, int(month), int(day or 1))
    except ValueError:
        return _NO_DAY
    return DateRead(value, Precision.DAY if day else Precision.MONTH, repaired)


def read_yes(value: Value) -> bool | None:
    """Yes, no, or neither."""
    word = plain(text_of(value)).lower()
    return True if word in YES else False if word in NO else None


def read_sex(value: Value) -> str:
    """``1`` male, ``2`` female, nothing when it is neither: never “the other one”."""
    return SEXES.get(plain(text_of(value)).lower(), "")
