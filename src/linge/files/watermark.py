"""The invisible watermark (隐形水印): an export's number in signs nobody sees.

32 bits of the number and their CRC-16 as U+200B (0) and U+200C (1), between two U+2060. It stands
after a title, a unit and the last footer, never inside a data cell, and the importer strips it.
Source: trust.md §3.4.
"""

import re
from binascii import crc_hqx

ZERO, ONE, FENCE = "\u200b", "\u200c", "\u2060"
NUMBER_BITS, CHECK_BITS = 32, 16
_SIGNS = re.compile(f"{FENCE}([{ZERO}{ONE}]{{{NUMBER_BITS + CHECK_BITS}}}){FENCE}")
_START = 0xFFFF


def sign(number: int) -> str:
    """The 50 signs that name an export."""
    check = crc_hqx(number.to_bytes(4, "big"), _START)
    bits = f"{number:0{NUMBER_BITS}b}{check:0{CHECK_BITS}b}"
    return FENCE + bits.replace("0", ZERO).replace("1", ONE) + FENCE


def numbers(text: str) -> set[int]:
    """The exports named in a text; a run whose check fails names none."""
    return {number for run in _SIGNS.findall(text) if (number := _read(run)) is not None}


def strip(text: str) -> str:
    """The text without the signs."""
    return _SIGNS.sub("", text)


def _read(run: str) -> int | None:
    bits = run.replace(ZERO, "0").replace(ONE, "1")
    number, check = int(bits[:NUMBER_BITS], 2), int(bits[NUMBER_BITS:], 2)
    return number if crc_hqx(number.to_bytes(4, "big"), _START) == check else None
