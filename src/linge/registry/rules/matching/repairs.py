"""Numbers that are equal after one repair, each repair a slip people make when they write one."""

import re

from ..identity import normalise, upgraded

_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")


def plain(raw: str) -> str:
    """A number as it is compared: half-width, large letters, without blanks and strokes."""
    return _NOT_A_SIGN.sub("", normalise(raw).upper())


def settled(raw: str) -> str:
    """A number in the one form its harmless spellings share: O is 0, fifteen digits are eighteen."""
    number = plain(raw).translate(_MISTAKEN)
    if len(number) == 15 and number.isdecimal():
        return upgraded(number)
    return number


def one_slip(told: str, held: str) -> bool:
    """Whether two numbers are equal but for one digit, or two neighbours that changed places."""
    if len(told) != len(held) or told == held:
        return False
    apart = [i for i, (a, b) in enumerate(zip(told, held, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return swapped and told[apart[0]] == held[apart[1]] and told[apart[1]] == held[apart[0]]


def lost_x(told: str, held: str) -> bool:
    """Whether one number is the other without the X at its end."""
    return told != held and told.removesuffix("X") == held.removesuffix("X")


def one_repair(told: str, held: str) -> bool:
    """Whether two different numbers are equal after one repair, and only one."""
    a, b = plain(told), plain(held)
    if not a or not b or a == b:
        return False
    return settled(a) == settled(b) or one_slip(a, b) or lost_x(a, b)


def day_slip(told: str, held: str) -> bool:
    """Whether two ISO days differ by one digit, or by month and day that changed places."""
    if len(told) != 10 or len(held) != 10 or told == held:
        return False
    swapped = told[:5] + told[8:] + told[7] + told[5:7] == held
    return swapped or sum(a != b for a, b in zip(told, held, strict=True)) == 1
