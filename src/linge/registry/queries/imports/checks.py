"""How the rows of each kind of sheet are judged: alone, together, and against the register."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linge.kernel import clock
from linge.territory.models import Region
from linge.territory.rules.kinds import DwellingUseKind

from ... import codes, columns
from ...rules.importing.findings import Finding
from ...rules.importing.homes import HomesJudge, door_keys
from ...rules.importing.households import Families, Repeats, person_keys
from ...rules.importing.judging import Judge, Judged, World
from ...rules.importing.layout import Entry
from ...rules.importing.matching import Decision, Matcher, decide_home
from ...rules.importing.people import PeopleJudge
from ...rules.importing.places import Homes
from ...rules.importing.things import KINDS, ThingsJudge, decide_thing, thing_keys
from .parties import find_parties
from .records import find_homes, say_of
from .register import dwellings_held, heads_of, homes_of, register_for
from .things import HELD

Decided = Iterator[tuple[Judged, Decision]]


class Check(ABC):
    """``see`` takes every row once, ``settle`` follows the last of them, then chunks are decided."""

    judge: Judge
    repeats: Repeats

    def __init__(self, fields: Mapping[str, int], community: Region, world: World) -> None:
        self.fields, self.community, self.world = fields, community, world

    def see(self, entry: Entry) -> Judged:
        """Judge a row alone, and note what the others must know of it."""
        row = self.judge.judge(entry)
        self.repeats.see(row)
        return row

    def settle(self) -> None:
        """Every row was seen: what was noted to find repeats is not needed any more."""
        del self.repeats

    @abstractmethod
    def decide(self, rows: Sequence[Judged], told_on: str) -> Decided:
        """What each row of a chunk would do to the register as it is now."""


class PeopleCheck(Check):
    """Rows about people: households are judged together, people matched with the register."""

    def __init__(self, fields: Mapping[str, int], community: Region, world: World) -> None:
        super().__init__(fields, community, world)
        homes = homes_of(community)
        self.judge = PeopleJudge(columns.fields("residents"), fields, world, homes=homes)
        self.repeats = Repeats(fields, person_keys)
        self.families = Families(fields)

    def see(self, entry: Entry) -> Judged:
        row = super().see(entry)
        self.families.see(row)
        return row

    def settle(self) -> None:
        super().settle()
        headed = frozenset(heads_of(self.families.homes))
        self.families.settle(headed=headed, today=clock.today())

    def decide(self, rows: Sequence[Judged], told_on: str) -> Decided:
        for row in rows:
            self.families.tell(row)
        matcher = Matcher(
            register_for(rows, self.community), self.fields, codes.match_scale(), told_on
        )
        for row in rows:
            yield row, matcher.decide(row)


class HomesCheck(Check):
    """Rows about homes: doors of known buildings."""

    def __init__(self, fields: Mapping[str, int], community: Region, world: World) -> None:
        super().__init__(fields, community, world)
        self.homes = homes_of(community)
        self.judge = HomesJudge(columns.fields("dwellings"), fields, world, homes=self.homes)
        at = fields.get("room", fields.get("address"))
        self.repeats = Repeats({} if at is None else {"room": at}, door_keys)

    def decide(self, rows: Sequence[Judged], told_on: str) -> Decided:
        find_homes(rows, self.community, self.fields)
        held = dwellings_held({r.values["dwelling"] for r in rows if "dwelling" in r.values})
        for row in rows:
            there = held.get(row.values.get("dwelling", 0))
            self._plate(row)
            self._vacant(row, there)
            yield row, decide_home(row, there, self.fields)

    def _vacant(self, row: Judged, there: Mapping[str, Any] | None) -> None:
        """A home with its number may be told vacant only where it is on record as vacant."""
        vacant = DwellingUseKind.VACANT
        if "record" not in row.values or row.values.get("use") != vacant:
            return
        if (there or {}).get("use") != vacant:
            row.findings.append(Finding("vacant_evidence", row.row, self.fields.get("use"), "use"))

    def _plate(self, row: Judged) -> None:
        """A second spelling that means another home already is wrong."""
        plate = row.values.get("plate", "")
        meant = self.homes.named(plate) if plate else None
        if meant is not None and meant != row.values.get("dwelling"):
            row.findings.append(Finding("plate_taken", row.row, self.fields.get("plate"), "plate"))


class ThingsCheck(Check):
    """Rows that tie people and places: their parties are looked up, then what is on record."""

    def __init__(
        self, subject: str, fields: Mapping[str, int], community: Region, world: World
    ) -> None:
        super().__init__(fields, community, world)
        self.subject, self.kind = subject, KINDS[subject]
        homes = homes_of(community) if self.kind.homes else Homes()
        self.judge = ThingsJudge(subject, columns.fields(subject), fields, world, homes=homes)
        self.repeats = Repeats(fields, thing_keys(self.kind))
        self.families = Families(fields)

    def see(self, entry: Entry) -> Judged:
        row = super().see(entry)
        if self.subject == "books":
            self.families.see(row)
        return row

    def settle(self) -> None:
        super().settle()
        self.families.settle(headed=frozenset(), today=clock.today())

    def decide(self, rows: Sequence[Judged], told_on: str) -> Decided:
        for row in rows:
            self.families.tell(row)
        right = [row for row in rows if not row.wrong and not row.excluded]
        find_parties(right, self.kind.parties, self.community, self.fields)
        held = HELD[self.subject](right, self.community, self.fields)
        for row in right:
            if row.row in held:
                row.values["held"] = held[row.row]["pk"]
            elif "record" in row.values and not row.wrong:
                say_of(row, "record_unknown", "record", self.fields)
        for row in rows:
            yield row, decide_thing(row, held.get(row.row), self.kind, self.fields)


def check_of(subject: str, fields: Mapping[str, int], community: Region, world: World) -> Check:
    """How the rows of a kind of sheet are judged."""
    match subject:
        case "residents":
            return PeopleCheck(fields, community, world)
        case "dwellings":
            return HomesCheck(fields, community, world)
    return ThingsCheck(subject, fields, community, world)
