"""The unified social credit code (统一社会信用代码). Source: GB 32100-2015, GB 11714-1997.

Length, signs and checksum are errors; everything else is only ever a warning. Nothing is guessed:
``O`` for ``0`` and ``I`` for ``1`` are offered, never applied.
"""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = "123456789ANY"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DEMO_AREA = "990101"
LENGTH = 18
_TWINS = str.maketrans("OI", "01")


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """A credit code as read: its value, the error that stops it, the doubts that do not."""

    value: str
    error: str = ""
    warnings: tuple[str, ...] = ()
    suggestion: str = ""


def check_sign(body: str) -> str:
    """The 18th sign for the first seventeen: (31 − Σ value · 3^(i−1) mod 31) mod 31."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return ALPHABET[-total % 31]


def body_check_sign(body: str) -> str:
    """The check sign of the organisation code inside (signs 9–16)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, BODY_WEIGHTS, strict=True))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)


def check_uscc(
    raw: object, *, areas: Container[str] | None = None, demo: bool = True
) -> CheckedCode:
    """Read a credit code; lower case is raised. ``areas`` are the area codes ever issued, where
    they are to be compared. An empty text has no error."""
    text = _normalise(raw)
    if not text:
        return CheckedCode("")
    if len(text) != LENGTH:
        return CheckedCode(text, "length")
    if not all(sign in ALPHABET for sign in text):
        return CheckedCode(text, "characters", suggestion=_offered(text))
    if check_sign(text[:-1]) != text[-1]:
        return CheckedCode(text, "checksum")
    return CheckedCode(text, warnings=_doubts(text, areas, demo))


def _normalise(raw: object) -> str:
    """Half-width and upper case, without blanks, hyphens, invisible marks or a leading ``'``."""
    folded = unicodedata.normalize("NFKC", "" if raw is None else str(raw))
    kept = (sign for sign in folded if unicodedata.category(sign)[0] not in "ZC" and sign != "-")
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Pd").lstrip("'’").upper()


def _offered(text: str) -> str:
    """The code with look-alikes put right, when that makes it a good one."""
    repaired = text.translate(_TWINS)
    readable = all(sign in ALPHABET for sign in repaired)
    return repaired if readable and check_sign(repaired[:-1]) == repaired[-1] else ""


def _doubts(text: str, areas: Container[str] | None, demo: bool) -> tuple[str, ...]:
    doubts = [] if text[0] in AUTHORITIES else ["authority_unknown"]
    if body_check_sign(text[8:16]) != text[16]:
        doubts.append("body_check")
    if text[2:8] == DEMO_AREA:
        doubts += [] if demo else ["demo_number"]
    elif areas is not None and text[2:8] not in areas:
        doubts.append("area_unknown")
    return tuple(doubts)
