"""The unified social credit code (统一社会信用代码). Source: GB 32100-2015, GB 11714-1997."""

import re

from .identity import DEMO_AREA, Areas, Checked, normalise

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = "123456789ANY"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FORBIDDEN_TWINS = str.maketrans("OI", "01")


def check_sign(body: str) -> str:
    """The 18th sign for the first seventeen."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def body_check_sign(body: str) -> str:
    """The check sign of the organisation code inside (signs 9–16)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, BODY_WEIGHTS, strict=True))
    rest = (11 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def check_uscc(raw: object, *, areas: Areas, demo: bool = False) -> Checked:
    """Check a code. ``O`` for ``0`` and ``I`` for ``1`` are offered, never applied."""
    text = normalise(raw).upper()
    if not text:
        return Checked(None, kind="uscc")
    if len(text) != 18:
        return Checked(text, errors=("length",), kind="uscc")
    if not all(sign in ALPHABET for sign in text):
        return Checked(text, errors=("characters",), kind="uscc", suggestion=_offered(text))
    if check_sign(text[:17]) != text[17]:
        return Checked(text, errors=("checksum",), kind="uscc")
    return Checked(text, warnings=_warnings(text, areas, demo), kind="uscc")


def _offered(text: str) -> str | None:
    repaired = text.translate(_FORBIDDEN_TWINS)
    readable = re.fullmatch(f"[{ALPHABET}]{{18}}", repaired)
    return repaired if readable and check_sign(repaired[:17]) == repaired[17] else None


def _warnings(text: str, areas: Areas, demo: bool) -> tuple[str, ...]:
    warnings = []
    if text[0] not in AUTHORITIES:
        warnings.append("authority_unknown")
    if body_check_sign(text[8:16]) != text[16]:
        warnings.append("body_check")
    if text[2:8] == DEMO_AREA:
        warnings += [] if demo else ["demo_number"]
    elif text[2:8] not in areas:
        warnings.append("area_unknown")
    return tuple(warnings)
