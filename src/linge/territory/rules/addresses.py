"""Standard addresses (标准地址): how numbers compare and how a dwelling is written."""

import re
import unicodedata

HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "幺": 1,
}
HAN_UNITS = {"十": 10, "百": 100}
HAN_NUMBER = re.compile(f"[{''.join(HAN_DIGITS)}{''.join(HAN_UNITS)}]+")
NUMBER_TAIL = re.compile(r"(号楼|号院|号|栋|幢|座|楼|单元|门|#)+$")
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def han_number(text: str) -> int:
    """The value of a number in Han characters: ``十二`` 12, ``二〇三`` 203, ``一百零五`` 105."""
    if not any(sign in HAN_UNITS for sign in text):
        return int("".join(str(HAN_DIGITS[sign]) for sign in text))
    total = digit = 0
    for sign in text:
        if sign in HAN_UNITS:
            total += (digit or 1) * HAN_UNITS[sign]
            digit = 0
        else:
            digit = HAN_DIGITS[sign]
    return total + digit


def number_key(text: str) -> str:
    """A building's or unit's number as it compares: ``１２号楼``, ``十二栋`` and ``012`` are 12."""
    folded = unicodedata.normalize("NFKC", text).upper()
    bare = NUMBER_TAIL.sub("", re.sub(r"\s", "", folded)) or folded.strip()
    in_digits = HAN_NUMBER.sub(lambda found: str(han_number(found[0])), bare)
    return LEADING_ZEROS.sub("", in_digits)


def text_key(text: str) -> str:
    """A written address as it compares: width, case, blanks and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if sign.isalnum() or sign == "-")


def short_key(building: str, unit: str, room: str) -> str:
    """The short address by which people and sheets name a dwelling: ``3-2-501``, ``3--501``."""
    return f"{number_key(building)}-{number_key(unit) if unit else ''}-{room.strip().upper()}"


def building_text(parent: str, number: str, *, suffix: str = "号楼") -> str:
    """A building as people write it: ``锦绣花园3号楼``; a number that ends in a word keeps it."""
    return f"{parent}{number}{suffix if number[-1:].isalnum() and number.isascii() else ''}"


def dwelling_text(building: str, unit: str, room: str) -> str:
    """A dwelling as people write it: ``锦绣花园3号楼2单元501室``."""
    stair = f"{unit}单元" if unit else ""
    return f"{building}{stair}{room}室"


def room_number(floor: int, position: int) -> str:
    """The usual room number of a home: ``501`` on floor 5, ``1203`` on 12, ``B103`` on −1."""
    storey = f"B{-floor}" if floor < 0 else str(floor)
    return f"{storey}{position:02d}"
