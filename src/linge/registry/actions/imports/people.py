"""Writing rows about people: new ones many at once, changed ones by the deeds of the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from ... import codes
from ...models import (
    HEAD,
    Household,
    HouseholdMember,
    HukouRecord,
    ImportBatch,
    Residency,
    Resident,
)
from ...queries.imports.batches import RowPayload, row_payload
from ...queries.imports.others import Others
from ...queries.imports.register import register_for
from ...rules.drafts import NewDocument, NewHome, NewHukou, NewPerson, NewPhone
from ...rules.importing.matching import Decision, Matcher
from ...rules.importing.states import RowOutcome
from ...rules.kinds import (
    HouseholdKind,
    HukouState,
    Left,
    Precision,
    ResidencyRole,
    Source,
)
from ..entries import Entries, Spot
from ..households import add_member
from ..people import add_document, edit_resident, set_phone
from ..pouring import find_keys
from ..residencies import move_in
from ..saving import change, known
from .undo import Undo, difference, picture

OF_RESIDENT = ("former_name", "sex", "nationality", "ethnicity", "marital", "education")
ONLY_ADDRESS = "导入表格只有户籍地址"


def day_of(text: str) -> date:
    """``1985-03`` is its first day."""
    return date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)


def precision_of(text: str) -> Precision:
    return {10: Precision.DAY, 7: Precision.MONTH}.get(len(text), Precision.YEAR)


Block = tuple[int, str]
"""A home and the number of a household in it."""


def block_key(values: Mapping[str, Any]) -> Block:
    return values["dwelling"], str(values.get("household_no", ""))


def _open_members(household: Household) -> list[HouseholdMember]:
    return [member for member in household.members.all() if member.until is None]


def spots_of(homes: Iterable[int], community: int) -> dict[int, Spot]:
    """The dwellings of a chunk as scopes need them."""
    columns = ("pk", "community_id", "path", "grid_id")
    rows = Dwelling.objects.filter(pk__in=homes, community=community).values_list(*columns)
    return {row[0]: Spot(*row) for row in rows}


def _households_in(homes: Iterable[int]) -> dict[int, list[Household]]:
    """Home → its open living households with their members, the oldest first."""
    here: dict[int, list[Household]] = defaultdict(list)
    open_ones: Any = Household.objects.filter(
        dwelling__in=homes, kind=HouseholdKind.LIVING, until=None
    )
    for household in open_ones.prefetch_related("members").order_by("pk"):
        here[household.dwelling_id].append(household)
    return here


class PeopleWriter:
    """Writes one chunk; ``write`` answers what each written row did, by its number."""

    def __init__(self, batch: ImportBatch, by: Actor, others: Others) -> None:
        self.batch, self.by, self.others = batch, by, others
        self.entries = Entries(by, known(), Source.IMPORT, batch.uuid)
        self._made: dict[int, list[Any]] = defaultdict(list)
        self._households: dict[Block, Household] = {}
        self._families: dict[Block, set[int]] = {}
        self._new_heads: set[Block] = set()
        self._here: dict[int, list[Household]] = {}
        self._spots: dict[int, Spot] = {}

    def write(self, told: Sequence[RowPayload]) -> dict[int, Undo]:
        homes = {row.values["dwelling"] for row in told if row.values.get("dwelling")}
        self._spots = spots_of(homes, self.batch.community_id)
        self._here = _households_in(homes)
        standing = self._still_standing(told)
        self._families = self._families_of(told)
        self._new_heads = {
            block_key(row.values)
            for row, decision in standing
            if decision.outcome == RowOutcome.NEW and row.values.get("relation") == HEAD
        }
        undone = {row.number: self._update(row, decision)
                  for row, decision in standing if decision.person}  # fmt: skip
        for row, decision in standing:
            if decision.outcome == RowOutcome.NEW:
                self._add(row)
        self.entries.write()
        find_keys(self.entries.all())
        for number, rows in self._made.items():
            undo = undone[number] = Undo()
            for made in rows:
                undo.made(made)
        return {number: undo for number, undo in undone.items() if undo is not None}

    def _still_standing(self, told: Sequence[RowPayload]) -> list[tuple[RowPayload, Decision]]:
        """Rows that would do today what the preview showed; the others wait for a new check.

        Rows of one sheet are not compared with each other here, so their order changes nothing:
        new people are only likened to those of whom somebody else told since the check.
        """
        rows = [row.judged for row in told]
        among = self.others.look() | {row.person for row in told if row.person}
        register = register_for(rows, self.batch.community, among)
        told_on = self.batch.told_on.isoformat() if self.batch.told_on else ""
        matcher = Matcher(register, {}, codes.match_scale(), told_on)
        decided = [matcher.decide(row) for row in rows]
        return [
            (row, decision)
            for row, decision in zip(told, decided, strict=True)
            if decision.outcome == row.outcome
            and decision.changes == dict(row.changes)
            and (decision.person.pk if decision.person else None) == row.person
        ]

    def _add(self, row: RowPayload) -> None:
        values = row.values
        made = self._made[row.number]
        before = {model: len(rows) for model, rows in self.entries.rows.items()}
        person = self.entries.person(draft_of(values), community=self.batch.community_id)
        home = home_of(values)
        self.entries.home(home, person, self._spots[home.dwelling])
        if relation := values.get("relation", ""):
            self.entries.add(
                HouseholdMember(
                    household=self.household(values, home.since, self.entries),
                    person=person,
                    relation=relation,
                    main=home.main,
                    since=home.since,
                )
            )
        for model, rows in self.entries.rows.items():
            made.extend(rows[before.get(model, 0) :])

    def household(self, values: Mapping[str, Any], since: date, entries: Entries) -> Household:
        """The household a row belongs to: one on record, one of this chunk, or a new one."""
        key = block_key(values)
        if key not in self._households:
            here = self._here.get(key[0], [])
            self._households[key] = self._own(key, here) or entries.add(
                Household(
                    community_id=self.batch.community_id,
                    kind=HouseholdKind.LIVING,
                    dwelling_id=key[0],
                    shared=bool(here) or bool(values.get("shared")),
                    since=since,
                )
            )
        household = self._households[key]
        if household.pk is None:
            household.since = min(household.since, since)
        return household

    def forget(self, dwelling: int) -> None:
        """Look again at a home whose household was just formed."""
        self._here |= _households_in([dwelling])

    def _own(self, key: Block, here: Sequence[Household]) -> Household | None:
        """The household on record that is the block's: its people live in it, or nobody heads it,
        or the block brings no head of its own."""
        family = self._families.get(key, set())
        for household in here:
            if family & {member.person_id for member in _open_members(household)}:
                return household
        for household in here:
            headed = any(member.relation == HEAD for member in _open_members(household))
            if not headed or key not in self._new_heads:
                return household
        return None

    def _families_of(self, told: Sequence[RowPayload]) -> dict[Block, set[int]]:
        """Block → the people on record whom any row of the batch names in it."""
        numbers = {row.number for row in told}
        blocks = self.batch.rows.filter(number__in=numbers).values_list("block", flat=True)
        waiting = self.batch.rows.filter(block__in=set(blocks), applied_at=None)
        others = [row_payload(row) for row in waiting if row.number not in numbers]
        families: dict[Block, set[int]] = defaultdict(set)
        for payload in (*told, *others):
            if payload.person and payload.values.get("dwelling"):
                families[block_key(payload.values)].add(payload.person)
        return families

    def _update(self, row: RowPayload, decision: Decision) -> Undo | None:
        """Change what the row changes; None when the register refuses it after all."""
        assert decision.person is not None  # the caller asked
        person = Resident.objects.get(pk=decision.person.pk)
        homes = {*decision.person.dwellings, row.values.get("dwelling", 0)}
        before = picture(person.pk, homes)
        try:
            Updater(person, row, self).run()
        except Refused:
            return None
        return difference(before, picture(person.pk, homes))


class Updater:
    """One person on record and one row that changes some of it."""

    def __init__(self, person: Resident, row: RowPayload, writer: PeopleWriter) -> None:
        self.person, self.row, self.writer = person, row, writer
        self.new = {name: pair[1] for name, pair in row.changes.items()}
        self.marks: dict[str, Any] = {
            "by": writer.by, "source": Source.IMPORT, "batch": writer.batch.uuid,
        }  # fmt: skip

    def run(self) -> None:
        self._person()
        if "id_number" in self.new:
            values = self.row.values
            document = NewDocument(values.get("id_written", values["id_number"]), values["id_kind"])
            add_document(self.person, document, **self.marks)
        if "phones" in self.new:
            self._phones()
        if "dwelling" in self.new:
            move_in(self.person, home_of(self.row.values), leaving=True, **self.marks)
        self._tie()
        if "relation" in self.new:
            self._relation()
        self._hukou()

    def _entries(self) -> Entries:
        return Entries(self.writer.by, known(), Source.IMPORT, self.writer.batch.uuid)

    def _person(self) -> None:
        values = {name: self.new[name] for name in OF_RESIDENT if name in self.new}
        if born := self.new.get("birth_date"):
            values |= {
                "birth_date": day_of(born),
                "birth_precision": precision_of(born),
            }
        if values:
            edit_resident(self.person, version=self.person.version, values=values, **self.marks)

    def _phones(self) -> None:
        first, *others = self.row.values["phones"]
        set_phone(self.person, first, **self.marks)
        held = self.row.changes["phones"][0].split("、")
        entries = self._entries()
        for number in others:
            if number not in held:
                entries.phone(NewPhone(number, is_main=False), self.person)
        entries.write()

    def _tie(self) -> None:
        values: dict[str, Any] = {
            name: self.new[name] for name in ("role", "since") if name in self.new
        }
        if not values:
            return
        if "since" in values:
            values["since"] = day_of(values["since"])
        residency: Any = Residency.objects.get(
            person=self.person,
            dwelling=self.row.values["dwelling"],
            until=None,
            main=True,
        )
        change(residency, values, version=residency.version, **self.marks)

    def _relation(self) -> None:
        home = home_of(self.row.values)
        member: Any = HouseholdMember.objects.filter(
            person=self.person, household__dwelling=home.dwelling, until=None
        ).first()
        if member is not None:
            change(member, {"relation": self.new["relation"]}, version=member.version,
                   **self.marks)  # fmt: skip
            return
        entries = self._entries()
        household = self.writer.household(self.row.values, home.since, entries)
        entries.write()
        self.writer.forget(home.dwelling)
        add_member(household, self.person, relation=self.new["relation"], since=home.since,
                   **self.marks)  # fmt: skip

    def _hukou(self) -> None:
        names = {
            "hukou_state": "state", "hukou_region": "region_code", "hukou_address": "address",
            "book_no": "book_no", "left_street_on": "left_street_on", "left_reason": "left_reason",
        }  # fmt: skip
        values = {names[name]: self.new[name] for name in names if name in self.new}
        if "left_street_on" in values:
            values["left_street_on"] = (
                day_of(values["left_street_on"]) if values["left_street_on"] else None
            )
        if "left" in self.new:
            values["left"] = left_of(self.new["left"])
        if not values:
            return
        current: Any = HukouRecord.objects.filter(person=self.person, until=None).first()
        if current is not None:
            change(current, values, version=current.version, **self.marks)
        else:
            self._first_hukou()

    def _first_hukou(self) -> None:
        hukou = hukou_of(self.row.values)
        if hukou is not None:
            entries = self._entries()
            entries.hukou(hukou, self.person)
            entries.write()


def draft_of(values: Mapping[str, Any]) -> NewPerson:
    """A person as the register takes one."""
    born = values.get("birth_date", "")
    number = values.get("id_written") or values.get("id_number", "")
    return NewPerson(
        name=values["name"],
        sex=values.get("sex", "0"),
        birth_date=day_of(born) if born else None,
        birth_precision=precision_of(born) if born else Precision.UNKNOWN,
        former_name=values.get("former_name", ""),
        nationality=values.get("nationality", "CHN"),
        marital=values.get("marital", ""),
        education=values.get("education", ""),
        ethnicity=values.get("ethnicity", ""),
        documents=(NewDocument(number, values["id_kind"]),) if number else (),
        phones=tuple(
            NewPhone(phone, is_main=place == 0)
            for place, phone in enumerate(values.get("phones", ()))
        ),
        hukou=hukou_of(values),
    )


def home_of(values: Mapping[str, Any]) -> NewHome:
    """The tie to the home of a row; without a day it begins today."""
    role = ResidencyRole(values.get("role", ResidencyRole.FAMILY))
    since = day_of(values["since"]) if values.get("since") else clock.today()
    return NewHome(
        dwelling=values["dwelling"],
        since=since,
        role=role,
        main=role != ResidencyRole.REGISTERED_ONLY,
    )


def hukou_of(values: Mapping[str, Any]) -> NewHukou | None:
    """The hukou a row tells; nothing without its state."""
    if not values.get("hukou_state"):
        return None
    left_on = values.get("left_street_on", "")
    region = values.get("hukou_region", "")
    state = HukouState(values["hukou_state"])
    bare = state == HukouState.ELSEWHERE and not region
    return NewHukou(
        state=state,
        since=clock.today(),
        region_code=region,
        no_code_reason=ONLY_ADDRESS if bare else "",
        address=values.get("hukou_address", ""),
        book_no=values.get("book_no", ""),
        left=left_of(values.get("left", "")),
        left_street_on=day_of(left_on) if left_on else None,
        left_reason=values.get("left_reason", ""),
    )


def left_of(told: bool | str) -> Left:
    if told == "":
        return Left.UNKNOWN
    return Left.YES if told else Left.NO
