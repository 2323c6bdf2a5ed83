"""Telephone numbers: mobile (eleven digits) and landline (area, number, extension)."""

import re
from dataclasses import dataclass

from .identity import normalise
from .kinds import PhoneKind

DEMO_MOBILE = "120"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(
    r"(?P<area>010|02\d|0[3-9]\d{2})?(?P<number>[2-9]\d{6,7})((转|EXT\.?|#|,|P|X)(?P<ext>\d{1,6}))?"
)
_COUNTRY = re.compile(r"^(\+|00)86")
_SEVERAL = re.compile(r"[;；、/,，\n]+")


@dataclass(frozen=True, slots=True)
class CheckedPhone:
    """``value``: ``13800001234`` or ``021-63210000-801``; None when nothing was written."""

    value: str | None
    kind: PhoneKind = PhoneKind.MOBILE
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


def check_phone(raw: object, *, demo: bool = False) -> CheckedPhone:
    """Check one number; ``demo`` lets the made-up 120… mobiles pass without a warning."""
    text = re.sub(r"[()（）]", "", _COUNTRY.sub("", normalise(raw).upper()))
    if not text:
        return CheckedPhone(None)
    if _MOBILE.fullmatch(text):
        return CheckedPhone(text)
    if re.fullmatch(rf"{DEMO_MOBILE}\d{{8}}", text):
        return CheckedPhone(text, warnings=() if demo else ("demo_number",))
    landline = _LANDLINE.fullmatch(text)
    if landline and not text.startswith("1"):
        return CheckedPhone(_written(landline), kind=PhoneKind.LANDLINE)
    return CheckedPhone(text, errors=("length",) if text.isdigit() else ("characters",))


def _written(landline: re.Match[str]) -> str:
    parts = (landline["area"], landline["number"], landline["ext"])
    return "-".join(part for part in parts if part)


def split_phones(raw: str) -> tuple[str, ...]:
    """The numbers of a cell that holds several, in order."""
    return tuple(part.strip() for part in _SEVERAL.split(raw) if part.strip())
