"""Judging a row about a home (房屋)."""

from collections.abc import Mapping
from typing import Any

from linge.files.sheets import Value
from linge.territory.rules.addresses import number_key

from ..addresses import Address
from .cells import plain
from .fields import Field
from .households import record_keys
from .judging import Judge, Judged
from .layout import Entry
from .places import PARTS, Homes, Lookup, settle, told_address

LOWEST, HIGHEST = -9, 199
LARGEST_M2 = 9_999


class HomesJudge(Judge):
    """Reads the fields of a dwelling. Its building must exist; the door itself may be new."""

    unclearable = frozenset((*PARTS, "address", "use", "floor"))

    def __init__(self, *arguments: Any, homes: Homes) -> None:
        super().__init__(*arguments)
        self.homes = homes

    def read_floor(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        text = plain(str(value)).upper().removesuffix("层").removesuffix("楼")
        text = text.replace("地下", "B").replace("负", "-")
        bare = f"-{text[1:]}" if text.startswith("B") else text
        floor = self.number(judged, entry, told, bare, LOWEST, HIGHEST)
        if floor is not None:
            judged.values[told.name] = int(floor)

    def read_area(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        area = self.number(judged, entry, told, value, 1, LARGEST_M2)
        if area is not None:
            judged.values[told.name] = f"{area:.2f}"

    def complete(self, judged: Judged, entry: Entry) -> None:
        told, raw = told_address(judged.values)
        if "record" in judged.values:
            self._on_record(judged, told, raw)
            return
        if judged.values.get("use") == "vacant":
            self.say(judged, entry, "vacant_evidence", "use")
        at = next((name for name in ("room", "address") if name in entry.values), "room")
        if told is None or not told.room:
            code = "address_unclear" if raw else "address_missing"
            self.say(judged, entry, code, at, **({"raw": raw} if raw else {}))
            return
        judged.values.setdefault("floor", told.floor if told.floor is not None else 1)
        found = self.homes.find(told, raw)
        if found.home is not None:
            settle(judged, found.home)
            return
        self._new_door(judged, entry, at, raw)

    def _on_record(self, judged: Judged, told: Address | None, raw: str) -> None:
        """A home with its number: the address may only say the same."""
        found = self.homes.find(told, raw) if told and told.room else Lookup()
        if found.home is not None:
            settle(judged, found.home)

    def _new_door(self, judged: Judged, entry: Entry, at: str, raw: str) -> None:
        """A door we do not know: its building must be known, and be one."""
        told, _raw = told_address(judged.values)
        assert told is not None  # the caller read it
        found = self.homes.find(told, raw)
        building = number_key(told.building) if told.building else ""
        estates = self.homes.estates_of(told.estate, building)
        judged.values.pop("address", None)
        judged.values |= {"building": building, "unit": told.unit, "room": told.room}
        if found.fault == "out_of_scope":
            self.say(judged, entry, "out_of_scope", at)
        elif len(estates) != 1:
            code = "address_estates" if estates else "building_unknown"
            self.say(judged, entry, code, at, raw=raw, near="、".join(found.near) or "—")
        else:
            judged.values |= {"estate": self.homes.estate_name(next(iter(estates)))}
            judged.values["new_door"] = True


def door_keys(values: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """By what a row's door is known."""
    if "room" not in values:
        return record_keys(values)
    door = values.get("dwelling") or tuple(values.get(part, "") for part in PARTS)
    return [*record_keys(values), (door, "room")]
