"""Addresses as people write them, brought to one short form: ``3-2-501``.

``3号楼二单元501室``, ``三幢2单元501``, ``３栋２门５０１`` and ``锦绣花园3#2-501`` are one home.
A part that was not written stays empty: ``3栋501`` is ``3--501``, and whoever looks it up decides
whether the building has one unit or asks which.
"""

import re
import unicodedata
from dataclasses import dataclass

from linge.territory.rules.addresses import han_number

_NUMERAL = r"[零〇一二三四五六七八九十百]"
_MARKS = r"号楼|号院|栋|幢|座|单元|门|层|楼|室|房|号|#"
_CHINESE_NUMBER = re.compile(rf"{_NUMERAL}+(?={_MARKS})")

_BUILDING = r"[A-Z甲乙丙丁]?\d{1,4}[A-Z甲乙丙丁]?|[A-Z甲乙丙丁]"
_UNIT = r"\d{1,2}|[A-Z甲乙丙丁]"
_ROOM = r"B\d-?\d{1,3}|\d{1,5}[A-Z]?"
_ESTATE = r"(?P<estate>(?:.*?[^\dA-Z\-#])?)"
_WORDED = re.compile(
    rf"{_ESTATE}(?P<building>{_BUILDING})(?:号楼|栋|幢|座|#楼?|号(?:附(?P<annex>\d+))?|楼)-?"
    rf"(?:(?P<unit>{_UNIT})(?:单元|门|-))?-?(?:(?P<floor>-?\d{{1,3}})(?:层|楼))?-?"
    rf"(?:(?P<room>{_ROOM})(?:室|房|号)?)?"
)
_DASHED = re.compile(
    rf"{_ESTATE}(?P<building>{_BUILDING})-(?:(?P<unit>{_UNIT})?-)?(?P<room>{_ROOM})(?:室|房)?"
)
_BASEMENT = re.compile(rf"{_ESTATE}(?P<room>B\d-\d{{1,3}})(?:室|房)?")


@dataclass(frozen=True, slots=True)
class Address:
    """A written address taken apart. ``room`` is empty when only a building was meant."""

    estate: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    floor: int | None = None

    @property
    def key(self) -> str:
        """The short form: ``3-2-501``, ``3--501``, or the building alone, ``12``."""
        if not self.room:
            return self.building
        return "-".join((self.building, self.unit, self.room)) if self.building else self.room


def parse(raw: str) -> Address | None:
    """Read an address; None when it has no form we know."""
    text = _plain(raw)
    for form in (_BASEMENT, _DASHED, _WORDED):
        found = form.fullmatch(text)
        if found:
            return _address(found.groupdict())
    return None


def _plain(raw: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).upper()
    text = re.sub("[‐‑‒–—―−~]", "-", text)
    return _CHINESE_NUMBER.sub(lambda found: str(han_number(found[0])), text)


def _address(parts: dict[str, str | None]) -> Address:
    storey = parts.get("floor")
    floor = int(storey) if storey else None
    room, own_floor = _room(parts["room"] or "", floor)
    annex = f"附{parts['annex']}" if parts.get("annex") else ""
    return Address(
        estate=parts["estate"] or "",
        building=_trimmed(parts.get("building") or "") + annex,
        unit=_trimmed(parts.get("unit") or ""),
        room=room,
        floor=own_floor,
    )


def _trimmed(text: str) -> str:
    return re.sub(r"^0+(?=\d)", "", text)


def _room(room: str, floor: int | None) -> tuple[str, int | None]:
    """A room with its floor: ``501`` is on 5, ``B1-03`` on −1, ``3`` of floor 5 is ``503``."""
    basement = re.fullmatch(r"B(\d)-?(\d{1,3})", room)
    if basement:
        return f"B{basement[1]}{int(basement[2]):02}", -int(basement[1])
    room = _trimmed(room)
    digits = re.match(r"\d*", room)
    count = digits.end() if digits else 0
    if floor is not None and 0 < count < 3:
        return f"{floor}{room.rjust(2 + len(room) - count, '0')}", floor
    if count >= 3:
        return room, floor if floor is not None else int(room[: count - 2])
    return room, floor
